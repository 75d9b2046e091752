// Words that no item has, and words that are still being typed: what else may be meant by them. What is offered is held against
// the words beside it where lists of pairs can be read.

import { isSyllable } from "./text.js";

// How much a term counts when it is fetched only because another may be meant by it.
const GUESSED = 0.5;

export const guess = ({ folded }) => ({ folded, marked: folded, loose: true, boost: GUESSED });

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

// Whether one letter more, less, other, or exchanged with its neighbour makes one word the other.
function isOneLetterOff(word, other) {
  if (Math.abs(word.length - other.length) > 1 || word === other) return false;
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  const rest = word.slice(same), otherRest = other.slice(same);
  return rest.slice(1) === otherRest.slice(1) || rest === otherRest.slice(1) || rest.slice(1) === otherRest ||
    (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2));
}

// What the keys of Telex or VNI would have made of a word, where no such program was on: "ddinhj" and "d9inh5" are "dinh".
export function decoded(word) {
  const [, start, rest] = /^([^aeiouy]*)(.*)$/.exec(word), vni = /[a-z]\d/.test(word) ? word.replace(/\d/g, "") : "";
  const telex = start.replace("dd", "d") + rest.replace(/[sfrxjz]/g, "").replace(/([aou])w/g, "$1").replace(/w/g, "u").replace(/(aa|ee|oo)/g, (two) => two[0]);
  return [telex, vni].filter((folded, at, all) => folded !== word && isSyllable(folded) && all.indexOf(folded) === at);
}

// The words that were written without spaces, the likeliest of all ways to part them; null where there is none.
export function parted(entry, word) {
  if (word.length < 5 || isSyllable(word)) return null;
  const best = [{ cost: 0, words: [] }];
  for (let end = 1; end <= word.length; end++) for (let start = Math.max(0, end - 7); start < end; start++) {
    const piece = word.slice(start, end), items = entry.common.get(piece) ?? (isSyllable(piece) ? 0.2 : 0);
    const isRest = /^\d+$/.test(piece) && !/\d/.test(word[end] ?? "") && !/\d/.test(word[start - 1] ?? "");
    if (!best[start] || (!items && !isRest)) continue;
    const cost = best[start].cost + Math.log((entry.count * 2) / (items || 1));
    if (!best[end] || cost < best[end].cost) best[end] = { cost, words: [...best[start].words, piece] };
  }
  const words = best[word.length]?.words ?? [];
  return words.length > 1 ? words : null;
}

// Usual English words on Vietnamese pages.
const ENGLISH = new Map(Object.entries({
  hotline: "duong day nong", budget: "ngan sach", job: "viec lam", jobs: "viec lam", tender: "dau thau", auction: "dau gia", land: "dat dai", tax: "thue",
  news: "tin tuc", contact: "lien he", feedback: "phan anh", passport: "ho chieu", planning: "quy hoach", event: "su kien", report: "bao cao",
  calendar: "lich", map: "ban do", document: "van ban", form: "bieu mau", insurance: "bao hiem", school: "truong hoc", hospital: "benh vien", survey: "khao sat",
}).map(([word, words]) => [word, words.split(" ")]));

// Offers that are looked at for one word.
const MOST_OFFERS = 8;

// What may be meant by a term that no item has, each `{ words, items, joins }`: the surest first. `joins`: it takes the next term in.
export function offersFor(entry, term, postings) {
  const word = term.folded, offers = [], add = (words, more) => words && offers.push({ words, items: 0, ...more });
  if (ENGLISH.has(word) && entry.lang !== "en") add(ENGLISH.get(word), { sure: true });
  for (const folded of decoded(word)) add([folded], { sure: true });
  for (const [at, letter] of [...word].entries()) if (letter === "f") add([`${word.slice(0, at)}ph${word.slice(at + 1)}`], { sure: true });
  add(parted(entry, word), {});
  const [, letters, figures] = /^([^\d]{2,})(\d+)$/.exec(word) ?? [];
  if (letters) add([letters, figures], { sure: true });
  if (term.next) add([word + term.next], { joins: 1, sure: true });
  if (term.before) add([term.before + word], { joins: -1, sure: true });
  if (/\d/.test(word) || word.length < 3) return offers;
  const near = new Map(), offer = (folded, items) => { if (isOneLetterOff(word, folded)) near.set(folded, items); };
  for (const [folded, items] of entry.common) offer(folded, items);
  for (const file of postings.values()) for (const [folded, { items }] of file) offer(folded, items);
  const sorted = [...near].map(([folded, items]) => ({ folded, items })).sort(byFrequency);
  for (const { folded, items } of [...sorted, ...completions(entry, postings, word).slice(0, 1)].slice(0, MOST_OFFERS)) add([folded], { items });
  return offers;
}

// The best of offers: one whose words stand beside the neighbours in some item, else a sure one, else the most frequent, which counts
// little for a short word. `knows(word)`: whether an item has it; `together(one, other)`: how many have both in a row, null if unknown.
export function chooseOffer(term, offers, knows, together) {
  let best = null, most = 0;
  for (const offer of offers) {
    if (!offer.words.every(knows)) continue;
    const before = offer.joins === -1 ? null : term.before, after = offer.joins === 1 ? null : term.next;
    const inside = offer.words.slice(1).map((word, at) => together(offer.words[at], word));
    const beside = [...inside, before && together(before, offer.words[0]), after && together(offer.words[offer.words.length - 1], after)];
    const told = beside.reduce((sum, count) => sum + (count ?? 0), 0), isTold = beside.some((count) => typeof count === "number");
    const value = told ? 1000 + told : offer.sure ? 500 : !isTold && term.folded.length > 3 ? 1 + offer.items / 1e6 : isTold && term.folded.length > 4 ? 1 : 0;
    if (value > most) [best, most] = [offer, value];
  }
  return best;
}
