// Tables of figures in a browser: whole without scripts, sorted and filtered with them, read aloud, on a small screen.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, watch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { copySample, MOMENT, program } from "./portal.mjs";

const PAGE = "/cong-khai/ngan-sach/du-toan-2024-xa-mau-a/";
const CSV = "content/cong-khai/ngan-sach/du-toan-2024-xa-mau-a/chi.csv";
const NAMES = ["Đặng", "Ánh", "Bến", "Ấp", "Đèo", "Ăn", "An", "Cầu", "Dốc", "Ao", "Ấm", "Bờ", "Chợ"];

let site, browser;

/** The sample portal with a table of thirteen rows, one of them without a figure. */
before(async () => {
  const portal = copySample();
  const rows = NAMES.map((name, at) => `${name},${at === 3 ? "" : (at * 7) % 13 * 150},${at * 1000}`);
  writeFileSync(join(portal, CSV), `Nội dung chi,Năm 2023,Dự toán 2024\n${rows.join("\n")}\nTổng cộng,,78000\n`);
  execFileSync(program(), ["-C", portal, "--quiet", "build", "--at", MOMENT, "--output", join(portal, "public")], { stdio: "inherit" });
  site = await serveFolder(join(portal, "public"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options = {}) {
  const context = await browser.newContext({ locale: "vi-VN", viewport: { width: 1280, height: 900 }, ...options });
  const faults = watch(context, site.base);
  const page = await context.newPage();
  await page.goto(site.base + PAGE);
  return { page, faults };
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
