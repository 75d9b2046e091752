// From a query to the items it finds: reads what is needed, takes unknown words for others, and says which words were left out.

import { choose, choosePairs, pairsOf } from "./choose.js";
import { COMMON, eachPosting, fileOf, listsAt, sizeOf } from "./files.js";
import { chooseOffer, completions, guess, offersFor } from "./mend.js";
import { addNumbers, link, wholeNumber } from "./query.js";
import { scoreItems } from "./score.js";
import { pairHash } from "./text.js";

// What part of a query the best item must have for what else could be read not to be worth its bytes, and what part of a long query an item must have.
const NEARLY = 0.8, PART = 0.1;
// The part of what all pairs tell that must have been left out for reading it to be worth its bytes.
const MUCH = 0.3;
// Words of a short query; of one whose first list stays the first; and how many items of it.
const SHORT = 6, SHORTER = 4, KEPT = 10;
// Words of a query that is mended; a longer one is found by its other words.
const MENDED = 10;
// A weight, of sixteen steps, from which a number may name the item that has it.
const NAMES = 12;
// Words of a query that is typed from which on one letter more is not looked for.
const ENOUGH = 4;
// Bytes of a file that is read for two letters.
const CHEAP = 2000;
// How much a word counts that is not typed to its end, where the word before it tells which it is.
const TOLD_BY_PAIR = 0.9;

// Pairs with their lists.
async function readPairs(index, entry, chosen) {
  const lists = await index.pairs(entry, chosen.map(({ pair }) => pair));
  return chosen.filter(({ pair }) => lists.has(pair)).map((one) => ({ ...one, list: lists.get(one.pair) }));
}

// ---- Words that are being typed, or that no item has ---------------------------------------

// What the word that is being typed may become; null where none is unfinished.
function guessUnfinished(entry, query) {
  const words = query.terms.filter((term) => !term.isNumber), last = words[words.length - 1];
  if (!last || /[^\p{L}\p{N}]$/u.test(query.text) || (last.folded.length < 2 && words.length < 2)) return null;
  const own = entry.common.get(last.folded) ?? 0, [next] = completions(entry, new Map(), last.folded), before = words[words.length - 2] ?? null;
  // The beginning of a more common word is hardly a word itself.
  const goesOn = next && next.items > own;
  last.isUnfinished = before ? goesOn || !own : goesOn && !own;
  // Where enough is there already, one letter tells too little of the next word.
  const likely = last.isUnfinished && next && (last.folded.length > 1 || words.length < ENOUGH) ? [next] : [];
  return { last, before, likely: likely.map(guess) };
}

// Whether there is too little yet to look for: a letter, or two that would cost a long file.
function isTooLittle(entry, query) {
  const [only, more] = query.terms;
  if (!only || more || /[^\p{L}\p{N}]$/u.test(query.text)) return false;
  return only.folded.length < 2 || (only.folded.length < 3 && !entry.common.has(only.folded) && sizeOf(entry, fileOf(entry, only.folded)) > CHEAP);
}

// Adds what it becomes: the word before it tells which is meant, where there is one. Gives the pair of both.
async function readUnfinished(index, entry, query, { before, likely }) {
  if (!before) return [];
  const asked = likely.map((term) => ({ pair: pairHash(before.folded, term.folded), terms: [before, term] }));
  const pairs = (await readPairs(index, entry, asked)).filter(({ list }) => list.length);
  pairs.sort((one, other) => other.list.length - one.list.length).splice(1);
  // The pair says enough of it.
  for (const { terms } of pairs) Object.assign(terms[1], { boost: TOLD_BY_PAIR, isUnfinished: true });
  return pairs;
}

