// Reading an index: asks for its files and parts of files, each once, and gives what they hold.

import { COMMON, ROWS, addressOf, fileOf, letterNumber, outdated, readColumns, readCommon, readEntry, readPostings, readStoredFields } from "./files.js";
import { placeOfPair, readPair } from "./pairs.js";

const utf8 = new TextDecoder();

// The index at an address. `read(url, [from, to], isLarge)` gives a Uint8Array: that part, or the whole file, but null instead of
// a whole file that is large.
export function openIndex(read, entryUrl) {
  const asked = new Map();
  let asksForParts = true, entry = null;

  // A server that compresses whatever it is asked for gives parts that no browser can read, so what fails as a part is asked for
  // as a whole, and parts are not asked for again.
  async function readPart(url, range, isLarge) {
    const part = await read(url, range, isLarge).catch((error) => {
      if (isLarge && error.outdated) throw error;
      return null;
    });
    if (!part && isLarge) {
      asksForParts = false;
      return null;
    }
    const bytes = part ?? (await read(url));
    if (!part || part.length > range[1] - range[0]) asksForParts = false;
    return bytes;
  }

  // Each is asked for once.
  function load(url, parse, range, isLarge) {
    if (!asksForParts) range = undefined;
    const key = range ? `${url} ${range}` : url;
    if (!asked.has(key)) {
      const reply = range ? readPart(url, range, isLarge) : read(url);
      asked.set(key, reply.then(parse).catch((error) => {
        asked.delete(key);
        throw error;
      }));
    }
    return asked.get(key);
  }

  const whole = (bytes) => bytes;
  const isPart = (bytes, [from, to]) => bytes.length === to - from;

  // The lists of a common term, of files of one kind; null: there are none, or they are not read.
  async function readPlaced(entry, kind, term) {
    const { file, range } = entry.places.get(term)[kind], url = range[0] < range[1] && addressOf(entry, kind, file);
    if (!url) return null;
    const bytes = await load(url, whole, range, kind === "d");
    return bytes && readCommon(isPart(bytes, range) ? bytes : bytes.subarray(...range), term);
  }

  return {
    // Whether the server gives parts of files. Large files are not read where it does not.
    givesParts: () => asksForParts,

    entry: () => (entry ??= read(entryUrl).then((bytes) => readEntry(utf8.decode(bytes))).catch((error) => {
      entry = null;
      throw error;
    })),

    // Postings of terms: of common ones their own lists, of others all of their file. By number of the file, then by term.
    async postings(entry, folded) {
      const found = new Map([[COMMON, new Map()]]);
      await Promise.all(folded.map(async (term) => {
        if (entry.common.has(term)) {
          const lists = await readPlaced(entry, "p", term);
          if (lists) found.get(COMMON).set(term, lists);
          return;
        }
        const number = fileOf(entry, term), url = addressOf(entry, "p", number);
        found.set(number, url ? await load(url, readPostings) : new Map());
      }));
      return found;
    },

    // Second-tier postings by term. Nothing where the server gives no parts, since the files are large.
    async secondTierPostings(entry, folded) {
      const found = new Map();
      await Promise.all(folded.map(async (term) => {
        const lists = asksForParts && (await readPlaced(entry, "d", term));
        if (lists) found.set(term, lists);
      }));
      return found;
    },

    // Lists of pairs, each a part of a file: pair -> its items. Nothing where the server gives no parts, since the files are large.
    async pairs(entry, wanted) {
      const found = new Map();
      await Promise.all(wanted.map(async (pair) => {
        const { file, range, fingerprint } = placeOfPair(entry, pair), url = addressOf(entry, "q", file);
        if (!url || range[0] === range[1]) return found.set(pair, []);
        if (!asksForParts) return;
        const bytes = await load(url, whole, range, true);
        if (bytes && isPart(bytes, range)) found.set(pair, readPair(entry, bytes, fingerprint));
      }));
      return found;
    },

    // One text a line.
    async suggestions(entry) {
      const url = addressOf(entry, "s", 0);
      return url ? load(url, (bytes) => utf8.decode(bytes).split("\n").filter(Boolean)) : [];
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
