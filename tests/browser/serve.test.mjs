// The preview in a browser: an edit reaches the open page by itself and leaves the others alone, errors show and go, and
// nothing that editors or their programs do to files makes it stumble. Works on a copy of the sample portal.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { article, hides, listens, PATIENCE, preview, shows, until } from "./preview.mjs";

const EDITED = "content/tin-tuc/chi-dao-dieu-hanh/2024/01/quy-che-moi-cua-cong.md";
const EDITED_URL = "/tin-tuc/chi-dao-dieu-hanh/2024/01/quy-che-moi-cua-cong/";
const OTHER_URL = "/tin-tuc/chi-dao-dieu-hanh/2024/01/cap-nhat-dung-du-kip-thoi/";
const FOLDER = "content/tin-tuc/viec-lam/2024/01";
const FOLDER_URL = "/tin-tuc/viec-lam/";

let desk, base, browser, context;
let path, text, put, putByRename, serves;

before(async () => {
  desk = await preview();
  ({ base, path, text, put, putByRename, serves } = desk);
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 900, height: 500 }, locale: "vi-VN" });
  context.setDefaultTimeout(PATIENCE);
});

after(async () => {
  await browser?.close();
  await desk?.end();
});

/** A page with a mark that a reload would wipe out, once it listens for changes. */
async function open(url) {
  const page = await context.newPage();
  await page.goto(base + url);
  await listens(page);
  await page.evaluate(() => (window.mark = true));
  return page;
}

const isMarked = (page) => page.evaluate(() => window.mark === true);

test("an edit of a text reaches the open page, keeps the place in it, and leaves other pages alone", async () => {
  const original = text(EDITED);
  const [edited, other] = [await open(EDITED_URL), await open(OTHER_URL)];
  await edited.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
  putByRename(EDITED, `${original}\nCâu vừa thêm số một.\n`);
  await shows(edited, "Câu vừa thêm số một.");
  await until(() => edited.evaluate(() => Math.abs(scrollY - 400) < 3), "the page stands where it stood");
  put(EDITED, `${original}\nCâu vừa thêm số hai.\n`);
  await shows(edited, "Câu vừa thêm số hai.");
  put(EDITED, original);
  await hides(edited, "Câu vừa thêm");
  assert.ok(await isMarked(other), "a page that shows nothing of the edit was loaded again");
  await edited.close();
  await other.close();
});

test("a link to a draft has a badge until the draft is published, and the page is the one that is published", async () => {
  const file = `${FOLDER}/thu-nhap.md`, url = `${FOLDER_URL}2024/01/thu-nhap/`;
  put(file, article("Bài nháp thử", "draft: true\n"));
  await serves(FOLDER_URL, "Bài nháp thử");
  const list = await open(FOLDER_URL);
  const hasBadge = (badge) => list.waitForFunction(([url, badge]) => {
    const link = document.querySelector(`.card-title a[href="${url}"]`);
    return link && getComputedStyle(link, "::after").content === badge;
  }, [url, badge]);
  await hasBadge('"Bản nháp"');
  assert.ok(!(await list.content()).includes("Bản nháp"), "the badge is style, not a part of the page");
  putByRename(file, article("Bài nháp thử"));
  await hasBadge("none");
  rmSync(path(file));
  await hides(list, "Bài nháp thử");
  await list.close();
});

test("a new title reaches the lists that show it", async () => {
  const file = `${FOLDER}/thu-tieu-de.md`;
  put(file, article("Tiêu đề cũ của bài thử"));
  await serves(FOLDER_URL, "Tiêu đề cũ của bài thử");
  const list = await open(FOLDER_URL);
  await shows(list, "Tiêu đề cũ của bài thử");
  putByRename(file, article("Tiêu đề mới của bài thử"));
  await shows(list, "Tiêu đề mới của bài thử");
  rmSync(path(file));
  await hides(list, "Tiêu đề mới của bài thử");
  await list.close();
});

test("a style sheet is swapped without loading the page again", async () => {
  const page = await open(EDITED_URL);
  const sheet = "themes/portal/assets/portal.css";
  const original = text(sheet);
  put(sheet, `${original}\nh1 { color: rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.ok(await isMarked(page));
  put(sheet, original);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  await page.close();
});

test("broken front matter shows file and line over the page until it is mended", async () => {
  const page = await open(EDITED_URL);
  const original = text(EDITED);
  put(EDITED, original.replace(/^date: .*$/m, "date: hôm qua"));
  const line = original.split("\n").findIndex((line) => line.startsWith("date:")) + 1;
  await shows(page, `${EDITED}:${line}:`);
  put(EDITED, original);
  await hides(page, `${EDITED}:${line}:`);
  await shows(page, /^title: "(.*)"$/m.exec(original)[1]);
  await page.close();
});

test("a broken template shows file and line over the page until it is mended", async () => {
  const page = await open(EDITED_URL);
  const template = "themes/portal/templates/item-article.html";
  const original = text(template);
  put(template, `${original}\n{% if %}\n`);
  await shows(page, `${template}:${original.split("\n").length + 1}`);
  put(template, original);
  await hides(page, template);
  await page.close();
});

test("a draft shows in the preview, with a bar that says what it is", async () => {
  const file = `${FOLDER}/thu-ban-nhap.md`;
  put(file, article("Bài thử còn là bản nháp", "draft: true\n"));
  const url = `${FOLDER_URL}2024/01/thu-ban-nhap/`;
  await until(async () => (await fetch(base + url)).ok, "the draft can be opened");
  const page = await open(url);
  assert.match(await page.locator("#cong-bar").innerText(), /nháp/i);
  putByRename(file, article("Bài thử còn là bản nháp"));
  await page.waitForFunction(() => !document.getElementById("cong-bar"));
  await page.close();
  rmSync(path(file));
  await until(async () => (await fetch(base + url)).status === 404, "the page is gone with its file");
});

test("a half-written file is told and then read when it is whole", async () => {
  const file = `${FOLDER}/thu-viet-do.md`;
  const whole = article("Bài viết dở", "", "Phần cuối của bài đã đến.");
  const url = `${FOLDER_URL}2024/01/thu-viet-do/`;
  const other = await open(OTHER_URL);
  put(file, whole.slice(0, 40));
  await shows(other, file);
  put(file, whole);
  await hides(other, file);
  await serves(url, "Phần cuối của bài đã đến.");
  const page = await open(url);
  await shows(page, "Phần cuối của bài đã đến.");
  await page.close();
  rmSync(path(file));
  await other.close();
});

test("a thousand new files at once arrive together, and the next edit is as quick as ever", async () => {
  const list = await open(FOLDER_URL);
  for (let number = 0; number < 1000; number++) put(`${FOLDER}/loat/bai-${number}.md`, article(`Bài trong loạt ${number}`));
  await shows(list, "Bài trong loạt");
  await until(async () => (await fetch(`${base}${FOLDER_URL}2024/01/loat/bai-999/`)).ok, "the last of them can be opened");
  const page = await open(EDITED_URL);
  const original = text(EDITED);
  put(EDITED, `${original}\nSửa sau một nghìn tệp.\n`);
  await shows(page, "Sửa sau một nghìn tệp.");
  put(EDITED, original);
  rmSync(path(`${FOLDER}/loat`), { recursive: true });
  await hides(list, "Bài trong loạt");
  assert.ok(desk.isRunning(), "the server still runs");
  await page.close();
  await list.close();
});
