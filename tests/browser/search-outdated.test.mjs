// What a search page does that is older than the index on the server, or newer: it is loaded again or says so, and shows no wrong answer.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { MOMENT, copySample, program } from "./portal.mjs";

const FOUND = ".search-results a";
const ARTICLE = /^tin-tuc\/.*2023.*[a-z]\.md$/;

let portal, folder, site, browser, title;
const publish = () => execFileSync(program(), ["-C", portal, "--quiet", "build", "--at", MOMENT], { stdio: "inherit" });
const entryFile = () => join(folder, "assets/search", readdirSync(join(folder, "assets/search")).find((name) => /^vi\..*\.json$/.test(name)));
const source = () => join(portal, "content", readdirSync(join(portal, "content"), { recursive: true }).map(String).sort().find((name) => ARTICLE.test(name) && !/_index|\.en\./.test(name)));

before(async () => {
  portal = copySample();
  folder = join(portal, "public");
  publish();
  title = /^title: *"?(.*?)"?$/m.exec(readFileSync(source(), "utf8"))[1];
  [site, browser] = [await serveFolder(folder), await launch()];
});
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(portal, { recursive: true, force: true });
});

/** A search page, and how often it was loaded. */
async function open(address = "/tim-kiem/") {
  const context = await browser.newContext();
  const page = await context.newPage();
  const loads = [];
  page.on("request", (request) => { if (request.isNavigationRequest()) loads.push(request.url()); });
  await page.goto(site.base + address);
  return { page, context, loads };
}

const told = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".search-status").textContent), pattern.source);
const OUTDATED = /vừa được cập nhật/;

async function submit(page, text) {
  await page.locator("#q").fill(text);
  await page.locator(".search-form button").first().click();
}

test("a page that was open when the portal was published anew is loaded again and shows what is there now", async () => {
  const { page, loads } = await open();
  await submit(page, "góp ý dự thảo");
  await page.locator(FOUND).first().waitFor();
  const old = entryFile();
  writeFileSync(source(), readFileSync(source(), "utf8").replace(title, "Tựa đề xyzzymoi sau khi sửa"));
  publish();
  assert.throws(() => readFileSync(old), "the entry has another name now");
  await submit(page, title);
  await page.waitForFunction(() => performance.getEntriesByType("navigation")[0].type === "reload");
  await told(page, /\d/);
  assert.equal(await page.locator("#q").inputValue(), title);
  assert.equal(loads.length, 2, loads.join(" "));
  assert.ok(!(await page.locator(FOUND).allInnerTexts()).includes(title), "the old title is gone");
  await submit(page, "xyzzymoi");
  await page.locator(FOUND, { hasText: "Tựa đề xyzzymoi" }).waitFor();
});

test("who is typing is not interrupted: the page says that it is old, and the button loads it", async () => {
  const { page, loads } = await open();
  await page.waitForFunction(() => document.querySelector(".search-plain").hidden);
  // Published anew before anything of the index was read.
  await page.context().route("**/assets/search/**", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<h1>404</h1>" }));
  await page.locator("#q").pressSequentially("góp ý");
  await told(page, OUTDATED);
  assert.equal(loads.length, 1);
  assert.equal(await page.locator("#q").inputValue(), "góp ý");
  await page.context().unroute("**/assets/search/**");
  await page.locator(".search-form button").first().click();
  await page.locator(FOUND).first().waitFor();
  assert.deepEqual([loads.length, new URL(page.url()).searchParams.get("q")], [2, "góp ý"]);
});

test("a host that gives a page in place of a missing file is not believed", async () => {
  const { page, loads } = await open();
  await page.context().route("**/assets/search/vi/**", (route) => route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: "<h1>Trang chủ</h1>" }));
  await submit(page, "góp ý");
  await told(page, OUTDATED);
  assert.equal(await page.locator(FOUND).count(), 0);
  assert.equal(loads.length, 2, "loaded again once, not for ever");
});

for (const difference of [-1, 1]) {
  test(`an index of the version ${difference < 0 ? "before" : "after"} gives no answer, and no end of loading again`, async () => {
    const file = entryFile(), written = readFileSync(file, "utf8"), entry = JSON.parse(written);
    writeFileSync(file, JSON.stringify({ ...entry, v: entry.v + difference }));
    try {
      const { page, loads } = await open("/tim-kiem/?q=g%C3%B3p+%C3%BD");
      await told(page, OUTDATED);
      await page.waitForTimeout(500);
      assert.deepEqual([await page.locator(FOUND).count(), loads.length], [0, 2]);
      // The button is a reader's own wish.
      await Promise.all([page.waitForEvent("load"), page.locator(".search-form button").first().click()]);
      await told(page, OUTDATED);
      assert.equal(loads.length, 3);
    } finally {
      writeFileSync(file, written);
    }
  });
}

test("a script that is gone is told from a lost connection", async () => {
  const context = await browser.newContext(), page = await context.newPage();
  let isGone = true, asked = 0;
  await context.route(/\/assets\/search\.\w+\.js$/, (route) => {
    asked++;
    return isGone ? route.fulfill({ status: 404, contentType: "text/html", body: "<h1>404</h1>" }) : route.continue();
  });
  await page.goto(`${site.base}/tim-kiem/?q=g%C3%B3p+%C3%BD`);
  await told(page, OUTDATED);
  assert.ok(asked > 1, "it was asked for again");
  isGone = false;
  await page.locator(".search-form button").first().click();
  await page.locator(FOUND).first().waitFor();
});

test("a lost connection is called by its name, and the page stays", async () => {
  const { page, loads, context } = await open();
  await context.setOffline(true);
  await submit(page, "góp ý");
  await told(page, /kiểm tra kết nối/);
  assert.equal(loads.length, 1);
  await context.setOffline(false);
  await submit(page, "góp ý");
  await page.locator(FOUND).first().waitFor();
});
