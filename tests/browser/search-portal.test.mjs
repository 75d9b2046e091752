// The search of the sample portal, by the module that browsers run, on the index that `cong` made: what citizens type
// finds what they mean; in Chromium the page searches while typing, keeps its address, and asks no other host.

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createSearch } from "../../themes/portal/assets/search/rank.js";
import { fold } from "../../themes/portal/assets/search/text.js";
import { findEntry, folderReader } from "../../themes/portal/tools/search-cli.mjs";
import { launch, watch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { ROOT, buildSample, copySample, program } from "./portal.mjs";

let folder, vi, en;

async function engine(folder, lang) {
  return createSearch(folderReader(folder).read, await findEntry(folder, lang));
}

before(async () => {
  folder = buildSample();
  [vi, en] = [await engine(folder, "vi"), await engine(folder, "en")];
});

const urls = (found) => found.results.map((result) => result.url);

test("what citizens type finds what they mean", async () => {
  const wanted = [
    ["góp ý dự thảo", "/gop-y-du-thao/"],
    ["gop y du thao", "/gop-y-du-thao/"],
    ["Nghị định 42", "/van-ban/42-2022-nd-cp/"],
    ["nghi dinh 42", "/van-ban/42-2022-nd-cp/"],
    ["42/2022/nd-cp", "/van-ban/42-2022-nd-cp/"],
    ["42/2022/NĐ-CP", "/van-ban/42-2022-nd-cp/"],
    ["268/BC-STTTT", "/van-ban/268-bc-stttt/"],
    ["đường dây nóng", "/lien-he/"],
    ["duong day nong", "/lien-he/"],
    ["tra cuu diem thi", "/tra-cuu/diem-thi/"],
  ];
  for (const [query, url] of wanted) assert.equal(urls(await vi.search(query))[0], url, query);
});

test("a word with marks ranks above the same letters with others, and both tone styles are one word", async () => {
  const first = async (query) => urls(await vi.search(query)).slice(0, 5);
  assert.deepEqual(await first("hoà bình"), await first("hòa bình"));
  const marked = (await vi.search("đất đai")).results[0];
  assert.match(`${marked.title} ${marked.lead}`.toLowerCase(), /đất/);
});

test("an abbreviation and its long form find the same", async () => {
  const top = async (query) => new Set(urls(await vi.search(query)));
  const [short, long] = [await top("UBND tỉnh"), await top("Ủy ban nhân dân tỉnh")];
  assert.ok([...short].filter((url) => long.has(url)).length >= 8, `${[...short]} / ${[...long]}`);
});

test("a number is answered by its page alone, however it is written", async () => {
  for (const query of ["2461/qd-ubnd", "2461/QĐ-UBND"]) {
    const found = await vi.search(query);
    assert.equal(found.total, 1, `${query}: ${urls(found)}`);
    assert.match(urls(found)[0], /2461/);
  }
  for (const query of ["0844.689.393", "0844689393", "+84844689393", "1022", "02711022"]) {
    const found = await vi.search(query);
    assert.match(urls(found)[0] ?? "", /\/lien-he\//, `${query}: ${urls(found).slice(0, 3)}`);
  }
});

test("words that no item has are left out, and said", async () => {
  const found = await vi.search("tra cuu diem thi 987654321");
  assert.deepEqual(found.left, ["987654321"]);
  assert.equal(urls(found)[0], "/hoi-dap/tra-cuu-diem-thi-2024/");
});

test("words typed without marks by their keys, without spaces, or with two letters exchanged are read", async () => {
  const wanted = [["soost xuaast huyeest", /sot-xuat-huyet/], ["so61t xua61t huye61t", /sot-xuat-huyet/], ["tracuudiemthi", /tra-cuu.diem-thi/],
    ["covid19", /phong-chong-dich/], ["tuyen sin", /tuyen-sinh/], ["nghi dihn 42", /42-2022-nd-cp/], ["hotline", /lien-he/]];
  for (const [query, url] of wanted) assert.match(urls(await vi.search(query))[0] ?? "", url, query);
});

test("the last word is a beginning while somebody types", async () => {
  const found = await vi.search("chuyen doi s", { typing: true });
  assert.equal(found.results[0].title, "Chuyển đổi số");
});

test("suggestions go on from what is typed", async () => {
  const found = await vi.suggest("tong d");
  assert.ok(found.includes("Tổng đài 1022"), found.join(" | "));
  assert.deepEqual(await vi.suggest("zzzz"), []);
});

test("one wrong letter is mended, and said", async () => {
  const found = await vi.search("quy hoachh");
  assert.ok(found.corrected?.length > 0 && found.results.length > 0, JSON.stringify(found.corrected));
});

test("the published script is one file with all that its parts export", async () => {
  const scripts = readdirSync(join(folder, "assets"), { recursive: true }).map(String).filter((name) => /^search(\.|\/).*\.js$/.test(name));
  assert.equal(scripts.length, 1, scripts.join(" "));
  const published = await import(join(folder, "assets", scripts[0]));
  const parts = readFileSync(join(ROOT, "themes/portal/assets/search.js.parts"), "utf8").match(/\w+(?=\.js$)/gm).map((name) => import(`../../themes/portal/assets/search/${name}.js`));
  const exported = (await Promise.all(parts)).flatMap((part) => Object.keys(part));
  assert.deepEqual(Object.keys(published).sort(), exported.sort());
  const found = await published.createSearch(folderReader(folder).read, await findEntry(folder, "vi")).search("góp ý dự thảo");
  assert.deepEqual(found.results, (await vi.search("góp ý dự thảo")).results);
});

/** Every item: a search without words, only with a filter that all pass, lists all. */
async function all(search) {
  const entry = await search.entry();
  return (await search.search("", { all: true, size: entry.count })).results;
}

for (const lang of ["vi", "en"]) {
  test(`whatever is indexed is found by its own title, with marks and without (${lang})`, async () => {
    const search = lang === "vi" ? vi : en;
    const items = await all(search);
    assert.equal(items.length, (await search.entry()).count);
    for (const item of items) {
      for (const query of [item.title, fold(item.title)]) {
        const same = (found) => found.results.some((result) => result.url === item.url);
        assert.ok(same(await search.search(query, { size: 20 })), `${query} does not find ${item.url}`);
      }
    }
  });
}

test("a server that gives no parts of files is asked for more and finds the same", async () => {
  const { read, trace } = folderReader(folder), whole = folderReader(folder), address = await findEntry(folder, "vi");
  const parts = [];
  const noting = async (url, range) => {
    const bytes = await read(url, range);
    if (range) { assert.equal(bytes.length, range[1] - range[0], `${url} ${range}`); parts.push(url); }
    return bytes;
  };
  const first = await createSearch(noting, address).search("góp ý dự thảo");
  const other = await createSearch((url) => whole.read(url), address).search("góp ý dự thảo");
  // Lists of pairs are not read there, so items further down may stand in another order.
  assert.deepEqual([other.total, urls(other)[0]], [first.total, urls(first)[0]]);
  assert.ok(parts.some((url) => url.endsWith(".txt")), "stored fields are read one by one");
  assert.ok(parts.every((url) => url.endsWith(".txt") || /\/[pq]\d+\./.test(url)), "and lists of common words and of pairs");
  assert.ok(trace.bytes < whole.trace.bytes);
});

test("a server whose parts cannot be read is asked for whole files", async () => {
  const { read } = folderReader(folder), address = await findEntry(folder, "vi");
  const refusing = async (url, range) => { if (range) throw new TypeError("Failed to fetch"); return read(url); };
  const found = await createSearch(refusing, address).search("góp ý dự thảo");
  const same = await vi.search("góp ý dự thảo");
  assert.deepEqual([found.total, urls(found)[0]], [same.total, urls(same)[0]]);
  const failing = async (url, range) => { if (url.endsWith(".txt")) throw new TypeError("Failed to fetch"); return read(url, range); };
  await assert.rejects(createSearch(failing, address).search("góp ý dự thảo"), /Failed to fetch/, "a lost connection is told");
});

test("filters alone list items, with counts that add up", async () => {
  const found = await vi.search("", { filters: { kind: ["document"] }, facets: true, size: 100 });
  assert.ok(found.total > 3 && found.results.every((result) => result.kind === "document"));
  assert.equal(found.facets.type.reduce((sum, choice) => sum + choice.count, 0), found.total);
});

test("sorting by date puts the newest first and drops nothing", async () => {
  const [by_match, by_date] = [await vi.search("văn bản", { size: 500 }), await vi.search("văn bản", { size: 500, sort: "date" })];
  assert.equal(by_date.total, by_match.total);
  const dates = by_date.results.map((result) => result.date).filter(Boolean);
  assert.deepEqual(dates, [...dates].sort().reverse());
});

test("nothing that is withheld is in the index, not even a word of it", async () => {
  const titles = (await all(vi)).map((item) => item.title).join("\n");
  assert.doesNotMatch(titles, /bản nháp\)/);
  assert.equal((await vi.search("kiểm tra số báo danh trước khi bấm")).results.filter((item) => /2027/.test(item.date)).length, 0);
});

test("the text beside an attachment is searched and not published; an edit rewrites few files", () => {
  const portal = copySample();
  const build = () => execFileSync(program(), ["-C", portal, "--quiet", "build", "--at", "2024-01-15 12:00", "--output", "public"]);
  const files = () => readdirSync(join(portal, "public/assets/search"), { recursive: true }).map(String).sort();
  const documents = join(portal, "content/van-ban");
  const attachment = readdirSync(documents, { recursive: true }).map(String).find((name) => name.endsWith(".pdf"));
  writeFileSync(join(documents, `${attachment}.txt`), "Phụ lục nhắc tới từ lạ xyzzykiem.\n");
  build();
  const before = files();
  const found = execFileSync("node", [join(ROOT, "themes/portal/tools/search-cli.mjs"), join(portal, "public"), "xyzzykiem", "--json"], { encoding: "utf8" });
  assert.match(JSON.parse(found).results[0].url, /^\/van-ban\//);
  assert.ok(!readdirSync(join(portal, "public"), { recursive: true }).some((name) => String(name).endsWith(".pdf.txt")));
  const article = readdirSync(join(portal, "content/tin-tuc"), { recursive: true }).map(String).find((name) => /2023.*[a-z]\.md$/.test(name) && !/_index|\.en\./.test(name));
  appendFileSync(join(portal, "content/tin-tuc", article), "\nMột dòng thêm với từ xyzzymoi.\n");
  build();
  const changed = files().filter((name) => !before.includes(name));
  // A small portal has eight files of pairs, of which an edit of a sentence touches most.
  const others = changed.filter((name) => !/\/q\d+\./.test(name));
  assert.ok(others.length >= 1 && others.length <= 8, changed.join(" "));
});

test("in a browser the page searches while typing, filters, and goes back", { timeout: 60000 }, async () => {
  const site = await serveFolder(folder);
  const browser = await launch();
  after(async () => { await browser.close(); await site.close(); });
  const context = await browser.newContext({ viewport: { width: 1280, height: 740 } });
  const faults = watch(context, site.base);
  const page = await context.newPage();
  await page.goto(site.base + "/");
  await page.locator('form[role="search"] input').fill("gop y");
  await page.locator('form[role="search"] button').click();
  await page.waitForURL("**/tim-kiem/?q=gop+y");
  await page.locator(".search-results a").first().waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator("#q").fill("");
  await page.locator("#q").pressSequentially("nghị định 42", { delay: 20 });
  await page.locator(".search-results a", { hasText: "42/2022/NĐ-CP" }).first().waitFor();
  assert.match(await page.locator(".search-status").innerText(), /\d/);
  await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "nghị định 42");
  await page.locator(".search-filters summary").click();
  await page.locator(".search-facets input").first().check();
  await page.waitForFunction(() => [...new URLSearchParams(location.search).keys()].length > 1);
  await page.locator(".search-results a").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/tim-kiem"));
  await page.goBack();
  await page.locator(".search-results a").first().waitFor();
  assert.equal(await page.locator("#q").inputValue(), "nghị định 42");
  assert.deepEqual(faults, []);
});
