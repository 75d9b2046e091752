// How the portal looks: twenty types of page at three widths, light and dark, against approved pictures.
//
//   CONG_PICTURES=write node --test pictures.test.mjs     approves what the pages look like now; look at every picture of it
//
// An approved picture is small and lossy, and what is compared are means of blocks, so that another version of the browser may draw a
// letter another way. Letters come from a package, since machines have different ones and lines would break elsewhere.
// Where a page differs, target/pictures has what was approved, what is, and where they differ.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { NOON, ROOT, buildSample } from "./portal.mjs";

/** A name and an address of each type of page. */
const PAGES = {
  home: "/",
  "home-en": "/en/",
  news: "/tin-tuc/",
  article: "/tin-tuc/chi-dao-dieu-hanh/2024/01/cong-thong-tin-dien-tu-tinh-nam-2023/",
  register: "/van-ban/",
  document: "/van-ban/42-2022-nd-cp/",
  consultation: "/gop-y-du-thao/quy-che-cong-thong-tin-dien-tu/",
  questions: "/hoi-dap/",
  notices: "/thong-bao/",
  contacts: "/lien-he/",
  organisation: "/co-cau-to-chuc/",
  person: "/co-cau-to-chuc/lanh-dao/truong-ban-bien-tap/",
  budget: "/cong-khai/ngan-sach/du-toan-2024-xa-mau-a/",
  plan: "/cong-khai/ke-hoach-cong-tac/ke-hoach-hoat-dong-2024/",
  statistics: "/cong-khai/thong-ke/tuong-tac/",
  event: "/su-kien/tap-huan-nghiep-vu-2023/",
  week: "/lich-cong-tac/tuan-03-2024/",
  video: "/video/goi-1022/",
  lookup: "/tra-cuu/diem-thi/",
  search: "/tim-kiem/?q=gop+y+du+thao",
};
/** What of a width is kept: a telephone is looked at more closely than a desk. */
const SCALES = { 360: 0.45, 768: 0.3, 1280: 0.22 };
const SCHEMES = ["light", "dark"];

/** Pixels of a page from its top. What stands below is more of the same. */
const TALLEST = 2000;
/** Pixels on each side of a block in the small picture, how far its mean colour may differ (of 255), and how many blocks may differ more. */
const COMPARED = { block: 8, difference: 20, blocks: 5 };
const QUALITY = 0.2;
/** Bytes of all approved pictures. */
const BUDGET = 1_500_000;

const APPROVED = join(ROOT, "tests/browser/approved");
const LEFT = join(ROOT, "target/pictures");
const writes = process.env.CONG_PICTURES === "write";

let site, browser, bench;

