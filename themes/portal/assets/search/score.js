// From postings and pair lists to scores: how much each item has of what is asked for.

import { eachPosting, listsAt } from "./files.js";
import { signature } from "./text.js";

// What a posting's four bits of weight count. Flatter than what they stand for: that a word stands here tells more than how
// often, above all where the rest of the query stands beside it.
const WEIGHTS = Float64Array.from({ length: 16 }, (_, weight) => ((weight + 0.5) / 16) ** 0.85);
// What a term counts where it is marked otherwise than in the query, how much a document number counts more than a word, and how
// much the term that follows where its own file is not at hand.
const MARKED_OTHERWISE = 0.2, NUMBER = 3, FOLLOWS_UNSEEN = 1.4;
// What a pair counts beside its words, what its eight steps of weight count, and what a word counts of which only a pair tells.
const PAIR = 1, IMPLIED = 0.5;
const PAIR_WEIGHTS = Float64Array.from({ length: 8 }, (_, step) => ((step + 0.5) / 8) ** 0.85);

const rarity = (entry, items) => Math.log(1 + (entry.count + 0.5) / (items + 0.5));

// How telling each term is: the rarer, the more.
function weigh(entry, query, listsOf) {
  for (const term of query.terms) {
    const lists = listsOf(term)[0];
    if (!lists) {
      // A common word may have no list here: it stands in bodies alone, and those are in the second tier.
      const items = entry.common.get(term.folded);
      term.rarity = term.fetched && !items ? 0 : rarity(entry, items ?? 1);
      continue;
    }
    const same = query.marked && !term.loose && lists.lists.find((list) => list.marked === term.marked);
    const all = lists.lists.reduce((sum, list) => sum + list.count, 0) || 1;
    term.rarity = rarity(entry, same ? Math.max(1, (lists.items * same.count) / all) : lists.items);
  }
}

// Which terms follow a term in the query, by their signature; not those whose pair was read.
function followersOf(query, folded, rarities, isRead) {
  const followers = new Map();
  for (const term of query.terms) {
    if (term.folded !== folded || !term.next || isRead(folded, term.next)) continue;
    const isUnseen = !query.terms.find((other) => other.folded === term.next)?.fetched;
    followers.set(signature(term.next), { rarity: rarities.get(term.next) ?? 0, isUnseen });
  }
  return followers;
}

// The best that one term says of each item: docId -> [score, how much of the query that is].
function scoresOfTerm(query, term, lists, followers) {
  const best = new Map();
  for (const all of lists) for (const list of all.lists) {
    const likeness = !query.marked || term.loose || list.marked === term.marked ? 1 : MARKED_OTHERWISE;
    eachPosting(all, list, (docId, code) => {
      const weight = WEIGHTS[code >> 4], follower = followers.get(code & 15);
      let score = likeness * term.rarity * weight * (term.isNumber ? NUMBER : term.boost ?? 1), share = term.rarity;
      if (follower) {
        score += likeness * Math.min(term.rarity, follower.rarity) * weight * (follower.isUnseen ? FOLLOWS_UNSEEN : 1);
        if (follower.isUnseen) share += follower.rarity;
      }
      const known = best.get(docId);
      if (!known || score > known[0]) best.set(docId, [score, share]);
    });
  }
  return best;
}

// What pairs say: their own scores, and that both words are there, which an item's list may not say.
function scoresOfPairs(entry, pairs, items, byTerm) {
  for (const { terms, list } of pairs) {
    const own = rarity(entry, list.length) * PAIR;
    for (const [docId, step] of list) {
      const weight = PAIR_WEIGHTS[step];
      items.set(docId, (items.get(docId) ?? 0) + own * weight);
      for (const term of terms) {
        const scores = byTerm.get(term.folded), known = scores?.get(docId), implied = IMPLIED * term.rarity * weight;
        if (scores && (!known || known[0] < implied)) scores.set(docId, [implied, Math.max(known?.[1] ?? 0, term.rarity)]);
      }
    }
  }
}

// The items that have a term of the query, with `score` and `share`; `whole` is the share of an item that has all of it.
// `pairs`: those that were read, each with its `list`.
export function scoreItems(entry, query, postings, secondTier, pairs = []) {
  const listsOf = (term) => [listsAt(entry, postings, term.folded), secondTier?.get(term.folded)].filter(Boolean);
  weigh(entry, query, listsOf);
  const rarities = new Map(query.terms.map((term) => [term.folded, term.rarity])), byTerm = new Map(), sums = new Map(), shares = new Map();
  const read = new Set(pairs.map(({ terms }) => terms.map((term) => term.folded).join(" ")));
  const inPairs = new Set(pairs.flatMap(({ terms }) => terms.map((term) => term.folded)));
  const isRead = (first, second) => read.has(`${first} ${second}`);
  let whole = 0;
  for (const term of query.terms) {
    if (byTerm.has(term.folded)) continue;
    const isSeen = term.fetched || inPairs.has(term.folded) || query.terms.some((other) => other.fetched && other.next === term.folded);
    if (!term.isNumber && isSeen && !term.boost) whole += term.rarity;
    const scores = term.fetched ? scoresOfTerm(query, term, listsOf(term), followersOf(query, term.folded, rarities, isRead)) : new Map();
    byTerm.set(term.folded, scores);
  }
  scoresOfPairs(entry, pairs, sums, byTerm);
  for (const [folded, scores] of byTerm) {
    const { isNumber } = query.terms.find((term) => term.folded === folded);
    for (const [docId, [score, share]] of scores) {
      sums.set(docId, (sums.get(docId) ?? 0) + score);
      if (!isNumber) shares.set(docId, (shares.get(docId) ?? 0) + share);
    }
  }
  // Items with more of the query come first among equals.
  const hits = [...sums].map(([docId, sum]) => {
    const share = shares.get(docId) ?? 0;
    return { docId, share, score: sum * (0.5 + 0.5 * Math.min(1, whole ? share / whole : 1)) };
  });
  return { hits, whole, has: (term, docId) => byTerm.get(term.folded)?.has(docId) ?? false };
}
