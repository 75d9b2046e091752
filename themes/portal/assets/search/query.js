// From what a reader types to terms: abbreviations and document numbers; and where they stand in a text that is shown.

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

// Whether a text is a type of document and a number, and nothing else.
const isOnlyTyped = (entry, text) => entry.types.some(([name, sign]) => new RegExp(`^(?:${name}|${sign})(?: so)? \\d{1,5}(?:[/ ]\\d{4})?$`).test(fold(text).trim()));

// Words before the name of somebody whose number is asked for.
const ASIDE = ["so dien thoai", "sdt", "dien thoai", "dt", "lien he", "dia chi"].map((words) => words.split(" "));

// A query becomes terms in order; `next` is the folded term after it. With any mark in the query every word is meant as it is
// written; without, all ways to mark it count. `loose`: however it is marked, all the same.
export function parseQuery(entry, text) {
  const words = terms(joinSigns(entry, text), entry.lang), phrases = new Map(phrasesIn(entry.phrases, words).map((phrase) => [phrase.at, phrase]));
  const list = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = phrases.get(at);
    if (phrase) {
      list.push({ folded: phrase.short, marked: phrase.short, loose: true });
      at += phrase.length - 1;
    } else list.push({ ...words[at] });
  }
  for (const number of new Set([...numberTerms(text), ...numbersOfTypes(entry, text)])) list.push({ folded: number, marked: number, isNumber: true });
  const typed = numbersOfTypes(entry, text);
  const query = { typed, isTyped: typed.length === 1 && isOnlyTyped(entry, text), marked: words.some((word) => word.marked !== word.folded), terms: list, text, words: words.map((word) => word.folded) };
  link(query);
  setAside(query);
  return query;
}

// "số điện thoại sở y tế" asks for Sở Y tế, whose page need not say these words: they are `isAside`, and `asksWho`.
function setAside(query) {
  const words = query.terms.filter((term) => !term.isNumber), said = ASIDE.find((some) => some.every((word, at) => words[at]?.folded === word));
  if (!said || words.length === said.length) return;
  query.asksWho = true;
  for (const term of words.slice(0, said.length)) term.isAside = true;
}

// The texts that a query stands for when it is held against titles, folded: as it is, as it was mended, and written out.
export function spelledOut(entry, query) {
  const typed = fold(query.text).trim(), meant = query.terms.filter((term) => !term.isNumber && !term.boost).map((term) => term.folded).join(" ");
  const long = (entry.glossary ?? []).find(([short]) => fold(short) === typed)?.[1];
  return [...new Set([typed, meant, long && fold(long)])].filter(Boolean);
}

// Adds the numbers that the words of a query name now, after they were mended.
export function addNumbers(entry, query) {
  const text = query.terms.filter((term) => !term.isNumber).map((term) => term.folded).join(" ");
  query.typed = numbersOfTypes(entry, text);
  query.isTyped = query.typed.length === 1 && isOnlyTyped(entry, text);
  for (const number of query.typed) if (!query.terms.some((term) => term.folded === number)) query.terms.push({ folded: number, marked: number, isNumber: true });
}

// Says of each term which one follows it.
export function link(query) {
  const words = query.terms.filter((term) => !term.isNumber && !term.boost);
  words.forEach((term, at) => { term.next = words[at + 1]?.folded; });
}

// "TT&TT" and "TT TT" are "TTTT", where the portal knows that.
function joinSigns(entry, text) {
  const known = new Set((entry.glossary ?? []).map(([short]) => fold(short))), isKnown = (one, other) => known.has(fold(one + other));
  const joined = text.replace(/(\p{L}+)\s?&\s?(\p{L}+)/gu, (all, one, other) => (isKnown(one, other) ? one + other : all));
  return joined.replace(/(\p{L}+)\s(?=(\p{L}+))/gu, (all, one, other) => (isKnown(one, other) ? one : all));
}

// The number that a query is, where it is nothing else: of a document, of a telephone, a figure. As it may stand in the index, the
// most exact first; none where there are other words.
export function wholeNumber(query) {
  const text = query.text.trim().replace(/^(?:số|so|sđt|sdt|đt|dt|tel)[ :.]+/iu, ""), numbers = numberTerms(text);
  if (/^\+?\d[\d .-]+$/.test(text)) return [...numbers, text.replace(/\D/g, "")];
  if (query.isTyped) return query.typed;
  const code = numbers.filter((number) => number.includes("/") && fold(text).replace(/\s/g, "").replaceAll("–", "-") === number.replace(/^/, /^0*/.exec(text)[0]));
  return code.slice(0, 1);
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

// Letters of an excerpt.
const EXCERPT = 160;

// About so many letters of a text, around the words of the query that stand nearest together.
export function excerpt(text, query, language) {
  if (text.length <= EXCERPT) return text;
  let at = 0;
  const found = [];
  for (const [part, isMatch] of highlight(text, query, language)) {
    if (isMatch) found.push([at, at + part.length]);
    at += part.length;
  }
  const held = ([start]) => found.reduce((sum, [from, to]) => sum + (from >= start && to <= start + EXCERPT - 20 ? to - from : 0), 0);
  const best = found.reduce((one, other) => (!one || held(other) > held(one) ? other : one), null);
  if (!best || best[0] < EXCERPT / 2) return cut(text, 0);
  const start = text.lastIndexOf(" ", Math.min(best[0] - 20, text.length - EXCERPT)) + 1;
  return (start ? "…" : "") + cut(text, start);
}

function cut(text, start) {
  if (start + EXCERPT >= text.length) return text.slice(start);
  const end = text.lastIndexOf(" ", start + EXCERPT);
  return `${text.slice(start, end > start ? end : start + EXCERPT).replace(/[ ,;:.–-]+$/, "")}…`;
}
