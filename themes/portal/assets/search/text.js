// Text rules of the search: from characters to words, terms, numbers and hashes. The generator has the same rules;
// docs/search-format.md writes them down, and tests/search/vectors.json holds both sides to them.

// The five tone marks, each with the sign that stands for it at the end of a term.
const TONE_SIGNS = { "\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "." };
const COMBINING_MARKS = /[\u0300-\u036f]/g;
const WORDS = /[\p{L}\p{N}]+/gu;
const WORDS_AND_GAPS = /[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu;

const withoutMarks = (decomposed) => decomposed.replace(COMBINING_MARKS, "").replaceAll("đ", "d");

// Lower case without marks; everything that is no letter stays.
export const fold = (text) => withoutMarks(text.normalize("NFC").toLowerCase().normalize("NFD"));

const knownWords = new Map();
const MOST_KNOWN_WORDS = 50000;

// One composed word: `folded` without marks, `marked` with its marks and the tone at the end, so that hòa and hoà are one term.
function readWord(word) {
  const known = knownWords.get(word);
  if (known) return known;
  let kept = "", tone = "";
  for (const letter of word.toLowerCase().normalize("NFD")) {
    if (TONE_SIGNS[letter]) tone = TONE_SIGNS[letter];
    else kept += letter;
  }
  const term = { folded: withoutMarks(kept), marked: kept.normalize("NFC") + tone };
  if (knownWords.size > MOST_KNOWN_WORDS) knownWords.clear();
  knownWords.set(word, term);
  return term;
}

// English: the plural goes, then -ing or -ed, then a last e; at least three letters stay.
export function stem(word) {
  const isLonger = (count) => [...word].length > count;
  if (isLonger(3) && word.endsWith("ies")) word = word.slice(0, -3) + "y";
  else if (isLonger(3) && word.endsWith("s") && !/[sui]s$/.test(word)) word = word.slice(0, -1);
  const cut = isLonger(5) && word.endsWith("ing") ? 3 : isLonger(4) && word.endsWith("ed") ? 2 : 0;
  if (cut && /[aeiouy]/.test(word.slice(0, -cut))) {
    word = word.slice(0, -cut).replace(/([^aeiouylsz])\1$/u, "$1");
  }
  return isLonger(3) && word.endsWith("e") ? word.slice(0, -1) : word;
}

// The terms of a text in order, each `{ folded, marked }`.
export function terms(text, language) {
  const found = (text.normalize("NFC").match(WORDS) ?? []).map(readWord);
  if (language !== "en") return found;
  return found.map((word) => {
    const stemmed = stem(word.folded);
    return { folded: stemmed, marked: stemmed };
  });
}

// A text in pieces: words, and what stands between them.
export const wordsAndGaps = (text) => text.match(WORDS_AND_GAPS) ?? [];

const DOCUMENT_NUMBER = /(?:^|[^\d/])(\d{1,5}[a-zA-Z]?)\p{White_Space}*\/\p{White_Space}*(?:(\d{4})\p{White_Space}*\/\p{White_Space}*)?(\p{L}[\p{L}\d]*(?:\p{White_Space}?[-–&]\p{White_Space}?\p{L}[\p{L}\d]*)*)/gu;
const SHORT_DATE = /(?:^|\D)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/g;
const WRITTEN_DATE = /ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})/giu;

// Document numbers and dates as whole terms: "42/2022/nd-cp" and its short forms, "2022-09-15". Each once, in no order.
export function numberTerms(text) {
  const found = new Set(), composed = text.normalize("NFC");
  if (!/\d/.test(composed)) return [];
  for (const [, written, year, sign] of composed.matchAll(DOCUMENT_NUMBER)) {
    const number = written.toLowerCase().replace(/^0+(?=\d)/, "");
    const code = fold(sign.replace(/\p{White_Space}/gu, "").replaceAll("–", "-")), type = code.split("-")[0];
    found.add(`${number}/${code}`).add(`${number}/${type}`);
    if (year) found.add(`${number}/${year}/${code}`).add(`${number}/${year}/${type}`).add(`${number}/${year}`);
  }
  for (const pattern of [SHORT_DATE, WRITTEN_DATE]) {
    for (const [, day, month, year] of composed.matchAll(pattern)) found.add(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  }
  for (const number of joinedNumbers(composed)) found.add(number);
  return [...found];
}

// A number of telephone or a figure as one word, however it is parted: "0271 3879 193", "+84 271…", "16.533".
function joinedNumbers(text) {
  const found = [], groups = /\d+/y, part = /([ .-])(\d+)/y;
  for (let at = 0; at < text.length; at++) {
    if (!/\d/.test(text[at])) continue;
    groups.lastIndex = at;
    const all = groups.exec(text).slice(0, 1), first = at + all[0].length;
    let end = first, separator = null;
    for (;;) {
      part.lastIndex = end;
      const next = part.exec(text);
      if (!next || (separator && next[1] !== separator)) break;
      separator = next[1];
      all.push(next[2]);
      end = part.lastIndex;
    }
    const digits = all.join(""), areThousands = separator === "." && all[0].length <= 3 && all.slice(1).every((group) => group.length === 3);
    let number = null;
    if (text[at - 1] === "+" && /^84\d{8,10}$/.test(digits)) number = `0${digits.slice(2)}`;
    else if (all.length > 1 && /^0\d{7,10}$/.test(digits)) number = digits;
    else if (all.length > 1 && areThousands && digits[0] !== "0") number = digits;
    if (number) found.push(number);
    at = (number ? end : first) - 1;
  }
  return found;
}

// 32 bits of FNV-1a over UTF-8, mixed so that low bits are good too.
const encoder = new TextEncoder();
export function hash(text) {
  let mixed = 0x811c9dc5;
  for (const byte of encoder.encode(text)) mixed = Math.imul(mixed ^ byte, 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

// 32 bits of a pair of terms that stand in a row, both folded.
export function pairHash(first, second) {
  let mixed = (Math.imul(hash(first), 31) + hash(second)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

// Four bits that tell which term follows: 1 to 15, and 0 where none does.
export const signature = (next) => (next ? 1 + (hash(next) % 15) : 0);

// The last part of an address that is made of a title.
export const slug = (title) => fold(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// What a Vietnamese syllable looks like without marks; other words are names, numbers, foreign words.
const SYLLABLE = /^(?:ngh?|nh|[cgkpt]h|tr|qu|gi|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/;
export const isSyllable = (folded) => SYLLABLE.test(folded);
