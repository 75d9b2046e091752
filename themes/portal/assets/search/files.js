// Files of the search index: from addresses to bytes, and from bytes to what they hold, as docs/search-format.md describes.
// Whatever is not what it should be is refused, so that a page which is older than the index shows no wrong answers.

import { fold, hash, isSyllable, slug, terms } from "./text.js";

// The version of the format that is read here.
export const VERSION = 2;

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
  // Common terms, with about how many items have each.
  entry.common = new Map();
  entry.classes.forEach((names, power) => {
    for (const name of names.split(" ").filter(Boolean)) entry.common.set(name, entry.lowest * 2 ** power);
  });
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

// The address of a file; null where there is none.
export function addressOf(entry, kind, number) {
  const name = entry.names[kind].slice(number * NAME, (number + 1) * NAME);
  return name === "" || name === "-".repeat(NAME) ? null : `${entry.folder}${kind}${number}.${name}.${kind === "k" ? "txt" : "bin"}`;
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

// A file of postings: folded term -> { items, lists: [{ marked, count, from }], bytes }.
export function readPostings(bytes) {
  const reader = new Bytes(bytes), found = new Map();
  let folded = "";
  for (let left = reader.number(); left > 0; left--) {
    const head = reader.byte(), size = (head & 15) === 15 ? 15 + reader.number() : head & 15;
    folded = folded.slice(0, head >> 4) + reader.text(size);
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
    found.set(folded, { items, lists, bytes });
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

// Where the lists of a term lie in a file of second-tier postings, as [from, to]; its head is enough to tell. null: not there.
export function placeOf(head, folded) {
  const reader = new Bytes(head);
  let before = 0, from = 0, size = 0;
  for (let left = reader.number(); left > 0; left--) {
    const name = reader.text(reader.number()), length = reader.number();
    if (name === folded) [from, size] = [before, length];
    before += length;
  }
  return size ? [reader.at + from, reader.at + from + size] : null;
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
const ROWS = 8192;

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

// ---- Reading ------------------------------------------------------------------------

// The index at an address. `read(url, [from, to])` gives a Uint8Array: that part, or the whole file.
export function openIndex(read, entryUrl) {
  const asked = new Map();
  let asksForParts = true, entry = null;

  // A server that compresses whatever it is asked for gives parts that no browser can read, so what fails as a part is asked for
  // as a whole, and parts are not asked for again.
  async function readPart(url, range) {
    const part = await read(url, range).catch(() => null), bytes = part ?? (await read(url));
    if (!part || part.length > range[1] - range[0]) asksForParts = false;
    return bytes;
  }

  // Each is asked for once.
  function load(url, parse, range) {
    if (!asksForParts) range = undefined;
    const key = range ? `${url} ${range}` : url;
    if (!asked.has(key)) {
      const reply = range ? readPart(url, range) : read(url);
      asked.set(key, reply.then(parse).catch((error) => {
        asked.delete(key);
        throw error;
      }));
    }
    return asked.get(key);
  }

  const whole = (bytes) => bytes;
  const isPart = (bytes, [from, to]) => bytes.length === to - from;

  return {
    // Whether the server gives parts of files. Large files are not read where it does not.
    givesParts: () => asksForParts,

    entry: () => (entry ??= read(entryUrl).then((bytes) => readEntry(decoder.decode(bytes))).catch((error) => {
      entry = null;
      throw error;
    })),

    // Files of postings by number.
    async postings(entry, numbers) {
      const readOne = async (number) => {
        const url = addressOf(entry, "p", number);
        return [number, url ? await load(url, readPostings) : new Map()];
      };
      return new Map(await Promise.all(numbers.map(readOne)));
    },

    // Second-tier postings by term. The head of a file says where each of its lists lies, so that only these parts are read.
    async secondTierPostings(entry, folded) {
      const found = new Map();
      await Promise.all(folded.map(async (term) => {
        const url = addressOf(entry, "d", hash(term) % entry.files.deep), place = url && placeOf(await load(url, whole, [0, entry.head]), term);
        if (!place) return;
        const bytes = await load(url, whole, place);
        found.set(term, readPostings(isPart(bytes, place) ? bytes : bytes.subarray(...place)).get(term));
      }));
      return found;
    },

    async columns(entry) {
      const numbers = Array.from({ length: Math.ceil(entry.docIds / ROWS) }, (_, number) => number);
      return readColumns(entry, await Promise.all(numbers.map((number) => load(addressOf(entry, "f", number), whole))));
    },

    // Only the records that are shown are read, where the server gives parts of files; the whole file where it does not, or where
    // many of its records are shown.
    async storedFields(entry, docIds) {
      const shown = new Map(), fileOfDocId = (docId) => Math.floor(docId / entry.block);
      for (const docId of docIds) shown.set(fileOfDocId(docId), (shown.get(fileOfDocId(docId)) ?? 0) + 1);
      const readOne = async (docId) => {
        const number = fileOfDocId(docId), url = addressOf(entry, "k", number);
        if (!url) return null;
        const size = 16 * letterNumber(entry.records, number), from = (docId % entry.block) * size, place = [from, from + size];
        const bytes = await load(url, whole, shown.get(number) * 4 > entry.block ? undefined : place);
        return readStoredFields(entry, docId, isPart(bytes, place) ? bytes : bytes.subarray(...place));
      };
      const records = await Promise.all(docIds.map(readOne));
      if (records.includes(null)) throw outdated("a file of stored fields lacks an item");
      return records;
    },
  };
}
