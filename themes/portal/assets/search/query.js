// From what a reader types to terms: abbreviations, document numbers, words that are still being typed, words with one wrong
// letter; which files of postings to fetch for them; and where they stand in a text that is shown.

import { fileOf, sizeOf } from "./files.js";
import { fold, numberTerms, terms, wordsAndGaps } from "./text.js";

// Phrases of the glossary in a list of terms: where each starts, how many words it has, its short form; the longest wins.
export function phrasesIn(phrases, list) {
  const found = [];
  list.forEach((term, at) => {
    let longest = null;
    for (const phrase of phrases.get(term.folded) ?? []) {
      if (longest && phrase.words.length <= longest.words.length) continue;
      if (phrase.words.every((word, ahead) => list[at + ahead]?.folded === word)) longest = phrase;
    }
    if (longest) found.push({ at, length: longest.words.length, short: longest.short });
  });
  return found;
}

// "nghị định 42" asks for the document "42/nd", "qd 15/2024" for "15/2024/qd".
function numbersOfTypes(entry, text) {
  const found = [], folded = fold(text);
  for (const [name, sign] of entry.types) {
    const match = new RegExp(`(?:^| )(?:${name}|${sign})(?: so)? (\\d{1,5})(?:[/ ](\\d{4}))?(?![\\d/])`).exec(folded);
    if (match) found.push(match[2] ? `${match[1]}/${match[2]}/${sign}` : `${match[1]}/${sign}`);
  }
  return found;
}

// A query becomes terms in order; `next` is the folded term after it. With any mark in the query every word is meant as it is
// written; without, all ways to mark it count. `loose`: however it is marked, all the same.
export function parseQuery(entry, text) {
  const words = terms(text, entry.lang), phrases = new Map(phrasesIn(entry.phrases, words).map((phrase) => [phrase.at, phrase]));
  const list = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = phrases.get(at);
    if (phrase) {
      list.push({ folded: phrase.short, marked: phrase.short, loose: true });
      at += phrase.length - 1;
    } else list.push({ ...words[at] });
  }
  list.forEach((term, at) => { term.next = list[at + 1]?.folded; });
  for (const number of [...numberTerms(text), ...numbersOfTypes(entry, text)]) list.push({ folded: number, marked: number, isNumber: true });
  return { marked: words.some((word) => word.marked !== word.folded), terms: list, text };
}

// ---- Which files ----------------------------------------------------------------------

// How much a term counts when it is fetched only because another may be meant by it.
const GUESSED = 0.5;
// What a term is still worth when the one before it tells whether it follows, and what one tells of the next.
const TOLD = 0.45, TELLS = 0.5;

// The files to fetch: what tells most, within the budget of bytes. Terms whose file is chosen are `fetched`.
export function chooseFiles(entry, query) {
  const chosen = new Set(), told = new Set(), worth = new Map();
  let spent = 0;
  for (const term of query.terms) {
    const rarity = Math.log(1 + entry.count / (entry.common.get(term.folded) ?? entry.lowest / 8));
    worth.set(term.folded, term.isNumber ? 99 : rarity * (term.boost ?? 1));
  }
  // A list also tells whether the next word follows, so a word after a fetched one is worth less, a word before an open one more.
  const value = (term) => worth.get(term.folded) * (told.has(term.folded) ? TOLD : 1)
    + (term.next && !told.has(term.next) ? TELLS * worth.get(term.next) : 0);
  const open = query.terms.filter((term) => !term.isUnfinished);
  while (open.length) {
    const best = open.reduce((one, other) => (value(other) > value(one) ? other : one));
    open.splice(open.indexOf(best), 1);
    const file = fileOf(entry, best.folded), cost = chosen.has(file) ? 0 : sizeOf(entry, file);
    if (chosen.size && spent + cost > entry.budget * (chosen.size > 1 ? 1 : 1.4)) continue;
    spent += cost;
    chosen.add(file);
    best.fetched = true;
    told.add(best.folded).add(best.next);
  }
  return [...chosen];
}

// ---- Words that are not finished, or not right ------------------------------------------

const byFrequency = (one, other) => other.items - one.items || (one.folded < other.folded ? -1 : 1);

// What the beginning of a word may become: common terms, and rare ones of the files at hand; the most frequent first.
export function completions(entry, postings, beginning) {
  const found = [], continues = (folded) => folded !== beginning && folded.startsWith(beginning);
  for (const [folded, items] of entry.common) if (continues(folded)) found.push({ folded, items });
  for (const file of postings.values()) {
    for (const [folded, { items }] of file) if (continues(folded) && !entry.common.has(folded)) found.push({ folded, items });
  }
  return found.sort(byFrequency).slice(0, 8);
}

export const guess = ({ folded }) => ({ folded, marked: folded, loose: true, boost: GUESSED });

// Whether one letter more, less, other, or exchanged with its neighbour makes one word the other.
function isOneLetterOff(word, other) {
  if (Math.abs(word.length - other.length) > 1 || word === other) return false;
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  const rest = word.slice(same), otherRest = other.slice(same);
  return rest.slice(1) === otherRest.slice(1) || rest === otherRest.slice(1) || rest.slice(1) === otherRest ||
    (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2));
}

// Gives terms that no item has the most frequent term at hand that is one letter off, or that continues them. What was changed,
// as [was, is].
export function mend(entry, query, unknown, postings) {
  const changed = [];
  for (const term of unknown) {
    // Two letters are one letter off from too many words.
    if (/\d/.test(term.folded) || term.folded.length < 3) continue;
    let best = null;
    const offer = (folded, items) => {
      if ((!best || items > best.items) && isOneLetterOff(term.folded, folded)) best = { folded, items };
    };
    for (const [folded, items] of entry.common) offer(folded, items);
    for (const file of postings.values()) for (const [folded, { items }] of file) offer(folded, items);
    best ??= completions(entry, postings, term.folded)[0];
    if (!best) continue;
    for (const other of query.terms) if (other.next === term.folded) other.next = best.folded;
    changed.push([term.folded, best.folded]);
    Object.assign(term, { folded: best.folded, marked: best.folded, loose: true });
  }
  return changed;
}

// ---- Texts that are shown -----------------------------------------------------------------

// Parts of a text, [text, is it a match], for highlighting without writing HTML.
export function highlight(text, query, language) {
  const wanted = new Map(), parts = [];
  for (const term of query.terms) wanted.set(term.folded, [...(wanted.get(term.folded) ?? []), term]);
  const isWanted = ({ folded, marked }) => (wanted.get(folded) ?? []).some((term) => !query.marked || term.loose || term.marked === marked);
  const wasMatch = () => parts[parts.length - 1]?.[1] ?? false;
  const add = (part, isMatch) => {
    if (parts.length && wasMatch() === isMatch) parts[parts.length - 1][0] += part;
    else parts.push([part, isMatch]);
  };
  let gap = "";
  for (const part of wordsAndGaps(text)) {
    const term = terms(part, language)[0];
    if (!term) {
      gap = part;
      continue;
    }
    const isMatch = isWanted(term);
    // A space between two matches is part of one.
    if (gap) add(gap, isMatch && gap === " " && wasMatch());
    gap = "";
    add(part, isMatch);
  }
  if (gap) add(gap, false);
  return parts;
}