// Takes each word that no item has for another, if one is near. Gives what was changed, as [was, is].
async function mendUnknown(index, entry, query, unknown, postings) {
  const words = query.terms.filter((term) => !term.isNumber && !term.boost), changed = [];
  for (const term of unknown) term.before = words[words.indexOf(term) - 1]?.folded;
  const asked = unknown.map((term) => ({ term, offers: offersFor(entry, term, postings) }));
  const offered = asked.flatMap(({ offers }) => offers.flatMap((offer) => offer.words)).filter((word) => !entry.common.has(word));
  const beside = asked.flatMap(({ term, offers }) => offers.flatMap(({ words }) => [
    ...words.slice(1).map((word, at) => pairHash(words[at], word)), term.before && pairHash(term.before, words[0]), term.next && pairHash(words[words.length - 1], term.next)])).filter(Boolean);
  const [more, lists] = await Promise.all([index.postings(entry, [...new Set(offered)]), index.pairs(entry, [...new Set(beside)])]);
  for (const [file, found] of more) if (file !== COMMON) postings.set(file, found);
  const knows = (word) => entry.common.has(word) || Boolean(listsAt(entry, postings, word));
  const together = (one, other) => lists.get(pairHash(one, other))?.length ?? null;
  for (const { term, offers } of asked) {
    const best = chooseOffer(term, offers, knows, together), at = query.terms.indexOf(term);
    if (!best || at < 0) continue;
    const from = best.joins === -1 ? at - 1 : at, count = best.joins ? 2 : 1;
    const was = query.terms.slice(from, from + count).map((one) => one.folded).join(" ");
    query.terms.splice(from, count, ...best.words.map((folded) => ({ folded, marked: folded, loose: true })));
    changed.push([was, best.words.join(" ")]);
  }
  link(query);
  if (changed.length) addNumbers(entry, query);
  return changed;
}

// ---- Which items ----------------------------------------------------------------------------

// Titles and leads say what an item is about; that all words of a short query stand somewhere in a body says little. So the first
// items of the first list stay the first ones, in their order.
function keepFirst(hits, first) {
  const best = [...first].sort((one, other) => other.score - one.score).slice(0, KEPT), most = hits.reduce((score, hit) => Math.max(score, hit.score), 0);
  const places = new Map(best.map((hit, at) => [hit.docId, at]));
  for (const hit of hits) if (places.has(hit.docId)) hit.score = most * (2 - places.get(hit.docId) / KEPT);
}

// The items that a number names, where the query is nothing but this number; null: none.
function namedBy(entry, query, postings, hits) {
  for (const number of wholeNumber(query)) {
    const all = listsAt(entry, postings, number), weights = new Map();
    if (all) for (const list of all.lists) eachPosting(all, list, (docId, code) => weights.set(docId, code >> 4));
    // An item that only tells of the number has it with less weight than its own.
    const most = Math.max(NAMES, ...weights.values()), named = hits.filter(({ docId }) => weights.get(docId) === most);
    if (named.length) return named;
  }
  return null;
}

// Items must have all words of a short query, as far as the lists at hand tell; where none has them, those that the best item lacks
// are left out, for all items. Of a long query they must have a part.
function narrow(entry, query, { hits, whole, has }, isComplete) {
  const words = query.terms.filter((term) => !term.isNumber && !term.boost && !term.isUnfinished && !term.isAside);
  const left = words.filter((term) => term.fetched && term.rarity === 0);
  if (words.length > SHORT) return { hits: hits.filter((hit) => hit.share >= whole * PART), left };
  const needed = words.filter((term) => term.rarity > 0 && term.fetched && (isComplete || !entry.common.has(term.folded)));
  const haveAll = (wanted) => hits.filter(({ docId }) => wanted.every((term) => has(term, docId)));
  let found = haveAll(needed);
  if (!found.length && hits.length) {
    const best = hits.reduce((one, other) => (other.score > one.score ? other : one));
    left.push(...needed.filter((term) => !has(term, best.docId)));
    found = haveAll(needed.filter((term) => has(term, best.docId)));
  }
  return { hits: found, left };
}