before(async () => {
  rmSync(LEFT, { recursive: true, force: true });
  mkdirSync(LEFT, { recursive: true });
  if (writes) {
    rmSync(APPROVED, { recursive: true, force: true });
    mkdirSync(APPROVED);
  }
  site = await serveFolder(buildSample());
  browser = await launch(["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"]);
  bench = await browser.newPage();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** The letters of the package, in place of those of the machine. */
const font = (() => {
  const folder = join(createRequire(import.meta.url).resolve("@fontsource-variable/noto-sans/package.json"), "../files");
  const face = (subset, range) => {
    const bytes = readFileSync(join(folder, `noto-sans-${subset}-wght-normal.woff2`)).toString("base64");
    return `@font-face{font-family:"of the test";font-weight:100 900;src:url(data:font/woff2;base64,${bytes})${range && `;unicode-range:${range}`}}`;
  };
  const vietnamese = "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB";
  return `${face("latin", "")}${face("vietnamese", vietnamese)}:root{--font:"of the test"}:root :is(code,pre,kbd){font-family:"of the test"}`;
})();

async function open(path, width) {
  const viewport = { width, height: 800 };
  const page = await openPage(browser, site, path, { reducedMotion: "reduce", bypassCSP: true, viewport }, NOON);
  await page.addStyleTag({ content: font });
  if (path.includes("?q=")) await page.locator(".search-results li").first().waitFor();
  await page.evaluate(async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    await document.fonts.ready;
  });
  return page;
}

async function take(page, width, colorScheme) {
  await page.emulateMedia({ colorScheme });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
  return page.screenshot({ fullPage: true, clip, animations: "disabled", caret: "hide", type: "jpeg", quality: 90 });
}

/** Runs in the browser, which reads and writes pictures: the small one, and what differs from an approved one. */
async function measure({ now, approved, scale, compared }) {
  const read = async (base64) => {
    const bytes = await (await fetch(`data:;base64,${base64}`)).blob();
    return createImageBitmap(bytes);
  };
  const drawn = (picture, width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, width, height);
    return { canvas, pen, pixels: pen.getImageData(0, 0, width, height).data, width, height };
  };
  const written = async (canvas, type, quality) => {
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality })).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const large = await read(now);
  const small = drawn(large, Math.round(large.width * scale), Math.round(large.height * scale));
  if (!approved) return { small: await written(small.canvas, "image/webp", compared.quality) };
  const picture = await read(approved);
  const old = drawn(picture, picture.width, picture.height);
  const mean = ({ pixels, width, height }, left, top) => {
    const sum = [0, 0, 0];
    let count = 0;
    for (let y = top; y < Math.min(top + compared.block, height); y++)
      for (let x = left; x < Math.min(left + compared.block, width); x++, count++)
        for (let part = 0; part < 3; part++) sum[part] += pixels[4 * (y * width + x) + part];
    return sum.map((part) => part / Math.max(count, 1));
  };
  const shown = drawn(large, small.width, small.height);
  let blocks = 0;
  for (let top = 0; top < Math.min(small.height, old.height); top += compared.block)
    for (let left = 0; left < small.width; left += compared.block) {
      const [one, other] = [mean(small, left, top), mean(old, left, top)];
      if (one.every((part, at) => Math.abs(part - other[at]) <= compared.difference)) continue;
      blocks++;
      shown.pen.fillStyle = "rgb(255 0 80 / 55%)";
      shown.pen.fillRect(left, top, compared.block, compared.block);
    }
  const taller = small.height - old.height;
  return { blocks, taller, difference: await written(shown.canvas, "image/png") };
}

async function look(name, width, scheme, shot) {
  const file = `${name}-${width}-${scheme}`;
  const approved = join(APPROVED, `${file}.webp`);
  const scale = SCALES[width];
  const compared = { ...COMPARED, quality: QUALITY };
  if (writes) {
    const { small } = await bench.evaluate(measure, { now: shot.toString("base64"), scale, compared });
    writeFileSync(approved, Buffer.from(small, "base64"));
    writeFileSync(join(LEFT, `${file}.jpg`), shot);
    return;
  }
  if (!existsSync(approved)) return `${file}: no picture of it is approved`;
  const known = readFileSync(approved);
  const found = await bench.evaluate(measure, { now: shot.toString("base64"), approved: known.toString("base64"), scale, compared });
  // One pixel of the small picture is two to five of the page.
  if (found.blocks <= COMPARED.blocks && Math.abs(found.taller) <= 2) return;
  writeFileSync(join(LEFT, `${file}-approved.webp`), known);
  writeFileSync(join(LEFT, `${file}-now.jpg`), shot);
  writeFileSync(join(LEFT, `${file}-difference.png`), Buffer.from(found.difference, "base64"));
  return `${name} at ${width} px, ${scheme}: ${found.blocks} blocks differ, ${Math.round(found.taller / scale)} px taller (target/pictures/${file}-difference.png)`;
}

for (const [name, path] of Object.entries(PAGES)) {
  test(`the page "${name}" looks as it was approved`, async () => {
    const of = async (width) => {
      const page = await open(path, width);
      const faults = [];
      for (const scheme of SCHEMES) faults.push(await look(name, width, scheme, await take(page, width, scheme)));
      await page.context().close();
      return faults;
    };
    const faults = (await Promise.all(Object.keys(SCALES).map(Number).map(of))).flat().filter(Boolean);
    assert.deepEqual(faults, []);
  });
}

test("approved are these pages alone, and they stay small", () => {
  const wanted = Object.keys(PAGES).flatMap((name) => Object.keys(SCALES).flatMap((width) => SCHEMES.map((scheme) => `${name}-${width}-${scheme}.webp`)));
  const files = readdirSync(APPROVED);
  assert.deepEqual(files.sort(), wanted.sort());
  const bytes = files.reduce((sum, file) => sum + readFileSync(join(APPROVED, file)).length, 0);
  assert.ok(bytes <= BUDGET, `${bytes} bytes`);
});
