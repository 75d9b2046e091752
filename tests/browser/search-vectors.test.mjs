// Holds the modules of the search against tests/search/vectors.json, which the generator's tests run too: rules about text, and a
// whole index in hexadecimal with what it must answer. Needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { placeOfPair, readPair } from "../../themes/portal/assets/search/pairs.js";
import { VERSION, eachPosting, fileOf, letterNumber, readStoredFields, readColumns, readEntry, readCommon, readPostings, sizeOf } from "../../themes/portal/assets/search/files.js";
import { phrasesIn } from "../../themes/portal/assets/search/query.js";
import { createSearch } from "../../themes/portal/assets/search/rank.js";
import { fold, hash, isSyllable, numberTerms, pairHash, signature, slug, terms } from "../../themes/portal/assets/search/text.js";
import { ROOT } from "./portal.mjs";

const vectors = JSON.parse(readFileSync(join(ROOT, "tests/search/vectors.json"), "utf8"));

/** Each row of a section, `[given, expected ..]`, through a function. */
function hold(section, made) {
  assert.ok(vectors[section].length > 0);
  for (const [given, ...expected] of vectors[section]) assert.deepEqual(made(given), expected[0], `${section} ${JSON.stringify(given)}`);
}

test("the version read is that of the vectors", () => assert.equal(VERSION, vectors.version));

test("texts are folded and slugged as the vectors say", () => {
  hold("fold", fold);
  hold("slug", slug);
});

test("texts become the terms of the vectors", () => {
  hold("words", (text) => terms(text, "vi").map(({ marked, folded }) => [marked, folded]));
  hold("english", (text) => terms(text, "en").map(({ folded }) => folded));
});

test("document numbers and dates are those of the vectors", () => hold("numbers", (text) => numberTerms(text).sort()));

test("hashes and letters are those of the vectors", () => {
  for (const [text, number, next] of vectors.hash) assert.deepEqual([hash(text), signature(text)], [number, next], text);
  for (const [number, letter] of vectors.letters) assert.equal(letterNumber(letter, 0), number);
  // A size comes back within a rounded eighth of an octave.
  for (const [bytes, letter] of vectors.sizes) {
    const size = sizeOf({ sizes: letter }, 0);
    assert.ok(bytes < 64 ? size === 64 : Math.abs(Math.log2(size / bytes)) <= 1 / 8, `${bytes} ${letter} ${size}`);
  }
});

test("terms lie in the files that the vectors name", () => {
  for (const word of vectors.syllables.yes) assert.ok(isSyllable(word), word);
  for (const word of vectors.syllables.no) assert.ok(!isSyllable(word), word);
  const index = { files: vectors.files.counts, common: new Map(vectors.files.common.map((term) => [term, 1])) };
  for (const [term, file] of vectors.files.terms) assert.equal(fileOf(index, term), file, term);
});

test("phrases are found where the vectors say", () => {
  const { phrases } = readEntry(JSON.stringify({ ...vectors.index.entry, glossary: vectors.phrases.glossary }));
  for (const [text, expected] of vectors.phrases.texts) {
    assert.deepEqual(phrasesIn(phrases, terms(text, "vi")).map(({ at, length, short }) => [at, length, short]), expected, text);
  }
});

// ---- The index in hexadecimal -----------------------------------------------------

const { entry: written, items, files, queries } = vectors.index;
const ENTRY = "/assets/search/vi.json";
const bytesOf = (pieces) => Buffer.from(pieces.map(([hex]) => hex).join("").replaceAll(" ", ""), "hex");
const fileNamed = (name) => new Uint8Array(bytesOf(files[name]));

/** Reads the index of the vectors; `changed` replaces or takes away files, by address. */
function reader(changed = {}) {
  const asked = [];
  const read = async (url, range) => {
    asked.push(url);
    const own = { [ENTRY]: Buffer.from(JSON.stringify(written)), ...changed };
    const name = /\/([pdqkf]\d+)\.(\w{4})\.(bin|txt)$/.exec(url);
    const bytes = own[url] ?? (name && bytesOf(files[name[1]]));
    if (!bytes) throw new Error(`nothing at ${url}`);
    return new Uint8Array(range ? bytes.subarray(...range) : bytes);
  };
  return { read, asked };
}

test("pairs have the hashes of the vectors, and the items that have both words in a row", () => {
  for (const [first, second, pair] of vectors.pairs) assert.equal(pairHash(first, second), pair, `${first} ${second}`);
  const index = readEntry(JSON.stringify(written)), whole = fileNamed("q0");
  const itemsOf = (first, second) => {
    const { file, range, fingerprint } = placeOfPair(index, pairHash(first, second));
    assert.equal(file, 0);
    return readPair(index, whole.subarray(...range), fingerprint).map(([docId]) => docId);
  };
  // Titles and bodies are fields of their own, so nothing follows the last word of a title.
  assert.deepEqual(itemsOf("hoa", "binh"), [13]);
  assert.deepEqual(itemsOf("dat", "dai"), [15]);
  assert.deepEqual(itemsOf("xa", "xa"), [2]);
  assert.deepEqual(itemsOf("don", "doan"), [10]);
  assert.deepEqual(itemsOf("binh", "hoa"), []);
});

