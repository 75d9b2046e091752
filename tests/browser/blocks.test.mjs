// What citizens find of a poll, a week of work and a gallery, and what they see who open a feed: on the portal under test with the
// gallery of content/ and its pictures.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { NOON, ROOT, build, copySample } from "./portal.mjs";

const POLL = "/tham-do-y-kien/muc-can-lam-truoc-2024/";
const WEEK = "/lich-cong-tac/tuan-03-2024/";
const PAGES = [POLL, WEEK, "/tham-do-y-kien/kenh-nhan-tin-2023/", "/thu-vien-anh/binh-phuoc-qua-anh/", "/thu-vien-anh/", "/co-cau-to-chuc/lanh-dao/chu-tich-ubnd-tinh/", "/", "/en/"];
const PICTURES = ["gioi-thieu/doi-va-ruong.jpg", "tin-tuc/kinh-te-xa-hoi/2023/10/canh-dong.jpg"];

let site, browser;

before(async () => {
  const portal = copySample();
  for (const part of ["thu-vien-anh", ...PICTURES]) {
    cpSync(join(ROOT, "content", part), join(portal, "content", part), { recursive: true });
  }
  const config = join(portal, "site.toml");
  const endpoint = '[forms]\npoll = { endpoint = "https://tham-do.binhphuoc.example/gui" }\n';
  writeFileSync(config, readFileSync(config, "utf8").replace("[forms]\n", endpoint));
  site = await serveFolder(build(portal));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

const open = (path, options, moment = NOON) => openPage(browser, site, path, options, moment);

test("a poll is a form with and without scripts, and none once its last day has passed", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(POLL, { javaScriptEnabled });
    assert.equal(await page.locator(".poll-choices input:visible").count(), 5);
    assert.equal(await page.locator(".poll-answers").isVisible(), false, "the answers do not stand there twice");
    await page.context().close();
  }
  const late = await open(POLL, {}, "2024-02-09T08:00:00+07:00");
  assert.equal(await late.locator(".poll-choices input").count(), 0);
  assert.equal(await late.locator(".poll-answers li:visible").count(), 5);
  await late.context().close();
});

test("a poll in print is text with its days", async () => {
  const page = await open(POLL);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".poll-choices input:visible").count(), 0, "no form on paper");
  assert.equal(await page.locator(".poll-answers li:visible").count(), 5);
  assert.match(await page.locator(".poll .term").innerText(), /08\/01\/2024 - 08\/02\/2024/);
  await page.context().close();
});

test("today is marked in a week, and the home page has what is on today", async () => {
  const page = await open(WEEK);
  assert.match(await page.locator(".is-today h2").innerText(), /ngày 15 tháng 01 năm 2024 \(hôm nay\)/);
  await page.context().close();
  const home = await open("/", {}, "2024-01-17T08:00:00+07:00");
  assert.match((await home.locator(".today-only li").allInnerTexts()).join("|"), /^17\/01\/2024, 08 giờ 00\s+Phiên họp thường kỳ[^|]+$/);
  await home.context().close();
  const without = await open("/", { javaScriptEnabled: false });
  assert.equal(await without.locator(".today-only li:visible").count(), 3);
  await without.context().close();
});

test("their pages are clean for axe, in light and dark, and fit 320 pixels", async () => {
  for (const path of PAGES) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(path, { colorScheme });
      assert.deepEqual(await axe(page), [], `${path} ${colorScheme}`);
      await page.setViewportSize({ width: 320, height: 700 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), `${path} scrolls sideways`);
      await page.context().close();
    }
  }
});

test("the home page of a telephone is at most 6,000 px long beside the new blocks", async () => {
  for (const path of ["/", "/en/"]) {
    const page = await open(path, { viewport: { width: 360, height: 740 } });
    const height = await page.evaluate(() => {
      const above = [...document.querySelectorAll(".urgent, #cong-bar, .trial")].reduce((sum, bar) => sum + bar.offsetHeight, 0);
      return document.documentElement.scrollHeight - above;
    });
    assert.ok(height <= 6000, `${path} ${height} px`);
    await page.context().close();
  }
});

test("whoever opens a feed sees what it is and its items", async () => {
  for (const [path, item] of [["/rss.xml", "item"], ["/tin-tuc/atom.xml", "entry"]]) {
    const page = await open(path);
    const [head, display, fits] = await page.evaluate((item) => {
      const root = document.documentElement;
      const style = (part, of) => getComputedStyle(part, of);
      return [style(root, "::before").content, style(root.querySelector(item)).display, root.scrollWidth <= innerWidth];
    }, item);
    assert.match(head, /^"Đây là một nguồn tin.*This is a feed/s, path);
    assert.deepEqual([display, fits, page.faults], ["block", true, []], path);
    await page.context().close();
  }
});