// What the first round of reading gives: the postings and pairs within the budget.
async function readFirst(index, entry, query, { unfinished, typing }) {
  const allPairs = pairsOf(entry, query), gaveParts = index.givesParts();
  // A first word is what it most likely becomes.
  if (unfinished && !unfinished.before && gaveParts) query.terms.push(...unfinished.likely);
  const chosen = choose(entry, query, allPairs, { givesParts: gaveParts, typing });
  const [postings, bodies, pairs, goesOn] = await Promise.all([index.postings(entry, chosen.fetched), index.secondTierPostings(entry, chosen.bodies),
    readPairs(index, entry, chosen.pairs), unfinished ? readUnfinished(index, entry, query, unfinished) : []]);
  // Without pairs other files are worth reading.
  if (gaveParts && !index.givesParts() && chosen.pairs.length) return readFirst(index, entry, query, { unfinished, typing });
  query.terms.push(...goesOn.map(({ terms }) => terms[1]));
  const left = allPairs.filter(({ pair }) => !pairs.some((one) => one.pair === pair)), sum = (list) => list.reduce((all, { worth }) => all + worth, 0);
  return { postings, bodies, pairs: [...pairs, ...goesOn], left: sum(left) > MUCH * sum(allPairs) ? left : [] };
}

// What the budget left out, and of a short query what common words have in bodies.
async function readMore(index, entry, query, { pairs, left, bodies }, isShort) {
  const common = isShort && entry.files.deep ? query.terms.filter((term) => entry.common.has(term.folded) && !term.boost) : [];
  if (!left.length && !common.length) return null;
  for (const term of common) term.fetched = true;
  const fetched = query.terms.filter((term) => term.fetched).map((term) => term.folded);
  const [all, lighter, more] = await Promise.all([index.postings(entry, [...new Set(fetched)]),
    index.secondTierPostings(entry, [...new Set(common.map((term) => term.folded))]), readPairs(index, entry, choosePairs(left, entry.budget))]);
  return scoreItems(entry, query, all, new Map([...bodies, ...lighter]), [...pairs, ...more]);
}

// The items that a query finds; `corrected`: words that were taken for others, or null; `left`: words that the items lack; `waits`: nothing
// was looked for yet.
export async function match(index, entry, query, { typing, secondTier }) {
  if (typing && isTooLittle(entry, query)) return { hits: [], corrected: null, left: [], waits: true };
  const unfinished = typing ? guessUnfinished(entry, query) : null, isNumber = () => wholeNumber(query).length > 0;
  let read = await readFirst(index, entry, query, { unfinished, typing }), corrected = null;
  const { postings } = read, isKnown = (term) => entry.common.has(term.folded) || Boolean(listsAt(entry, postings, term.folded));
  if (unfinished) for (const completion of completions(entry, postings, unfinished.last.folded)) {
    const isNew = !query.terms.some((term) => term.folded === completion.folded);
    if (isNew && !entry.common.has(completion.folded) && postings.has(fileOf(entry, completion.folded))) query.terms.push({ ...guess(completion), fetched: true });
  }
  const unknown = query.terms.filter((term) => term.fetched && !term.isNumber && !term.boost && !isKnown(term));
  if (unknown.length && query.words.length <= MENDED && !typing && !isNumber()) {
    const changed = await mendUnknown(index, entry, query, unknown, postings);
    if (changed.length) [corrected, read] = [changed, await readFirst(index, entry, query, { unfinished: null, typing })];
  }
  let scored = scoreItems(entry, query, read.postings, read.bodies, read.pairs), isComplete = !entry.files.deep;
  const named = isNumber() ? namedBy(entry, query, read.postings, scored.hits) : null;
  if (named) return { hits: named, corrected: null, left: [] };
  const isEnough = scored.hits.some((hit) => hit.share >= scored.whole * NEARLY), isShort = query.terms.length <= SHORTER;
  const more = secondTier && !typing && !isEnough && index.givesParts() ? await readMore(index, entry, query, read, isShort) : null;
  if (more) {
    if (isShort) keepFirst(more.hits, scored.hits);
    scored = more;
    isComplete ||= isShort;
  }
  return { ...narrow(entry, query, scored, isComplete), corrected };
}
