// Maps in a browser: whole without scripts, closer by keyboard and buttons, places reached by Tab, read aloud, on a small screen.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { build, copySample } from "./portal.mjs";

const PAGE = "/gioi-thieu/ban-do-thu/";
const FOLDER = "content/gioi-thieu/ban-do-thu";

/** A place of three by two that are half a degree wide. */
const place = (at) => {
  const [x, y] = [105 + (at % 3) / 2, 11 + Math.floor(at / 3) / 2];
  const ring = [[x, y], [x + 0.5, y], [x + 0.5, y + 0.5], [x, y + 0.5], [x, y]];
  return {
    type: "Feature",
    properties: { ma: `0${at}`, ten: `Xã số ${at}`, loai: ["lua", "rung", "o"][at % 3], trang: at < 2 ? "/lien-he/" : null },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
};

const SCHEMA = `title: Kế hoạch sử dụng đất
map:
  label: ten
  code: ma
  link: trang
  classes:
    property: loai
    values: [{ value: lua, title: Đất lúa }, { value: rung, title: Đất rừng }, { value: o, title: Đất ở }]
`;

let site, browser;

/** The sample portal with a map of six places. */
before(async () => {
  const portal = copySample();
  mkdirSync(join(portal, FOLDER), { recursive: true });
  writeFileSync(join(portal, FOLDER, "index.md"), "---\ntitle: Bản đồ thử\n---\n![Bản đồ sáu xã](xa.geojson)\n");
  writeFileSync(join(portal, FOLDER, "xa.geojson"), JSON.stringify({ type: "FeatureCollection", features: [0, 1, 2, 3, 4, 5].map(place) }));
  writeFileSync(join(portal, FOLDER, "xa.schema.yaml"), SCHEMA);
  site = await serveFolder(build(portal));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options = {}) {
  const page = await openPage(browser, site, PAGE, options);
  return { page, faults: page.faults };
}

/** What of the drawing is seen: x, y, width, height. */
const seen = async (page) => (await page.locator(".map-svg").getAttribute("viewBox")).split(" ").map(Number);

test("without scripts the map is whole, with its legend, table and files, and has nothing that needs them", async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.equal(await page.locator(".map-svg .map-area").count(), 6);
  assert.deepEqual(await page.locator(".map-legend li span").allInnerTexts(), ["Đất lúa (2)", "Đất rừng (2)", "Đất ở (2)"]);
  assert.equal(await page.locator(".map-table tbody tr").count(), 6);
  assert.ok(await page.locator(".map-tools").isHidden());
  assert.equal(await page.locator(".map-files a").count(), 2);
  for (const link of await page.locator(".map-files a").evaluateAll((links) => links.map((link) => link.href))) {
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
});

test("the keyboard zooms, moves and shows the whole again", async () => {
  const { page, faults } = await open();
  const whole = await seen(page);
  const frame = page.locator(".map-frame");
  await frame.focus();
  await page.keyboard.press("+");
  const near = await seen(page);
  assert.ok(near[2] < whole[2] && near[0] > 0, `${near}`);
  await page.keyboard.press("ArrowRight");
  const right = await seen(page);
  assert.ok(right[0] > near[0] && right[2] === near[2], `${right}`);
  for (let times = 0; times < 20; times++) await page.keyboard.press("ArrowRight");
  const edge = await seen(page);
  assert.ok(Math.abs(edge[0] + edge[2] - whole[2]) < 1, "it stops at the edge");
  await page.keyboard.press("-");
  assert.deepEqual(await seen(page), whole);
  await page.keyboard.press("+");
  await page.keyboard.press("0");
  assert.deepEqual(await seen(page), whole);
  assert.deepEqual(faults, []);
});

test("buttons are large enough for a thumb, and say when they can do no more", async () => {
  const { page } = await open({ viewport: { width: 360, height: 800 } });
  const buttons = page.locator(".map-tools button");
  for (const box of await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
    assert.ok(box.width >= 44 && box.height >= 44, JSON.stringify(box));
  }
  const [closer, farther] = [page.getByRole("button", { name: "Phóng to" }), page.getByRole("button", { name: "Thu nhỏ" })];
  assert.ok(await farther.isDisabled());
  await closer.click();
  assert.ok(await farther.isEnabled());
  await farther.click();
  assert.ok(await farther.isDisabled());
});

test("the wheel scrolls the page, and zooms with Ctrl alone", async () => {
  const { page } = await open({ viewport: { width: 1280, height: 500 } });
  const whole = await seen(page);
  await page.locator(".map-frame").hover();
  await page.mouse.wheel(0, 100);
  await page.waitForFunction(() => scrollY > 0);
  assert.deepEqual(await seen(page), whole);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await page.waitForFunction((width) => Number(document.querySelector(".map-svg").getAttribute("viewBox").split(" ")[2]) < width, whole[2]);
});

test("places with a page are reached by Tab, have a name, and show that they are chosen", async () => {
  const { page } = await open();
  await page.locator(".map-frame").focus();
  await page.keyboard.press("Tab");
  const now = () => page.evaluate(() => {
    const path = document.activeElement.querySelector("path");
    return { name: document.activeElement.getAttribute("aria-label"), width: path && getComputedStyle(path).strokeWidth };
  });
  assert.deepEqual(await now(), { name: "Xã số 0: Đất lúa", width: "5px" });
  await page.keyboard.press("Tab");
  assert.equal((await now()).name, "Xã số 1: Đất rừng");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/lien-he\/$/);
});

test("axe finds nothing, at any width, light and dark, and the page never scrolls sideways", async () => {
  for (const width of [360, 768, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await open({ viewport: { width, height: 800 }, colorScheme });
      assert.deepEqual(await axe(page), [], `${width} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${width}`);
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `map-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
});

test("classes are told apart in forced colours, by their patterns", async () => {
  const { page } = await open({ forcedColors: "active" });
  const fills = await page.locator(".map-legend rect").evaluateAll((all) => all.map((one) => one.getAttribute("fill") ?? "plain"));
  assert.equal(new Set(fills).size, 3, `${fills}`);
});

test("names stay as large as they are, however close the map is", async () => {
  const { page } = await open();
  const height = () => page.locator(".map-names text").first().evaluate((text) => text.getBoundingClientRect().height);
  const before = await height();
  await page.locator(".map-frame").focus();
  for (let times = 0; times < 3; times++) await page.keyboard.press("+");
  assert.ok(Math.abs((await height()) - before) < before * 0.15, `${before} ${await height()}`);
});
