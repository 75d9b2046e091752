// Files of the search index: from addresses to bytes, and from bytes to what they hold, as docs/search-format.md describes.
// Whatever is not what it should be is refused, so that a page which is older than the index shows no wrong answers.

import { fold, hash, isSyllable, slug, terms } from "./text.js";

// The version of the format that is read here.
export const VERSION = 4;

// An error that says: this page and the index on the server are not of one make. Loading the page again helps.
export const outdated = (reason) => Object.assign(new Error(reason), { outdated: true });

const decoder = new TextDecoder();

// ---- Bytes and letters ------------------------------------------------------------

class Bytes {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    if (this.at >= this.bytes.length) throw outdated("a file of the search index ends early");
    return this.bytes[this.at++];
  }

  // Seven bits a byte, the lowest first.
  number() {
    let value = 0, factor = 1, byte;
    do {
      byte = this.byte();
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  text(length) {
    const end = this.at + length;
    if (end > this.bytes.length) throw outdated("a file of the search index ends early");
    const text = decoder.decode(this.bytes.subarray(this.at, end));
    this.at = end;
    return text;
  }
}

// A number as one letter.
export function letterNumber(letters, at) {
  const code = letters.charCodeAt(at);
  return code < 0x100 ? code - 48 : code - 0x100;
}

// ---- The entry file ---------------------------------------------------------------

// Letters in the name of a file.
const NAME = 4;

export function readEntry(text) {
  let entry;
  try {
    entry = JSON.parse(text);
  } catch {
    throw outdated("the entry of the search index cannot be read");
  }
  if (entry?.v !== VERSION) throw outdated(`the search index has version ${entry?.v}, this script reads version ${VERSION}`);
  placeCommon(entry);
  let first = 0;
  entry.yearRanges = entry.years.map(([year, count]) => ({ year, first, end: (first += count) }));
  entry.docIds = first;
  entry.phrases = new Map();
  for (const [short, long] of entry.glossary) {
    const words = terms(long, entry.lang).map((term) => term.folded);
    if (words.length > 1) entry.phrases.set(words[0], [...(entry.phrases.get(words[0]) ?? []), { short: fold(short), words }]);
  }
  return entry;
}

// Bytes of a step of the size of a list, and of a bucket of pairs.
export const STEP = 64;

// Common terms, with about how many items have each, and where the lists of each lie: `{ p, d }`, each a file and a part of it.
function placeCommon(entry) {
  entry.common = new Map();
  entry.places = new Map();
  const ends = { p: [], d: [] };
  const place = (kind, files, name, size) => {
    const file = files ? hash(name) % files : 0, from = ends[kind][file] ?? 0;
    return { file, range: [from, (ends[kind][file] = from + size * STEP)] };
  };
  entry.classes.forEach((names, power) => names.split(" ").filter(Boolean).forEach((name, at) => {
    entry.common.set(name, entry.lowest * 2 ** power);
    const size = (tier) => letterNumber(entry.lists[power], 2 * at + tier);
    entry.places.set(name, { p: place("p", entry.files.common, name, size(0)), d: place("d", entry.files.deep, name, size(1)) });
  }));
}

// The address of a file; null where there is none.
export function addressOf(entry, kind, number) {
  const name = entry.names[kind].slice(number * NAME, (number + 1) * NAME);
  return name === "" || name === "-".repeat(NAME) ? null : `${entry.folder}${kind}${number}.${name}.${"ks".includes(kind) ? "txt" : "bin"}`;
}

// About how many bytes a file of postings has.
export const sizeOf = (entry, number) => 64 * 2 ** ((entry.sizes.charCodeAt(number) - 48) / 4);

// Which file of postings holds a term: common terms, rare syllables, and all other words by their first letters.
export function fileOf({ common, files }, folded) {
  if (common.has(folded)) return hash(folded) % files.common;
  if (isSyllable(folded)) return files.common + (hash(folded) % files.rare);
  return files.common + files.rare + (hash(folded.slice(0, 3)) % files.other);
}

// 0 for an undated item.
export const yearOf = (entry, docId) => entry.yearRanges.find((range) => docId < range.end)?.year ?? 0;

// ---- Postings ---------------------------------------------------------------------

// In the place of the number of a file: lists of common terms, which are read one by one.
export const COMMON = -1;

// What postings that were read say of a term: { items, lists, bytes }.
export const listsAt = (entry, postings, folded) => postings.get(entry.common.has(folded) ? COMMON : fileOf(entry, folded))?.get(folded);

// The lists of one term, from its letters on: { items, lists: [{ marked, count, from }], bytes }.
function readLists(reader, folded) {
  const flag = reader.number(), items = Math.floor(flag / 2), lists = [];
  if (flag % 2 === 0) {
    lists.push({ marked: folded, count: items, from: reader.at });
    for (let left = items; left > 0; left--) {
      reader.number();
      reader.byte();
    }
  } else for (let left = reader.number(); left > 0; left--) {
    const length = reader.number(), marked = length ? reader.text(length) : folded, count = reader.number(), size = reader.number();
    lists.push({ marked, count, from: reader.at });
    reader.at += size;
  }
  return { items, lists, bytes: reader.bytes };
}

// The lists of a common term, of its own part of a file.
export const readCommon = (bytes, folded) => readLists(new Bytes(bytes), folded);

// A file of postings: folded term -> { items, lists: [{ marked, count, from }], bytes }.
export function readPostings(bytes) {
  const reader = new Bytes(bytes), found = new Map();
  let folded = "";
  for (let left = reader.number(); left > 0; left--) {
    const head = reader.byte(), size = (head & 15) === 15 ? 15 + reader.number() : head & 15;
    folded = folded.slice(0, head >> 4) + reader.text(size);
    found.set(folded, readLists(reader, folded));
  }
  return found;
}

// Calls `visit` with document id and code of each posting of a list.
export function eachPosting({ bytes }, list, visit) {
  const reader = new Bytes(bytes, list.from);
  for (let docId = -1, left = list.count; left > 0; left--) {
    docId += 1 + reader.number();
    visit(docId, reader.byte());
  }
}

// ---- Stored fields and columns ------------------------------------------------------

// The stored fields of an item: a letter each for kind, section, agency, type, state and day of the year; then title, address, number and lead, one a
// line; zeros fill it up. null: no item has this document id.
export function readStoredFields(entry, docId, bytes) {
  const end = bytes.indexOf(0), text = decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  if (!text) return null;
  const [title, address, number, lead] = text.slice(6).split("\n");
  const choice = (facet, at) => entry.facets[facet][letterNumber(text, at) - 1];
  const year = yearOf(entry, docId), section = choice("section", 1), kind = choice("kind", 0);
  const date = year ? new Date(Date.UTC(year, 0, letterNumber(text, 5))).toISOString().slice(0, 10) : "";
  const url = (address || "^*/").replace(/^\^/, `~${date.slice(0, 7).replace("-", "/")}/`).replace(/^~/, () => section?.url ?? "")
    .replace(/\*|#(.)/, (all, letter) => slug(title).slice(0, letter ? letterNumber(letter, 0) : undefined));
  return {
    title, url, lead, date, number, kind: kind?.id ?? "", kindLabel: kind?.label ?? "", section: section?.label ?? "",
    agency: choice("agency", 2)?.label ?? "", type: choice("type", 3)?.label ?? "", state: choice("state", 4) ?? null,
  };
}

const COLUMNS = ["kind", "section", "agency", "type", "state", "topic", "topic2", "day"];
const COLUMN_BYTES = 2;
// Document ids of a file of columns.
export const ROWS = 8192;

// Files of columns, all of them, as a function from a document id to its row of numbers.
export function readColumns(entry, files) {
  const rows = files.map((_, file) => Math.min(ROWS, entry.docIds - file * ROWS));
  if (files.some((bytes, file) => bytes.length !== rows[file] * COLUMNS.length * COLUMN_BYTES)) throw outdated("a file of columns has another size");
  return (docId) => {
    const file = Math.floor(docId / ROWS), row = {};
    COLUMNS.forEach((name, column) => {
      const at = (column * rows[file] + (docId % ROWS)) * COLUMN_BYTES;
      row[name] = files[file][at] + 256 * files[file][at + 1];
    });
    return row;
  };
}
