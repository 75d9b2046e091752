// What a citizen with a telephone finds: the home page, a register narrowed on its own page, states in old copies of a page, and what
// stays in place while a page loads.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { NOON, buildSample } from "./portal.mjs";

const DRAFT = "/gop-y-du-thao/quy-che-cong-thong-tin-dien-tu/";
const TELEPHONE = { viewport: { width: 360, height: 740 } };

let site, browser;

before(async () => {
  site = await serveFolder(buildSample());
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** A page as of a moment, that of the build unless told. */
const open = (path, options, moment = NOON) => openPage(browser, site, path, options, moment);

/** Waits in the test, since the policy of the page lets nobody else's code run in it. */
async function until(holds, what) {
  for (let turn = 0; turn < 50; turn++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(what);
}

const hits = async (page) => {
  await page.locator(".narrow-status:not(:empty)").waitFor();
  return page.locator(".narrow-status").innerText();
};

test("a register is narrowed on its own page, and the address keeps what was chosen", async () => {
  const page = await open("/van-ban/");
  const rows = page.locator(".register tbody tr");
  const all = await rows.count();
  await page.getByRole("combobox", { name: "Loại văn bản" }).selectOption("Quyết định");
  const found = Number(/\d+/.exec(await hits(page))[0]);
  assert.ok(found > 0 && found < all && found === (await rows.count()), `${found} of ${all}`);
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, "/van-ban/?type=quyet-dinh");
  await page.reload();
  await hits(page);
  assert.equal(await rows.count(), found, "a link to the register narrows it again");
  await page.getByLabel("Số, ký hiệu hoặc từ khóa").fill("2461");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/van-ban/?q=2461&type=quyet-dinh");
  await until(async () => (await rows.first().innerText()).includes("2461/QĐ-UBND"), "the document of that number comes first");
  await page.goBack();
  await until(async () => (await rows.count()) === found, "going back brings what stood there before");
  await page.getByRole("button", { name: "Bỏ lọc" }).click();
  assert.equal(await rows.count(), all);
  assert.deepEqual([new URL(page.url()).search, page.faults], ["", []]);
  await page.context().close();
});

test("on a telephone a narrowed register shows the number of hits and not the form", async () => {
  const page = await open("/van-ban/", TELEPHONE);
  await page.locator(".narrow summary").click();
  await page.getByRole("combobox", { name: "Tình trạng" }).selectOption("Còn hiệu lực");
  await page.getByRole("button", { name: "Lọc" }).click();
  assert.match(await hits(page), /^Có \d+ mục phù hợp\.$/);
  assert.equal(await page.getByRole("combobox", { name: "Tình trạng" }).isVisible(), false);
  await until(async () => {
    const box = await page.locator(".narrow-status").boundingBox();
    return box.y >= 0 && box.y < 370;
  }, `the number of hits is on the screen: ${JSON.stringify(await page.locator(".narrow-status").boundingBox())}`);
  await page.context().close();
});

test("without scripts a register is narrowed by links, and no dead form shows", async () => {
  const page = await open("/van-ban/", { javaScriptEnabled: false });
  assert.equal(await page.locator(".narrow-form").isVisible(), false);
  await page.locator(".narrow summary").click();
  await page.locator(".narrow-groups a", { hasText: "Quyết định" }).click();
  await page.waitForURL("**/van-ban/loai-van-ban/quyet-dinh/");
  await page.context().close();
});

test("the home page of a telephone is at most 6,000 px long, in both languages", async () => {
  for (const path of ["/", "/en/"]) {
    const page = await open(path, TELEPHONE);
    // Without what stands there on some days only: a warning, and the line of a build for another moment.
    const height = await page.evaluate(() => {
      const above = [...document.querySelectorAll(".urgent, #cong-bar")].reduce((sum, bar) => sum + bar.offsetHeight, 0);
      return document.documentElement.scrollHeight - above;
    });
    assert.ok(height <= 6000, `${path} ${height} px`);
    await page.context().close();
  }
});

test("the home page tells no story twice and says what the portal does in figures", async () => {
  const page = await open("/");
  const stories = await page.locator("main :is(.leads, .block) .card-title > a").evaluateAll((links) => links.map((link) => link.pathname));
  assert.deepEqual(stories.filter((story, at) => stories.indexOf(story) !== at), []);
  const figures = await page.locator(".home-figures li").allInnerTexts();
  assert.ok(figures.length >= 5 && figures.every((figure) => /^\d/.test(figure)), figures.join(" | "));
  await page.context().close();
});

test("a draft whose term is over says so under its title and takes its ways to comment away", async () => {
  const page = await open(DRAFT);
  assert.equal(await page.locator(".page-head .force").isVisible(), false);
  assert.ok(await page.getByRole("heading", { name: "Gửi ý kiến" }).isVisible());
  await page.clock.setFixedTime("2024-02-09T08:00:00+07:00");
  await page.reload();
  assert.match(await page.locator(".page-head .force").innerText(), /đã hết hạn nhận ý kiến sau ngày 08\/02\/2024/);
  assert.equal(await page.getByRole("heading", { name: "Gửi ý kiến" }).count(), 0);
  await page.context().close();
});

test("a telephone number that nobody has tried for half a year is marked", async () => {
  const fresh = await open("/lien-he/");
  assert.equal(await fresh.locator(".contact .state-soon").count(), 0);
  await fresh.context().close();
  const late = await open("/lien-he/", {}, "2024-09-01T08:00:00+07:00");
  assert.match(await late.locator(".contact .state-soon").first().innerText(), /quá 6 tháng chưa gọi thử/);
  await late.context().close();
});

test("nothing moves while a search or a register loads", async () => {
  for (const path of ["/tim-kiem/?q=cong+thong+tin", "/van-ban/", "/"]) {
    const page = await open(path);
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(300);
    const shift = await page.evaluate(
      () =>
        new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 100);
        }),
    );
    assert.ok(shift < 0.05, `${path}: ${shift}`);
    await page.context().close();
  }
});

test("in forced colours the search box, the place in the menu and the size of text can be seen", async () => {
  const page = await open("/van-ban/2461-qd-ubnd/", { forcedColors: "active" });
  const style = (selector, names) =>
    page.locator(selector).first().evaluate((element, names) => names.map((name) => getComputedStyle(element)[name]), names);
  assert.deepEqual(await style(".masthead .search input", ["borderTopStyle"]), ["solid"]);
  assert.deepEqual(await style(".site-menu .is-here", ["outlineStyle"]), ["solid"]);
  assert.deepEqual(await style(".tools label:has(:checked)", ["outlineStyle"]), ["solid"]);
  await page.context().close();
});

test("on paper registers are tables, lists say where they stand, and there is nothing to press", async () => {
  const page = await open("/van-ban/", TELEPHONE);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".register tr").first().evaluate((row) => getComputedStyle(row).display), "table-row");
  assert.ok((await page.locator("main").innerText()).includes("https://binhphuoc.example/van-ban/"));
  assert.equal(await page.locator("button:visible").count(), 0);
  await page.context().close();
});
