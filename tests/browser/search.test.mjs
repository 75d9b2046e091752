// What the search understands, rule by rule; search-vectors.test.mjs holds the same rules to what the generator does.
import test from "node:test";
import assert from "node:assert/strict";
import { addressOf, fileOf, readEntry } from "../../themes/portal/assets/search/files.js";
import { chooseOffer, decoded, offersFor, parted } from "../../themes/portal/assets/search/mend.js";
import { excerpt, highlight, parseQuery, spelledOut, wholeNumber } from "../../themes/portal/assets/search/query.js";
import { scoreItems } from "../../themes/portal/assets/search/score.js";
import { numberTerms, signature, slug, stem, terms } from "../../themes/portal/assets/search/text.js";

const marked = (text) => terms(text, "vi").map((term) => term.marked).join(" ");
const folded = (text) => terms(text, "vi").map((term) => term.folded).join(" ");
const written = {
  v: 4, lang: "vi", glossary: [["UBND", "Ủy ban nhân dân"], ["HĐND", "Hội đồng nhân dân"]], types: [["nghi dinh", "nd"], ["quyet dinh", "qd"]],
  classes: ["so viet"], lists: ["1000"], lowest: 8, years: [[0, 64], [2024, 128]], files: { common: 4, rare: 4, other: 4 }, folder: "/x/", names: { p: "aaaa----" }, sizes: "0",
};
const entry = readEntry(JSON.stringify(written));

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
test("words of one or two letters are never taken for others, and neighbours choose", () => {
  const index = { ...entry, count: 500, common: new Map([["viet", 90], ["tin", 80], ["sinh", 70], ["tuyen", 60]]) };
  const offers = (word, more = {}) => offersFor(index, { folded: word, ...more }, new Map());
  assert.deepEqual(offers("vi"), []);
  assert.deepEqual(offers("viett").map((offer) => offer.words.join(" ")), ["viet"]);
  const term = { folded: "sin", before: "tuyen" };
  const chosen = chooseOffer(term, offers("sin"), () => true, (one, other) => (`${one} ${other}` === "tuyen sinh" ? 12 : 0));
  assert.deepEqual(chosen.words, ["sinh"], "not the more frequent “tin”");
});
test("keys of Telex and VNI are read where nothing turned them into letters", () => {
  for (const [keys, word] of [["ddinhj", "dinh"], ["nghij", "nghi"], ["soost", "sot"], ["xuaast", "xuat"], ["huyeest", "huyet"], ["thuwowngf", "thuong"], ["so61t", "sot"], ["d9inh5", "dinh"]]) {
    assert.ok(decoded(keys).includes(word), `${keys} ${decoded(keys)}`);
  }
  assert.deepEqual(decoded("budget"), []);
});
test("letters that citizens exchange in messages are read: f for ph", () => {
  assert.ok(offersFor({ ...entry, count: 500 }, { folded: "infografic" }, new Map()).some((offer) => offer.words[0] === "infographic"));
});
test("an abbreviation is one, with & or a space in it, wherever it stands", () => {
  const index = readEntry(JSON.stringify({ ...written, glossary: [["TTTT", "Thông tin và Truyền thông"]] }));
  for (const text of ["sở TT&TT", "so tt tt", "sở TT & TT"]) assert.deepEqual(parseQuery(index, text).terms.map((term) => term.folded), ["so", "tttt"], text);
});
test("who asks for a number by name need not find the word for it", () => {
  const aside = (text) => parseQuery(entry, text).terms.filter((term) => term.isAside).map((term) => term.folded).join(" ");
  assert.equal(aside("số điện thoại sở y tế"), "so dien thoai");
  assert.equal(aside("sdt so y te"), "sdt");
  for (const text of ["số điện thoại", "điện", "hỗ trợ điện thoại"]) assert.equal(aside(text), "", text);
});
test("a query is held against titles as it was meant: mended, or written out", () => {
  assert.deepEqual(spelledOut(entry, parseQuery(entry, "UBND")), ["ubnd", "uy ban nhan dan"]);
  assert.deepEqual(spelledOut(entry, { text: "Tuyeern sinh", terms: [{ folded: "tuyen" }, { folded: "sinh" }] }), ["tuyeern sinh", "tuyen sinh"]);
});
test("words without spaces are parted", () => {
  const common = new Map(["tra", "cuu", "diem", "thi", "trac"].map((word, at) => [word, 100 - at]));
  assert.deepEqual(parted({ ...entry, count: 500, common }, "tracuudiemthi"), ["tra", "cuu", "diem", "thi"]);
  assert.deepEqual(parted({ ...entry, count: 500, common: new Map([["covid", 9]]) }, "covid19"), ["covid", "19"]);
  assert.equal(parted({ ...entry, count: 500, common }, "xyzabc"), null);
});
test("a query that is a number is known as one, however it is parted", () => {
  const number = (text) => wholeNumber(parseQuery(entry, text))[0];
  for (const text of ["0844.689.393", "0844 689 393", "+84844689393", "0844689393", "sđt 0844-689-393"]) assert.equal(number(text), "0844689393", text);
  for (const text of ["2461/qd-ubnd", "2461/QĐ-UBND", "số 2461/QĐ – UBND"]) assert.equal(number(text), "2461/qd-ubnd", text);
  assert.equal(number("nghị định 42"), "42/nd");
  for (const text of ["nghị định 42 nói gì", "2461/qd-ubnd đất đai", "covid19", "so bao danh 123456"]) assert.equal(number(text), undefined, text);
});
test("an excerpt of about 160 letters stands around the words", () => {
  const text = `${"Mở đầu dài dòng không nói gì. ".repeat(7)}Hạn nộp hồ sơ tuyển sinh lớp 10 là ngày 5. ${"Kết thúc cũng dài. ".repeat(6)}`;
  const shown = excerpt(text, parseQuery(entry, "tuyển sinh"), "vi");
  assert.ok(shown.includes("tuyển sinh") && shown.length <= 163 && shown.startsWith("…") && shown.endsWith("…"), shown);
  assert.equal(excerpt("Ngắn.", parseQuery(entry, "x"), "vi"), "Ngắn.");
});
