// From postings to an answer: which items have what is asked for, in which order, narrowed and counted by facets.

import { eachPosting, fileOf, openIndex, yearOf } from "./files.js";
import { chooseFiles, completions, guess, mend, parseQuery } from "./query.js";
import { signature } from "./text.js";

// What a posting's four bits of weight count. Flatter than what they stand for: that a word stands here tells more than how
// often, above all where the rest of the query stands beside it.
const WEIGHTS = Float64Array.from({ length: 16 }, (_, weight) => ((weight + 0.5) / 16) ** 0.85);
// What a term counts where it is marked otherwise than in the query, how much a document number counts more than a word, and how
// much the term that follows where its own file is not at hand.
const MARKED_OTHERWISE = 0.2, NUMBER = 3, FOLLOWS_UNSEEN = 1.4;
// What counts as all of a query.
const WHOLE = 0.97;
// Common terms whose second-tier postings are read.
const SECOND_TIER_TERMS = 8;

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

// Which terms follow a term in the query, by their signature.
function followersOf(query, folded, rarities) {
  const followers = new Map();
  for (const term of query.terms) {
    if (term.folded !== folded || !term.next) continue;
    const isUnseen = !query.terms.find((other) => other.folded === term.next).fetched;
    followers.set(signature(term.next), { rarity: rarities.get(term.next), isUnseen });
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

// The items that have a term of the query, with `score` and `share`; `whole` is the share of an item that has all of it.
export function scoreItems(entry, query, postings, secondTier) {
  const items = new Map(), seen = new Set();
  const listsOf = (term) => [postings.get(fileOf(entry, term.folded))?.get(term.folded), secondTier?.get(term.folded)].filter(Boolean);
  weigh(entry, query, listsOf);
  const rarities = new Map(query.terms.map((term) => [term.folded, term.rarity]));
  let whole = 0;
  for (const term of query.terms) {
    const name = query.marked ? term.marked : term.folded;
    if (seen.has(name)) continue;
    seen.add(name);
    const isSeen = term.fetched || query.terms.some((other) => other.fetched && other.next === term.folded);
    if (!term.isNumber && isSeen) whole += term.rarity;
    if (!term.fetched) continue;
    for (const [docId, [score, share]] of scoresOfTerm(query, term, listsOf(term), followersOf(query, term.folded, rarities))) {
      const item = items.get(docId) ?? { docId, score: 0, share: 0 };
      item.score += score;
      item.share += term.isNumber ? 0 : share;
      items.set(docId, item);
    }
  }
  const hits = [...items.values()];
  // Items with more of the query come first among equals.
  for (const hit of hits) hit.score *= 0.5 + 0.5 * Math.min(1, whole ? hit.share / whole : 1);
  return { hits, whole };
}

// Adds what the word that is being typed may become. Gives that word, or null where none is unfinished.
function guessUnfinished(entry, query) {
  const last = query.terms.filter((term) => !term.isNumber).pop();
  if (!last || /\s$/.test(query.text) || last.folded.length < 2) return null;
  const likely = completions(entry, new Map(), last.folded).slice(0, entry.common.has(last.folded) ? 1 : 2);
  query.terms.push(...likely.map(guess));
  // The beginning of a common word is hardly a word itself.
  last.isUnfinished = likely.length > 0 && !entry.common.has(last.folded);
  return last;
}

// The items that a query finds; `corrected`: words that were taken for others, or null.
async function match(index, entry, query, { typing, secondTier }) {
  const unfinished = typing ? guessUnfinished(entry, query) : null;
  const postings = await index.postings(entry, chooseFiles(entry, query));
  const isKnown = (term) => entry.common.has(term.folded) || (postings.get(fileOf(entry, term.folded))?.has(term.folded) ?? false);
  if (unfinished) for (const completion of completions(entry, postings, unfinished.folded)) {
    const isNew = !query.terms.some((term) => term.folded === completion.folded);
    if (isNew && isKnown(completion)) query.terms.push({ ...guess(completion), fetched: true });
  }
  let { hits, whole } = scoreItems(entry, query, postings), corrected = null;
  const unknown = query.terms.filter((term) => term.fetched && !term.isNumber && !isKnown(term));
  if (unknown.length && !typing) {
    const changed = mend(entry, query, unknown, postings);
    if (changed.length) {
      const more = await index.postings(entry, [...new Set(unknown.map((term) => fileOf(entry, term.folded)))]);
      for (const [file, found] of more) postings.set(file, found);
      corrected = changed;
      ({ hits, whole } = scoreItems(entry, query, postings));
    }
  }
  // Second-tier postings of common terms: read them when the first files hold no item with every word.
  const common = query.terms.filter((term) => entry.common.has(term.folded) && !term.boost)
    .sort((one, other) => other.rarity - one.rarity).slice(0, SECOND_TIER_TERMS);
  const isEnough = hits.some((hit) => hit.share >= whole * WHOLE);
  if (secondTier && index.givesParts() && entry.files.deep && !typing && common.length && !isEnough) {
    for (const term of query.terms) term.fetched = true;
    const files = [...new Set(query.terms.map((term) => fileOf(entry, term.folded)))];
    const [all, lighter] = await Promise.all([index.postings(entry, files), index.secondTierPostings(entry, common.map((term) => term.folded))]);
    ({ hits } = scoreItems(entry, query, all, lighter));
  }
  return { hits, corrected };
}

// ---- Facets ---------------------------------------------------------------------------

const FACETS = ["kind", "section", "agency", "type", "state", "topic", "year"];

// The choices of an item, by id.
function choicesOf(entry, facet, docId, row) {
  if (facet === "year") return [yearOf(entry, docId)].filter(Boolean).map(String);
  const numbers = facet === "topic" ? [...new Set([row.topic, row.topic2])] : [row[facet]];
  return numbers.map((number) => entry.facets[facet]?.[number - 1]?.id).filter(Boolean);
}

function passes(entry, filters, docId, row) {
  return Object.entries(filters).every(([facet, wanted]) => {
    if (!wanted.length) return true;
    const choices = choicesOf(entry, facet, docId, row);
    return wanted.some((id) => choices.includes(id));
  });
}

// Of each facet, how many hits each choice would leave beside the filters of the other facets.
function countFacets(entry, hits, filters, rowOf) {
  const counted = {};
  for (const facet of FACETS) {
    const others = { ...filters, [facet]: [] }, counts = new Map();
    for (const { docId } of hits) {
      const row = rowOf(docId);
      if (!passes(entry, others, docId, row)) continue;
      for (const id of choicesOf(entry, facet, docId, row)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const label = (id) => (facet === "year" ? id : entry.facets[facet].find((choice) => choice.id === id).label);
    counted[facet] = [...counts].map(([id, count]) => ({ id, label: label(id), count }));
    counted[facet].sort(facet === "year" ? (one, other) => other.id - one.id : (one, other) => other.count - one.count);
  }
  return counted;
}

// ---- Answers --------------------------------------------------------------------------

// News of the last years stand a little higher among the results of one page.
function freshen(entry, results) {
  const newest = entry.yearRanges[entry.yearRanges.length - 1]?.year ?? 0;
  for (const result of results) {
    if (!entry.news.includes(result.kind) || !result.date) continue;
    const age = newest + 1 - (Number(result.date.slice(0, 4)) + Number(result.date.slice(5, 7)) / 12);
    result.score *= 1 + 0.03 * 2 ** -Math.max(0, age);
  }
  results.sort((one, other) => other.score - one.score);
}

function everyItem(entry, rowOf) {
  const hits = [];
  for (let docId = entry.docIds - 1; docId >= 0; docId--) if (rowOf(docId).kind) hits.push({ docId, score: 0 });
  return hits;
}

// `read(url, [from, to])` gives the bytes of a file, or a part of them; `entryUrl`: the entry file. Errors with `outdated` say that
// the index is another than the one this script was made for.
export function createSearch(read, entryUrl) {
  const index = openIndex(read, entryUrl);

  // A whole search. Options: `from`, `size`; `filters` { kind: [id ..], year: [..] .. }; `sort` "date"; `typing`: the last word may go
  // on; `secondTier` false: without a second round of files; `facets`: count them; `all`: without words and filters, all items.
  async function search(text, options = {}) {
    const { from = 0, size = 10, filters = {}, sort, typing = false, secondTier = true } = options;
    const entry = await index.entry(), query = parseQuery(entry, text);
    const hasWords = query.terms.length > 0, isFiltered = Object.values(filters).some((wanted) => wanted.length);
    if (!hasWords && !isFiltered && !options.all) return { query, total: 0, results: [], corrected: null };
    const needsColumns = isFiltered || sort === "date" || options.facets || options.all;
    const columns = needsColumns ? index.columns(entry) : null;
    const matched = hasWords ? await match(index, entry, query, { typing, secondTier }) : null;
    const rowOf = columns && (await columns);
    const unfiltered = matched ? matched.hits : everyItem(entry, rowOf);
    const hits = isFiltered ? unfiltered.filter(({ docId }) => passes(entry, filters, docId, rowOf(docId))) : unfiltered;
    const day = ({ docId }) => yearOf(entry, docId) * 512 + rowOf(docId).day;
    const byScore = (one, other) => other.score - one.score || other.docId - one.docId;
    hits.sort(sort === "date" || !hasWords ? (one, other) => day(other) - day(one) || byScore(one, other) : byScore);
    const shown = hits.slice(from, from + size), records = await index.storedFields(entry, shown.map((hit) => hit.docId));
    const results = records.map((record, at) => ({ ...record, score: shown[at].score }));
    if (sort !== "date" && hasWords) freshen(entry, results);
    return {
      query, total: hits.length, results, corrected: matched?.corrected ?? null, choices: entry.facets,
      facets: options.facets ? countFacets(entry, unfiltered, filters, rowOf) : null,
    };
  }

  return { search, entry: index.entry };
}
