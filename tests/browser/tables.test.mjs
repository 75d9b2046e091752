// Tables of figures in a browser: whole without scripts, sorted and filtered with them, read aloud, on a small screen.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { build, copySample } from "./portal.mjs";

const PAGE = "/cong-khai/ngan-sach/du-toan-2024-xa-mau-a/";
const CSV = "content/cong-khai/ngan-sach/du-toan-2024-xa-mau-a/chi.csv";
const NAMES = ["Đặng", "Ánh", "Bến", "Ấp", "Đèo", "Ăn", "An", "Cầu", "Dốc", "Ao", "Ấm", "Bờ", "Chợ"];

/** A section whose pages are the districts of one table. */
const ENTRY = "/gia-dat/";
const STREETS = ["Chợ Cũ", "Đường Lộc", "Hùng Vương", "Lê Lợi", "Ngã Ba", "Phú Riềng Đỏ", "Quốc lộ 13", "Trần Phú", "Xóm Bưng", "Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4"];
const SPLIT = `decimalChar: ","
groupChar: "."
fields:
  - name: Huyện
  - name: Xã
    title: { vi: Xã, en: Commune }
  - name: Đường
    title: { vi: Đường, en: Street }
  - name: Vị trí 1
    title: { vi: Vị trí 1, en: Position 1 }
    type: number
    unit: { vi: nghìn đồng/m², en: thousand VND/m² }
split:
  by: [Huyện, Xã]
  most: 20
  kind: statistics
  fields: { title: "Giá đất {place}", summary: "{rows} đoạn đường.", date: 2024-01-05, period: 2024, unit: nghìn đồng/m², method: Theo quyết định. }
  en: { title: "Land prices in {place}", summary: "{rows} streets.", unit: thousand VND/m², method: By the decision. }
`;

let site, browser;

function addPrices(portal) {
  const folder = join(portal, "content/gia-dat");
  mkdirSync(folder);
  writeFileSync(join(folder, "_index.md"), "---\ntitle: Giá đất\nkind: statistics\nsort: title\n---\nChọn nơi.\n");
  writeFileSync(join(folder, "_index.en.md"), "---\ntitle: Land prices\nslug: land-prices\nkind: statistics\nsort: title\n---\nChoose.\n");
  writeFileSync(join(folder, "gia.schema.yaml"), SPLIT);
  const rows = ["Hớn Quản", "Bù Đốp"].flatMap((place) => STREETS.map((street, at) => `${place};Xã ${at % 3};${street};${(at + 1) * 250},5`));
  writeFileSync(join(folder, "gia.csv"), `Huyện;Xã;Đường;Vị trí 1\n${rows.join("\n")}\n`);
}

/** The sample portal with a table of thirteen rows, one of them without a figure. */
before(async () => {
  const portal = copySample();
  const rows = NAMES.map((name, at) => `${name},${at === 3 ? "" : (at * 7) % 13 * 150},${at * 1000}`);
  writeFileSync(join(portal, CSV), `Nội dung chi,Năm 2023,Dự toán 2024\n${rows.join("\n")}\nTổng cộng,,78000\n`);
  addPrices(portal);
  site = await serveFolder(build(portal));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options = {}, address = PAGE) {
  const page = await openPage(browser, site, address, options);
  return { page, faults: page.faults };
}

const first = (page) => page.locator(".figures tbody tr:not([hidden]) > :first-child").allTextContents();

test("without scripts the table is whole and has nothing that needs them", async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.deepEqual(await first(page), [...NAMES, "Tổng cộng"]);
  assert.equal(await page.locator(".figures button").count(), 0);
  assert.ok(await page.locator(".table-tools").isHidden());
});

test("a column is sorted by the keyboard: names in Vietnamese order, figures by size, sums last", async () => {
  const { page, faults } = await open();
  const header = page.locator(".figures thead th");
  await header.nth(0).getByRole("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await header.nth(0).getAttribute("aria-sort"), "ascending");
  const order = [...NAMES].sort(new Intl.Collator("vi").compare);
  assert.deepEqual(await first(page), [...order, "Tổng cộng"]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await first(page), [...order.reverse(), "Tổng cộng"]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await first(page), [...NAMES, "Tổng cộng"], "the third time gives the order of the file back");
  await header.nth(1).getByRole("button").click();
  const figures = await page.locator(".figures tbody tr > :nth-child(2)").evaluateAll((cells) => cells.map((cell) => cell.innerText));
  const numbers = figures.slice(0, -2).map((text) => Number(text.replaceAll(".", "")));
  assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
  assert.match(figures.at(-2), /–/, "what says nothing comes last");
  assert.equal(await header.nth(0).getAttribute("aria-sort"), null);
  assert.deepEqual(faults, []);
});

test("a filter takes words with marks or without and says how many rows are left", async () => {
  const { page } = await open();
  const field = page.getByLabel("Lọc các dòng");
  await field.fill("d");
  assert.deepEqual(await first(page), ["Đặng", "Đèo", "Dốc"]);
  assert.equal(await page.locator(".table-tools [role=status]").innerText(), "3/13 dòng khớp");
  await field.fill("Đè");
  assert.deepEqual(await first(page), ["Đèo"]);
  await field.fill("xyz");
  assert.equal(await page.locator(".table-tools [role=status]").innerText(), "Không dòng nào khớp");
  await field.fill("");
  assert.equal((await first(page)).length, 14);
});

test("axe finds nothing, at any width and sorted, and the page never scrolls sideways", async () => {
  for (const width of [360, 768, 1280]) {
    const { page } = await open({ viewport: { width, height: 800 } });
    await page.locator(".figures thead button").first().click();
    assert.deepEqual(await axe(page), [], `${width}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `table-${width}.png`), fullPage: true });
  }
});

test("the districts of a table are plain pages that one reaches and reads without scripts", async () => {
  const { page } = await open({ javaScriptEnabled: false }, ENTRY);
  assert.deepEqual(await page.locator("main .list").getByText("13 đoạn đường.").count(), 2, "each with its number of rows");
  await page.getByRole("link", { name: "Giá đất Hớn Quản" }).first().click();
  assert.equal(await page.locator("h1").innerText(), "Giá đất Hớn Quản");
  assert.equal(await page.locator(".figures tbody tr").count(), 13);
  assert.match(await page.locator(".figures caption").innerText(), /nghìn đồng\/m²/);
  assert.ok(await page.getByRole("navigation").getByRole("link", { name: "Giá đất", exact: true }).first().isVisible());
  const files = page.locator("main a[download], main .download a");
  assert.ok((await files.evaluateAll((links) => links.map((link) => link.getAttribute("href")))).includes("/gia-dat/hon-quan.csv"));
});

test("a street is found on the page of its district", async () => {
  const { page, faults } = await open({}, `${ENTRY}hon-quan/`);
  await page.getByLabel("Lọc các dòng").fill("phu rieng do");
  const rows = page.locator(".figures tbody tr:not([hidden])");
  assert.equal(await rows.count(), 1);
  assert.match(await rows.innerText(), /Phú Riềng Đỏ\s+1\.500,5/);
  assert.deepEqual(faults, []);
});

test("axe finds nothing on pages of districts in both languages, and none scrolls sideways", async () => {
  for (const address of [ENTRY, `${ENTRY}hon-quan/`, "/en/land-prices/hon-quan/"]) {
    for (const width of [360, 768, 1280]) {
      const { page } = await open({ viewport: { width, height: 800 } }, address);
      assert.deepEqual(await axe(page), [], `${address} ${width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${address} ${width}`);
      await page.close();
    }
  }
});
