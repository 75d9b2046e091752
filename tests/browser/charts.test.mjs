// Charts in a browser: one of every kind on a page of the sample portal, read aloud, without scripts, on screens of three widths, in
// both themes and in the colours that a reader forces on pages.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { build, copySample } from "./portal.mjs";

const PAGE = "/cong-khai/thong-ke/bieu-do/";
const FOLDER = "content/cong-khai/thong-ke/bieu-do";
const KINDS = ["bar", "grouped", "stacked", "line", "one", "share", "shares", "below"];
const SCREENS = [360, 768, 1280];

let site, browser;

/** Long names, a gap, an amount below zero, large and tiny ones. */
before(async () => {
  const portal = copySample();
  mkdirSync(join(portal, FOLDER));
  const put = (name, text) => writeFileSync(join(portal, FOLDER, name), text);
  const rows = [
    ["2019", "Tham vấn chính sách, góp ý dự thảo, dịch vụ công, cải cách hành chính", 166586883, 9, -12],
    ["2020", "Việc làm, giáo dục nghề nghiệp", 73943269, 140, 30],
    ["2021", "Phòng, chống dịch", "", "", ""],
    ["2022", "Đề án 06", 15316, 88, 4],
    ["2023", "Chuyển đổi số", 1, 61, 18],
  ];
  put("so.csv", `Năm,Nhóm,Lượt,Kế hoạch,Chênh lệch\n${rows.map((row) => row.map((cell) => (/,/.test(cell) ? `"${cell}"` : cell)).join(",")).join("\n")}\n`);
  put("phan.csv", 'Nhóm,Thành thị,"Vùng đồng bào dân tộc thiểu số"\nXã Đồng Tiến,30,70\nXã Tân Phước,55,45\n');
  put(
    "so.schema.yaml",
    `title: Số liệu
fields:
  - { name: Năm, type: year }
  - { name: Nhóm }
  - { name: Lượt, type: integer, unit: lượt }
  - { name: Kế hoạch, type: integer, unit: lượt }
  - { name: Chênh lệch, type: integer, unit: lượt }
charts:
  bar: { type: bar, category: Nhóm, values: Lượt, order: descending, highlight: Đề án 06 }
  grouped: { type: grouped, category: Năm, values: [Lượt, Kế hoạch] }
  stacked: { type: stacked, category: Nhóm, values: [Lượt, Kế hoạch, Chênh lệch] }
  line: { type: line, category: Năm, values: [Kế hoạch, Chênh lệch], highlight: Kế hoạch }
  one: { type: line, category: Năm, values: Lượt }
  below: { type: bar, category: Nhóm, values: Chênh lệch }
`,
  );
  put(
    "phan.schema.yaml",
    `title: Tỷ trọng
fields:
  - { name: Nhóm }
  - { name: Thành thị, type: integer, unit: "%" }
  - { name: Vùng đồng bào dân tộc thiểu số, type: integer, unit: "%" }
charts:
  share: { type: share, category: Nhóm, values: Thành thị, source: Sở Nội vụ }
  shares: { type: share, category: Nhóm, values: [Thành thị, Vùng đồng bào dân tộc thiểu số] }
`,
  );
  const pictures = KINDS.map((kind) => `![Biểu đồ ${kind}](${kind.startsWith("share") ? "phan" : "so"}.csv#${kind})`);
  put(
    "index.md",
    `---\ntitle: Biểu đồ\nsummary: Thử.\ndate: 2024-01-08\nperiod: Năm 2023\nunit: lượt\ntable: so.csv\nmethod: Cộng sổ.\n---\n${pictures.join("\n\n")}\n`,
  );
  site = await serveFolder(build(portal));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(width, options = {}) {
  const page = await openPage(browser, site, PAGE, { viewport: { width, height: 900 }, ...options });
  return { page, faults: page.faults };
}

test("every chart has a drawing with a name, and its figures as a table one step away", async () => {
  const { page, faults } = await open(768);
  const charts = page.locator("figure.chart");
  assert.equal(await charts.count(), KINDS.length);
  assert.equal(await page.getByRole("img", { name: /^Biểu đồ bar\. Biểu đồ cột\. Cao nhất: / }).count(), 1);
  const first = charts.first();
  assert.ok(await first.locator("table").isHidden());
  await first.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.ok(await first.locator("table").isVisible());
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("axe finds nothing at three widths, in light and dark, with tables open and closed", async () => {
  for (const width of SCREENS) {
    const { page, faults } = await open(width);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axe(page), [], `${width} ${colorScheme}`);
    }
    await page.evaluate(() => document.querySelectorAll("figure.chart details").forEach((one) => (one.open = true)));
    assert.deepEqual(await axe(page), [], `${width} open`);
    assert.deepEqual(faults, []);
    await page.context().close();
  }
});

test("one drawing is shown, its letters are never under 12 pixels, and nothing stands beside the page", async () => {
  for (const width of [320, ...SCREENS]) {
    const { page } = await open(width, { javaScriptEnabled: false });
    const found = await page.evaluate((screen) => {
      const faults = [];
      for (const chart of document.querySelectorAll("figure.chart")) {
        const shown = [...chart.querySelectorAll("svg")].filter((svg) => svg.getClientRects().length > 0);
        if (shown.length !== 1) faults.push(`${shown.length} drawings`);
        const frame = shown[0].getBoundingClientRect();
        const letters = (14 * frame.width) / shown[0].viewBox.baseVal.width;
        if (letters < 12 || letters > 20) faults.push(`letters of ${letters}`);
        for (const text of shown[0].querySelectorAll("text")) {
          const box = text.getBoundingClientRect();
          if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push(`${text.textContent} stands outside`);
        }
      }
      if (document.documentElement.scrollWidth > screen) faults.push(`${document.documentElement.scrollWidth} pixels`);
      return faults;
    }, width);
    assert.deepEqual(found, [], `${width}`);
    await page.context().close();
  }
});

test("words of a drawing do not stand on each other in the letters of this machine", async () => {
  for (const width of SCREENS) {
    const { page } = await open(width);
    const found = await page.evaluate(() => {
      const faults = [];
      for (const svg of document.querySelectorAll("figure.chart svg")) {
        const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
        boxes.forEach(([name, a], at) => {
          for (const [other, b] of boxes.slice(at + 1)) {
            const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const across = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (over > 1 && across > 5) faults.push(`${name} on ${other}`);
          }
        });
      }
      return faults;
    });
    assert.deepEqual(found, [], `${width}`);
    await page.context().close();
  }
});

test("bars of a series differ from those of others where a reader forces colours", async () => {
  const { page } = await open(1280, { forcedColors: "active" });
  const stripes = await page.locator("figure.chart .chart-wide [stroke-dasharray]").count();
  assert.ok(stripes > 0);
  const seen = await page.evaluate(() => {
    const text = document.querySelector("figure.chart .chart-wide text");
    const bar = document.querySelector("figure.chart .chart-wide .fill-1");
    const paper = getComputedStyle(document.body).backgroundColor;
    return [getComputedStyle(text).fill, getComputedStyle(bar).fill].every((colour) => colour !== paper);
  });
  assert.ok(seen);
  await page.context().close();
});

test("the picture to keep opens by itself", async () => {
  const { page, faults } = await open(768);
  const href = await page.locator("figure.chart a[href$='.svg']").first().getAttribute("href");
  await page.goto(site.base + href);
  assert.equal(await page.locator("svg > title").textContent(), "Số liệu");
  assert.ok((await page.locator("svg text").allTextContents()).some((text) => text.includes("166.586.883")));
  assert.deepEqual(faults, []);
  await page.context().close();
});