test("a bucket that ends early is refused", () => {
  const index = readEntry(JSON.stringify(written)), { range, fingerprint } = placeOfPair(index, pairHash("hoa", "binh"));
  const bucket = fileNamed("q0").subarray(...range), [first, count] = bucket;
  assert.ok(first >= 0 && count > 0);
  assert.throws(() => readPair(index, Uint8Array.of(...bucket.subarray(0, 3), 255), fingerprint), (error) => error.outdated === true);
});

test("the stored fields and the columns of every item say what it says", () => {
  const index = readEntry(JSON.stringify(written)), row = readColumns(index, [fileNamed("f0")]);
  const choice = (facet, number) => index.facets[facet][number - 1];
  for (const item of items) {
    const [kind, section, agency, type, state, topic, topic2] = item.codes;
    assert.deepEqual(row(item.docId), { kind, section, agency, type, state, topic, topic2, day: item.day }, item.url);
    const number = Math.floor(item.docId / index.block), size = 16 * letterNumber(index.records, number);
    const from = (item.docId % index.block) * size, found = readStoredFields(index, item.docId, fileNamed(`k${number}`).subarray(from, from + size));
    assert.deepEqual(found, {
      title: item.title, url: item.url, lead: item.text, date: item.date, number: item.number, kind: choice("kind", kind).id,
      kindLabel: choice("kind", kind).label, section: choice("section", section)?.label ?? "", agency: choice("agency", agency)?.label ?? "",
      type: choice("type", type)?.label ?? "", state: choice("state", state) ?? null,
    });
  }
});

for (const [text, options, total, urls, why] of queries) {
  test(`“${text}” ${Object.keys(options).length ? JSON.stringify(options) : ""} finds what the vectors say: ${why}`, async () => {
    const found = await createSearch(reader().read, ENTRY).search(text, options);
    assert.deepEqual([found.total, found.results.map((result) => result.url)], [total, urls]);
  });
}

test("an entry of another version, and one that is none, is refused", async () => {
  const entries = [3, 5, "4", null, undefined].map((v) => JSON.stringify({ ...written, v }));
  for (const entry of [...entries, "null", "[]", "<!doctype html>", ""]) {
    const { read, asked } = reader({ [ENTRY]: Buffer.from(entry) });
    await assert.rejects(createSearch(read, ENTRY).search("hoa"), (error) => error.outdated === true, entry.slice(0, 20));
    assert.deepEqual(asked, [ENTRY], "nothing is read by it");
  }
});

test("each common term has its own part of a file of each tier, in the order of the classes", () => {
  const index = readEntry(JSON.stringify(written));
  assert.deepEqual(index.places.get("xa"), { p: { file: 0, range: [0, 64] }, d: { file: 0, range: [0, 64] } });
  const two = readEntry(JSON.stringify({ ...written, files: { ...written.files, common: 1 }, classes: ["dat xa", "va"], lists: ["1230", "41"] }));
  assert.deepEqual(["dat", "xa", "va"].map((term) => two.places.get(term).p.range), [[0, 64], [64, 256], [256, 512]]);
  assert.deepEqual(["dat", "xa", "va"].map((term) => two.places.get(term).d.range), [[0, 128], [128, 128], [128, 192]]);
});

test("a file that ends early is refused, wherever it ends", () => {
  const common = fileNamed("p0"), readList = (bytes) => {
    const lists = readCommon(bytes, "xa");
    for (const list of lists.lists) eachPosting(lists, list, () => {});
  };
  readList(common);
  // Twelve bytes, then zeros.
  for (let end = 0; end < 12; end++) assert.throws(() => readList(common.subarray(0, end)), (error) => error.outdated === true, `p0 ${end}`);
  for (const name of Object.keys(files).filter((name) => name.startsWith("p") && name !== "p0")) {
    const whole = fileNamed(name);
    for (let end = 0; end < whole.length; end++) {
      const readAll = () => {
        for (const lists of readPostings(whole.subarray(0, end)).values()) for (const list of lists.lists) eachPosting(lists, list, () => {});
      };
      assert.throws(readAll, (error) => error.outdated === true, `${name} ${end}`);
    }
  }
  const index = readEntry(JSON.stringify(written));
  assert.throws(() => readColumns(index, [fileNamed("f0").subarray(1)]), (error) => error.outdated === true);
});

test("an item without stored fields is no answer", async () => {
  const { read } = reader({ "/assets/search/vi/k3.nk03.txt": Buffer.alloc(1000) });
  await assert.rejects(createSearch(read, ENTRY).search("hòa bình"), (error) => error.outdated === true);
});

test("a server that gives whole files for parts is asked for no pairs again, and the search finds the same", async () => {
  const { read, asked } = reader();
  const wholeOnly = async (url, range, isLarge) => (range && isLarge ? (asked.push(url), null) : read(url));
  const search = createSearch(wholeOnly, ENTRY), found = await search.search("hòa bình");
  assert.deepEqual(found.results.map((result) => result.url), ["/tin-tuc/2024/02/hoa-binh/"]);
  const before = asked.filter((url) => /\/q\d/.test(url)).length;
  await search.search("đất đai");
  assert.equal(asked.filter((url) => /\/q\d/.test(url)).length, before);
});

test("lists of pairs that are gone say that the page is outdated", async () => {
  const { read } = reader();
  const gone = async (url, range) => {
    if (/\/q\d/.test(url)) throw Object.assign(new Error("404"), { outdated: true });
    return read(url, range);
  };
  await assert.rejects(createSearch(gone, ENTRY).search("hòa bình"), (error) => error.outdated === true);
});
