// What the search understands, rule by rule; search-vectors.test.mjs holds the same rules to what the generator does.
import test from "node:test";
import assert from "node:assert/strict";
import { addressOf, fileOf, readEntry } from "../../themes/portal/assets/search/files.js";
import { highlight, mend, parseQuery } from "../../themes/portal/assets/search/query.js";
import { scoreItems } from "../../themes/portal/assets/search/rank.js";
import { numberTerms, signature, slug, stem, terms } from "../../themes/portal/assets/search/text.js";

const marked = (text) => terms(text, "vi").map((term) => term.marked).join(" ");
const folded = (text) => terms(text, "vi").map((term) => term.folded).join(" ");
const entry = readEntry(JSON.stringify({
  v: 2, lang: "vi", glossary: [["UBND", "Ủy ban nhân dân"], ["HĐND", "Hội đồng nhân dân"]], types: [["nghi dinh", "nd"], ["quyet dinh", "qd"]],
  classes: ["so viet"], lowest: 8, years: [[0, 64], [2024, 128]], files: { common: 4, rare: 4, other: 4 }, folder: "/x/", names: { p: "aaaa----" }, sizes: "0",
}));

test("old and new tone placement are one term", () => {
  assert.equal(marked("hòa bình thủy lợi"), marked("hoà bình thuỷ lợi"));
});
test("decomposed and composed text are one term", () => assert.equal(marked("Nghị định".normalize("NFD")), marked("nghị định")));
test("folding takes every mark off, đ too", () => assert.equal(folded("Đường Điện Biên Phủ"), "duong dien bien phu"));
test("marks keep words apart", () => assert.notEqual(marked("ma"), marked("má")));
test("a slug is folded words with hyphens", () => assert.equal(slug("Nghị định số 42/2022/NĐ-CP"), "nghi-dinh-so-42-2022-nd-cp"));

test("a document number is found with and without its year", () => {
  for (const text of ["42/2022/NĐ-CP", "42/2022/nd-cp", "Số: 42/2022/NĐ - CP"]) assert.ok(numberTerms(text).includes("42/2022/nd-cp"), text);
  assert.ok(numberTerms("42/2022/NĐ-CP").includes("42/nd"));
  assert.deepEqual(numberTerms("123/QĐ-UBND"), ["123/qd-ubnd", "123/qd"]);
  assert.ok(numberTerms("01/KH-BBT").includes("1/kh-bbt"));
});
test("dates in figures and in words are one term", () => {
  assert.ok(numberTerms("ngày 5 tháng 9 năm 2024").includes("2024-09-05"));
  assert.ok(numberTerms("5/9/2024").includes("2024-09-05"));
});
test("a type and a number in words ask for the document", () => {
  const asked = (query) => parseQuery(entry, query).terms.map((term) => term.folded);
  assert.ok(asked("nghị định 42").includes("42/nd"));
  assert.ok(asked("Nghi dinh so 42/2022").includes("42/2022/nd"));
  assert.ok(asked("QĐ 15").includes("15/qd"));
});
test("the long form of an abbreviation asks for the abbreviation", () => {
  assert.deepEqual(parseQuery(entry, "ủy ban nhân dân tỉnh").terms.map((term) => term.folded), ["ubnd", "tinh"]);
});

test("English words lose plural, -ing, -ed", () => {
  for (const [a, b] of [["policies", "policy"], ["planning", "plan"], ["published", "publish"], ["services", "service"], ["building", "buildings"]]) assert.equal(stem(a), stem(b));
  for (const w of ["news", "bus", "thing", "red"]) assert.ok(stem(w).length > 1);
});

test("signatures are 1 to 15, 0 at the end", () => {
  assert.equal(signature(undefined), 0);
  for (const w of ["thao", "y", "nam"]) assert.ok(signature(w) >= 1 && signature(w) <= 15);
});
test("a term always lies in the same file", () => {
  assert.ok(fileOf(entry, "so") < 4);
  assert.ok(fileOf(entry, "nghieng") >= 4 && fileOf(entry, "nghieng") < 8);
  assert.ok(fileOf(entry, "42/nd") >= 8);
});
test("highlighting keeps the text and joins neighbours", () => {
  const parts = highlight("Góp ý dự thảo, xem tại đây", parseQuery(entry, "gop y"), "vi");
  assert.equal(parts.map((p) => p[0]).join(""), "Góp ý dự thảo, xem tại đây");
  assert.deepEqual(parts[0], ["Góp ý", true]);
});
test("with marks in the query only words with these marks are highlighted", () => {
  assert.equal(highlight("má ma", parseQuery(entry, "má"), "vi").filter((p) => p[1]).length, 1);
});
test("a missing file has no address", () => assert.equal(addressOf(entry, "p", 1), null));

test("a common word that no first list has is known all the same, and tells what it tells", () => {
  const query = parseQuery(entry, "viet so");
  for (const term of query.terms) term.fetched = true;
  scoreItems({ ...entry, count: 500 }, query, new Map());
  for (const term of query.terms) assert.ok(term.rarity > 0, term.folded);
});
test("words of one or two letters are never taken for others", () => {
  const taken = (word) => mend(entry, parseQuery(entry, word), parseQuery(entry, word).terms, new Map());
  assert.deepEqual(taken("se"), []);
  assert.deepEqual(taken("viett"), [["viett", "viet"]]);
});
