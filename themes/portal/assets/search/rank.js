// A search: from a text and choices to the results that are shown, in which order.

import { countFacets, passes } from "./facets.js";
import { yearOf } from "./files.js";
import { match } from "./match.js";
import { parseQuery, spelledOut, wholeNumber } from "./query.js";
import { openIndex } from "./reading.js";
import { fold } from "./text.js";

// How much more an item counts whose title is the query, or begins with it, or that has the number that is the query.
const IS_TITLE = 1.5, BEGINS_TITLE = 1.2, IS_OWN = 3;

// Kinds of those who have a telephone.
const WHO = ["organisation", "contact", "person"];

// Among the results of one page titles that are what was typed stand higher, and news of the last years a little.
function freshen(entry, results, query) {
  const typed = spelledOut(entry, query), isNumber = wholeNumber(query).length > 0;
  for (const result of results) {
    // Of items that tell of a number the one whose own it is.
    if (isNumber && (result.kind === "contact" || result.number)) result.score *= IS_OWN;
    if (query.asksWho && WHO.includes(result.kind)) result.score *= IS_TITLE;
    const title = fold(result.title), begins = typed.filter((text) => title.startsWith(text));
    if (begins.length) result.score *= begins.includes(title) ? IS_TITLE : BEGINS_TITLE;
  }
  const newest = entry.yearRanges[entry.yearRanges.length - 1]?.year ?? 0;
  for (const result of results) {
    if (!entry.news.includes(result.kind) || !result.date) continue;
    const age = newest + 1 - (Number(result.date.slice(0, 4)) + Number(result.date.slice(5, 7)) / 12);
    result.score *= 1 + 0.03 * 2 ** -Math.max(0, age);
  }
  results.sort((one, other) => other.isBest - one.isBest || other.score - one.score);
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
    const best = from || isFiltered || sort ? [] : entry.best?.[query.words.join(" ")] ?? [];
    const rowOf = columns && (await columns);
    const unfiltered = matched ? matched.hits : everyItem(entry, rowOf);
    const hits = isFiltered ? unfiltered.filter(({ docId }) => passes(entry, filters, docId, rowOf(docId))) : unfiltered;
    const day = ({ docId }) => yearOf(entry, docId) * 512 + rowOf(docId).day;
    const byScore = (one, other) => other.score - one.score || other.docId - one.docId;
    hits.sort(sort === "date" || !hasWords ? (one, other) => day(other) - day(one) || byScore(one, other) : byScore);
    // What editors say that a query asks for stands first.
    const others = best.length ? hits.filter(({ docId }) => !best.includes(docId)) : hits;
    const all = [...best.map((docId) => ({ docId, score: 0, isBest: true })), ...others];
    const shown = all.slice(from, from + size), records = await index.storedFields(entry, shown.map((hit) => hit.docId));
    const results = records.map((record, at) => ({ ...record, score: shown[at].score, isBest: shown[at].isBest ?? false }));
    if (sort !== "date" && hasWords) freshen(entry, results, query);
    return {
      query, total: all.length, results, corrected: matched?.corrected ?? null, left: (matched?.left ?? []).map((term) => term.folded), waits: matched?.waits ?? false, choices: entry.facets,
      facets: options.facets ? countFacets(entry, unfiltered, filters, rowOf) : null,
    };
  }

  // Texts of the portal that go on from what is typed: all words of it, the last as a beginning.
  async function suggest(text, most = 8) {
    const entry = await index.entry(), typed = fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean), last = typed.pop();
    if (!last || !entry.names.s) return [];
    const fits = (line) => {
      const words = fold(line).split(/[^\p{L}\p{N}]+/u);
      return typed.every((word) => words.includes(word)) && words.some((word) => word.startsWith(last));
    };
    return (await index.suggestions(entry)).filter(fits).slice(0, most);
  }

  return { search, suggest, entry: index.entry };
}
