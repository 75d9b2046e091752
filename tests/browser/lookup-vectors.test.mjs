// Holds the modules of look-ups against tests/lookup/vectors.json, which the generator's tests run too. Needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { entryOf, normal, part } from "../../themes/portal/assets/lookup/entry.js";
import { fileOf, nameOf, rowOf, secretOf, shown } from "../../themes/portal/assets/lookup/shard.js";
import { ROOT } from "./portal.mjs";

const vectors = JSON.parse(readFileSync(join(ROOT, "tests/lookup/vectors.json"), "utf8"));
const words = { missing: "missing", yes: "yes", no: "no", months: ["January", "February"] };

test("keys have the normal form of the vectors", () => {
  for (const [text, expected] of vectors.normal) assert.equal(normal(text), expected, text);
  for (const [parts, expected] of vectors.entries) assert.equal(entryOf(parts.map(normal)), expected);
});

test("what is typed becomes the key that is meant, or none", () => {
  for (const [text, form, expected] of vectors.typed) assert.equal(part(text, form), expected, text);
});

test("secrets, numbers and names of files are those of the vectors", async () => {
  for (const [entry, expected] of vectors.secrets) assert.equal(Buffer.from(await secretOf(vectors.salt, entry)).toString("hex"), expected);
  for (const [entry, count, expected] of vectors.files) assert.equal(fileOf(await secretOf(vectors.salt, entry), count), expected, `${entry} ${count}`);
  for (const [names, number, expected] of vectors.names) assert.equal(nameOf(names, number), expected);
});

test("a row is opened by its entry and by no other", async () => {
  const bytes = new Uint8Array(Buffer.from(vectors.file, "hex"));
  for (const [entry, expected] of vectors.rows) assert.deepEqual(await rowOf(bytes, await secretOf(vectors.salt, entry)), expected, entry);
});

test("what is no file of rows is refused", async () => {
  const bytes = new Uint8Array(Buffer.from(vectors.file, "hex")), secret = await secretOf(vectors.salt, vectors.rows[0][0]);
  for (const wrong of [bytes.subarray(0, 3), bytes.subarray(0, 20), new Uint8Array([...bytes].with(3, 2)), new TextEncoder().encode("<!DOCTYPE html>")]) {
    await assert.rejects(rowOf(wrong, secret), /no file of rows/);
  }
  // A cell that was changed on the way opens nothing.
  assert.equal(await rowOf(bytes.map((byte, at) => (at > 36 ? byte ^ 1 : byte)), secret), null);
});

test("cells are shown as readers of the language expect them", () => {
  for (const [cell, type, language, expected] of vectors.shown) assert.equal(shown(cell, type, language, words), expected, cell);
});
