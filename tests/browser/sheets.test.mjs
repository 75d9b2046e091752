// Scanned plans in a browser: whole without scripts, read by keyboard, buttons and mouse, with no more loaded than is looked at.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { ROOT, build, copySample } from "./portal.mjs";

const PAGE = "/cong-khai/su-dung-dat/ban-do-quy-hoach-5-nam-bu-dang/";

let site, browser;

before(async () => {
  const portal = copySample();
  const plan = join("content", PAGE);
  cpSync(join(ROOT, plan), join(portal, plan), { recursive: true });
  site = await serveFolder(build(portal));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options = {}) {
  const page = await openPage(browser, site, PAGE, options);
  await page.locator(".sheet-frame").scrollIntoViewIfNeeded();
  return { page, faults: page.faults };
}

/** How wide the sheet is, how far it is scrolled, and which version is shown. */
const seen = (page) => page.locator(".sheet-frame").evaluate((frame) => {
  const image = frame.querySelector("img");
  return { width: image.clientWidth, frame: frame.clientWidth, left: frame.scrollLeft, top: frame.scrollTop, file: image.currentSrc.split("/").pop() };
});

test("without scripts the whole sheet is seen, and its files say what they are", async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.ok(await page.locator(".sheet-tools").isHidden());
  const texts = await page.locator(".sheet-files li").allInnerTexts();
  assert.match(texts[0], /JPEG, \d+ kB, 2\.400 × 1\.696 điểm ảnh/);
  assert.match(texts[1], /PDF, \d+ kB, 1 trang/);
  for (const link of await page.locator(".sheet-files a").evaluateAll((links) => links.map((link) => link.href))) {
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
});

test("the keyboard goes near, loads a wider version, moves, and shows the whole again", async () => {
  const { page, faults } = await open({ viewport: { width: 360, height: 800 } });
  await page.waitForFunction(() => document.querySelector(".sheet-frame img").complete);
  const whole = await seen(page);
  assert.deepEqual([whole.width, whole.file], [whole.frame, "640.webp"]);
  await page.locator(".sheet-frame").focus();
  for (let times = 0; times < 8; times++) await page.keyboard.press("+");
  await page.waitForFunction(() => document.querySelector(".sheet-frame img").currentSrc.endsWith("/2400.webp"));
  const near = await seen(page);
  assert.equal(near.width, 2400, "as near as the widest version has pixels");
  assert.ok(near.left > 0 && near.top > 0, "the middle stays where it is");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((left) => document.querySelector(".sheet-frame").scrollLeft > left, near.left);
  await page.keyboard.press("0");
  assert.equal((await seen(page)).width, whole.width);
  assert.deepEqual(faults, []);
});

test("buttons are large enough for a thumb, and say when they can do no more", async () => {
  const { page } = await open({ viewport: { width: 360, height: 800 } });
  for (const box of await page.locator(".sheet-tools button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
    assert.ok(box.width >= 44 && box.height >= 44, JSON.stringify(box));
  }
  const [closer, farther] = [page.getByRole("button", { name: "Phóng to" }), page.getByRole("button", { name: "Thu nhỏ" })];
  assert.ok(await farther.isDisabled());
  await closer.click();
  assert.ok(await farther.isEnabled());
  assert.equal(await page.locator(".sheet-level").innerText(), "150%");
  await farther.click();
  assert.ok(await farther.isDisabled());
});

test("the mouse pulls the sheet, and the wheel zooms with Ctrl alone", async () => {
  const { page } = await open();
  const whole = await seen(page);
  const box = await page.locator(".sheet-frame").boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + 100];
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await page.waitForFunction((width) => document.querySelector(".sheet-frame img").clientWidth > width, whole.width);
  const near = await seen(page);
  await page.mouse.down();
  await page.mouse.move(x - 60, y, { steps: 5 });
  await page.mouse.up();
  assert.ok(Math.abs((await seen(page)).left - near.left - 60) <= 2, "it follows the hand");
});

test("axe finds nothing, at any width, light and dark, and the page never scrolls sideways", async () => {
  for (const width of [320, 768, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await open({ viewport: { width, height: 800 }, colorScheme });
      await page.locator(".sheet-frame").focus();
      await page.keyboard.press("+");
      assert.deepEqual(await axe(page), [], `${width} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${width}`);
    }
  }
});
