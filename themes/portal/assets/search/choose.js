// Which parts of the index a search reads: what tells most, within the budget of bytes that the entry names.

import { fileOf, sizeOf } from "./files.js";
import { placeOfPair } from "./pairs.js";
import { pairHash } from "./text.js";

// What a term is still worth when the one before it tells whether it follows, and what one tells of the next.
const TOLD = 0.45, TELLS = 0.5;
// What a term is still worth when a pair that is read has it.
const IN_PAIR = 0.4;
// The part of the budget that pairs may have where it is not enough for all.
const PAIRS_SHARE = 0.9;
// The part that the first lists of common terms may have.
const COMMON_SHARE = 0.2;

const rarityOf = (entry, term) => Math.log(1 + entry.count / (entry.common.get(term.folded) ?? entry.lowest / 8));
const sizeOfRange = ([from, to]) => to - from;

// The pairs of neighbouring words of a query, each once: `{ pair, terms: [first, second], size, worth }`, the most telling first.
export function pairsOf(entry, query) {
  const found = new Map(), words = query.terms.filter((term) => !term.isNumber && !term.boost);
  words.forEach((second, at) => {
    const first = words[at - 1];
    if (!first || first.next !== second.folded || second.isUnfinished) return;
    const pair = pairHash(first.folded, second.folded);
    if (found.has(pair)) return;
    const size = sizeOfRange(placeOfPair(entry, pair).range);
    found.set(pair, { pair, terms: [first, second], size, worth: rarityOf(entry, first) + rarityOf(entry, second) });
  });
  // A long bucket most likely has a frequent pair, which tells less.
  const value = ({ worth, size }) => worth / Math.sqrt(size || 1);
  return [...found.values()].sort((one, other) => value(other) - value(one));
}

// What to read, of what is left, within so many bytes: pairs, or lists of bodies.
export function choosePairs(pairs, bytes) {
  const chosen = [];
  for (const one of pairs) {
    if (one.size > bytes) continue;
    bytes -= one.size;
    chosen.push(one);
  }
  return chosen;
}

// Common terms whose lists of bodies are worth their bytes, within so many: what tells most for its size first.
function chooseBodies(entry, terms, worth, bytes) {
  const value = ({ folded, size }) => worth.get(folded) / Math.sqrt(size);
  const listed = (folded) => ({ folded, size: sizeOfRange(entry.places.get(folded).d.range) });
  const common = terms.filter((folded) => entry.common.has(folded)).map(listed).filter(({ size }) => size);
  return choosePairs(common.sort((one, other) => value(other) - value(one)), bytes).map(({ folded }) => folded);
}

// What to fetch first: pairs, terms whose first lists are read, which are `fetched`, and common terms whose bodies are.
export function choose(entry, query, all, { givesParts, typing }) {
  const words = query.terms.filter((term) => !term.isUnfinished), small = (folded) => givesParts && entry.common.has(folded);
  const costOfPlace = (folded) => sizeOfRange(entry.places.get(folded).p.range);
  const chosen = new Set(), told = new Set(), worth = new Map();
  let spent = 0;
  const take = (term) => {
    term.fetched = true;
    told.add(term.folded).add(term.next);
  };
  // The lists of common terms are small where they can be read by themselves.
  for (const term of words.filter(({ folded }) => small(folded)).sort((one, other) => rarityOf(entry, other) - rarityOf(entry, one))) {
    const cost = chosen.has(term.folded) ? 0 : costOfPlace(term.folded);
    if (spent + cost > entry.budget * COMMON_SHARE) continue;
    spent += cost;
    chosen.add(term.folded);
    take(term);
  }
  // A number, or else a rare word, names what is asked for more surely than any pair.
  const open = words.filter((term) => !small(term.folded)), first = open.find((term) => term.isNumber) ?? open[0];
  if (givesParts && first) {
    spent += sizeOf(entry, fileOf(entry, first.folded));
    chosen.add(fileOf(entry, first.folded));
    take(first);
  }
  const pairs = givesParts ? choosePairs(all, Math.max(0, entry.budget - spent) * PAIRS_SHARE) : [];
  const inPairs = new Set(pairs.flatMap(({ terms }) => terms.map((term) => term.folded)));
  spent += pairs.reduce((sum, { size }) => sum + size, 0);
  for (const term of query.terms) {
    const value = rarityOf(entry, term) * (term.boost ?? 1) * (inPairs.has(term.folded) ? IN_PAIR : 1);
    worth.set(term.folded, term.isNumber ? 99 : value);
  }
  // A list also tells whether the next word follows, so a word after a fetched one is worth less, a word before an open one more.
  const value = (term) => worth.get(term.folded) * (told.has(term.folded) ? TOLD : 1)
    + (term.next && !told.has(term.next) ? TELLS * worth.get(term.next) : 0);
  while (open.length) {
    const best = open.reduce((one, other) => (value(other) > value(one) ? other : one));
    open.splice(open.indexOf(best), 1);
    if (best.fetched) continue;
    const file = fileOf(entry, best.folded), cost = chosen.has(file) ? 0 : sizeOf(entry, file);
    if (words.some((term) => term.fetched) && spent + cost > entry.budget) continue;
    spent += cost;
    chosen.add(file);
    take(best);
  }
  const fetched = [...new Set(words.filter((term) => term.fetched).map((term) => term.folded))];
  const bodies = givesParts && !typing && entry.files.deep ? chooseBodies(entry, fetched, worth, entry.budget - spent) : [];
  return { pairs, fetched, bodies };
}
