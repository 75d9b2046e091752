// Which parts of the index a search reads: what tells most, within the budget of bytes that the entry names.

import { fileOf, sizeOf } from "./files.js";
import { placeOfPair } from "./pairs.js";
import { pairHash } from "./text.js";

// What a term is still worth when the one before it tells whether it follows, and what one tells of the next.
const TOLD = 0.45, TELLS = 0.5;
// What a term is still worth when a pair that is read has it.
const IN_PAIR = 0.4;
// The part of the budget that pairs may have where it is not enough for all.
const PAIRS_SHARE = 0.7;

const rarityOf = (entry, term) => Math.log(1 + entry.count / (entry.common.get(term.folded) ?? entry.lowest / 8));

// The pairs of neighbouring words of a query, each once: `{ pair, terms: [first, second], size, worth }`, the most telling first.
export function pairsOf(entry, query) {
  const found = new Map(), words = query.terms.filter((term) => !term.isNumber && !term.boost);
  words.forEach((second, at) => {
    const first = words[at - 1];
    if (!first || first.next !== second.folded || second.isUnfinished) return;
    const pair = pairHash(first.folded, second.folded);
    if (found.has(pair)) return;
    const { range } = placeOfPair(entry, pair);
    found.set(pair, { pair, terms: [first, second], size: range[1] - range[0], worth: rarityOf(entry, first) + rarityOf(entry, second) });
  });
  // A long bucket most likely has a frequent pair, which tells less.
  const value = ({ worth, size }) => worth / Math.sqrt(size || 1);
  return [...found.values()].sort((one, other) => value(other) - value(one));
}

// The pairs to read, of those that are left, within so many bytes.
export function choosePairs(pairs, bytes) {
  const chosen = [];
  for (const one of pairs) {
    if (one.size > bytes) continue;
    bytes -= one.size;
    chosen.push(one);
  }
  return chosen;
}

// The pairs and the files of postings to fetch. Terms whose file is chosen are `fetched`.
export function chooseFiles(entry, query, all, givesParts) {
  const pairs = givesParts ? choosePairs(all, entry.budget * PAIRS_SHARE) : [];
  const inPairs = new Set(pairs.flatMap(({ terms }) => terms.map((term) => term.folded)));
  const chosen = new Set(), told = new Set(), worth = new Map();
  let spent = pairs.reduce((sum, { size }) => sum + size, 0);
  for (const term of query.terms) {
    const value = rarityOf(entry, term) * (term.boost ?? 1) * (inPairs.has(term.folded) ? IN_PAIR : 1);
    worth.set(term.folded, term.isNumber ? 99 : value);
  }
  // A list also tells whether the next word follows, so a word after a fetched one is worth less, a word before an open one more.
  const value = (term) => worth.get(term.folded) * (told.has(term.folded) ? TOLD : 1)
    + (term.next && !told.has(term.next) ? TELLS * worth.get(term.next) : 0);
  const open = query.terms.filter((term) => !term.isUnfinished);
  while (open.length) {
    const best = open.reduce((one, other) => (value(other) > value(one) ? other : one));
    open.splice(open.indexOf(best), 1);
    const file = fileOf(entry, best.folded), cost = chosen.has(file) ? 0 : sizeOf(entry, file);
    if (chosen.size && spent + cost > entry.budget) continue;
    spent += cost;
    chosen.add(file);
    best.fetched = true;
    told.add(best.folded).add(best.next);
  }
  return { pairs, files: [...chosen] };
}
