// The panel of the preview: what a check finds in the open page, with its line, until it is mended.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, launch } from "./browser.mjs";
import { article, listens, PATIENCE, preview, until } from "./preview.mjs";

const FILE = "content/tin-tuc/viec-lam/2024/01/thu-soat.md";
const URL_OF_IT = "/tin-tuc/viec-lam/2024/01/thu-soat/";
const WRONG = "Sở  Y tế và [trang](khong-co.md) này.";

let desk, browser;

before(async () => {
  desk = await preview();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await desk?.end();
});

async function open(width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: "vi-VN" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  await page.goto(desk.base + URL_OF_IT);
  await listens(page);
  return { page, troubles, end: () => context.close() };
}

const panel = (page) => page.locator("#cong-findings");

/** Errors cover the page until they are closed. */
async function close(page) {
  const errors = page.locator("#cong-errors button");
  if (await errors.count()) await errors.click();
}

test("what is found in the open page stands in a panel with its line, and goes when it is mended", async () => {
  desk.put(FILE, article("Bài thử soát", "", "Sở  Y tế."));
  await desk.serves(URL_OF_IT, "Bài thử soát");
  const { page, troubles, end } = await open();
  await panel(page).waitFor();
  assert.equal(await panel(page).locator("summary").innerText(), "1 chỗ cần xem");
  assert.ok(!(await panel(page).locator("li").isVisible()), "it is closed until it is opened");
  await panel(page).locator("summary").click();
  const text = await panel(page).innerText();
  const line = desk.text(FILE).split("\n").indexOf("Sở  Y tế.") + 1;
  assert.match(text, new RegExp(`${FILE}:${line}:3`));
  assert.match(text, /cảnh báo \[V10\]/);
  desk.putByRename(FILE, article("Bài thử soát", "", "Sở  Y tế.\n\nBan  Dân tộc."));
  await until(async () => (await panel(page).locator("summary").innerText()) === "2 chỗ cần xem", "both are told");
  assert.ok(await panel(page).locator("li").first().isVisible(), "it stays open");
  desk.putByRename(FILE, article("Bài thử soát", "", "Sở Y tế."));
  await panel(page).waitFor({ state: "detached" });
  assert.deepEqual(troubles, []);
  await end();
});

test("other pages say nothing of it, and no published page has it", async () => {
  desk.put(FILE, article("Bài thử soát", "", "Sở  Y tế."));
  await desk.serves(URL_OF_IT, "Bài thử soát");
  const other = await (await fetch(`${desk.base}/_cong/findings?page=/tin-tuc/viec-lam/`)).json();
  assert.ok(other.every(({ file }) => file !== FILE), JSON.stringify(other));
  assert.ok(!(await (await fetch(desk.base + URL_OF_IT)).text()).includes("V10"), "the reply itself has nothing of it");
});

for (const width of [360, 768, 1280]) {
  test(`at ${width} px it is small while closed, fits while open, and can be read by everyone`, async () => {
    desk.put(FILE, article("Bài thử soát", "", `${WRONG}\n\n${"Một  hai.\n\n".repeat(15)}`));
    await desk.serves(URL_OF_IT, "Một  hai");
    const { page, troubles, end } = await open(width);
    await panel(page).waitFor();
    await close(page);
    const closed = await panel(page).boundingBox();
    assert.ok(closed.width < 220 && closed.height < 50, JSON.stringify(closed));
    await panel(page).locator("summary").focus();
    await page.keyboard.press("Enter");
    await panel(page).locator("li").first().waitFor();
    const box = await panel(page).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 800, JSON.stringify(box));
    assert.ok(box.height < 450, JSON.stringify(box));
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "UL", "what scrolls is reached by the keyboard");
    assert.deepEqual(await axe(page), []);
    if (process.env.SHOTS) {
      mkdirSync(process.env.SHOTS, { recursive: true });
      await page.screenshot({ path: `${process.env.SHOTS}/findings-${width}.png` });
    }
    assert.deepEqual(troubles, []);
    await end();
  });
}
