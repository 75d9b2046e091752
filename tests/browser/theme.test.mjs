// The sample portal in a browser: what the theme promises to readers who see badly, use no mouse, no script, a small screen,
// a slow line, paper or another language, and to operators who send a strict policy. One page of every kind stands for all.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, watch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { buildSample, gzipped, NOON, onePageOfEachKind, pagesOf } from "./portal.mjs";

const DRAFT = "/gop-y-du-thao/quy-che-cong-thong-tin-dien-tu/";
const DOCUMENT = "/van-ban/2461-qd-ubnd/";
const ARTICLE = "/tin-tuc/chi-dao-dieu-hanh/2024/01/cong-thong-tin-dien-tu-tinh-nam-2023/";

let folder, all, chosen, site, browser;

before(async () => {
  folder = buildSample();
  all = pagesOf(folder);
  chosen = onePageOfEachKind(folder, all);
  site = await serveFolder(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** A context in which it is the moment of the build. */
async function context(options = {}) {
  const made = await browser.newContext({ locale: "vi-VN", viewport: { width: 1280, height: 900 }, ...options });
  if (options.javaScriptEnabled !== false) await made.clock.setFixedTime(NOON);
  return made;
}

async function open(path, options) {
  const page = await (await context(options)).newPage();
  await page.goto(site.base + path);
  return page;
}

/** Looks at each page in a few tabs at once and gathers what `look` finds, by address. */
async function lookAt(pages, options, look) {
  const found = [];
  const queue = [...pages];
  const tab = async () => {
    const page = await (await context(options)).newPage();
    const faults = watch(page.context(), site.base);
    for (let next; (next = queue.shift()); ) {
      await page.goto(site.base + next.url, { waitUntil: "domcontentloaded" });
      for (const fault of await look(page, next)) found.push(`${next.url} ${fault}`);
    }
    found.push(...faults.filter((fault) => !/404/.test(fault)));
    await page.context().close();
  };
  await Promise.all([tab(), tab(), tab()]);
  return found;
}

test("every kind of page exists in both languages", () => {
  const kinds = (lang) => new Set(chosen.filter((page) => page.lang === lang).map((page) => page.kind));
  assert.ok(all.length > 400 && kinds("vi").size > 35, `${all.length} pages of ${kinds("vi").size} kinds`);
  const untranslated = [...kinds("vi")].filter((kind) => !kinds("en").has(kind));
  assert.deepEqual(untranslated.filter((kind) => kind !== "item-science"), []);
});

test("axe finds nothing in either colour scheme, and no page breaks the policy", async () => {
  const found = await lookAt(chosen, {}, async (page) => {
    const light = await axe(page);
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await axe(page);
    await page.emulateMedia({ colorScheme: "light" });
    return [...light.map((fault) => `light: ${fault}`), ...dark.map((fault) => `dark: ${fault}`)];
  });
  assert.deepEqual(found, []);
});

test("a script that is not the one the page was made for does not run", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/assets/portal.*.js", async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, body: `window.other = true;${await reply.text()}` });
  });
  await page.goto(site.base + "/");
  assert.equal(await page.evaluate("window.other === undefined"), true);
  await page.unroute("**/assets/portal.*.js");
  await context.close();
});

test("no page has scripts, styles or handlers of its own", () => {
  const own = [];
  for (const { file } of all) {
    const html = readFileSync(join(folder, file), "utf8").replace(/<script type="?application\/ld\+json"?>.*?<\/script>/gs, "");
    for (const [fault] of html.matchAll(/<style|<[a-z][^>]* (style|on[a-z]+)=[^>]*>|<script(?![^>]* src=)[^>]*>/gi)) own.push(`${file}: ${fault}`);
  }
  assert.deepEqual(own, []);
});

test("nothing is wider than a screen of 320 px", async () => {
  const found = await lookAt(chosen, { viewport: { width: 320, height: 640 } }, async (page) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    return width > 320 ? [`is ${width} px wide`] : [];
  });
  assert.deepEqual(found, []);
});

test("without scripts menus open, text grows, pictures zoom, and no dead button shows", async () => {
  const narrow = await open("/", { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await narrow.getByRole("button", { name: "Danh mục" }).click();
  await narrow.locator("#menu summary").first().click();
  await narrow.locator("#menu details a").nth(1).click();
  await narrow.waitForURL("**/co-cau-to-chuc/");
  await narrow.context().close();

  const wide = await open("/", { javaScriptEnabled: false });
  await wide.locator("#menu summary").first().click();
  assert.ok(await wide.locator("#menu details a").first().isVisible());
  assert.equal(await wide.locator(".urgent").isVisible(), true);
  for (const path of ["/", ARTICLE, DOCUMENT, DRAFT]) {
    await wide.goto(site.base + path);
    // The button of a form sends it, script or not.
    const names = await wide.locator("button:visible:not(form[action] button)").allInnerTexts();
    assert.deepEqual(names, [], `${path} has buttons that do nothing`);
  }
  const size = () => wide.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)).catch(() => null);
  await wide.goto(site.base + ARTICLE);
  const height = async () => (await wide.locator("h1").boundingBox()).height;
  const small = await height();
  await wide.getByRole("radio", { name: "Chữ rất lớn" }).check();
  assert.ok((await height()) > small, `the text grows (${await size()})`);
  const infographic = chosen.find((page) => page.kind === "item-infographic" && page.lang === "vi");
  await wide.goto(site.base + infographic.url);
  const picture = wide.locator(".zoom-view img");
  const before = (await picture.boundingBox()).width;
  await wide.getByRole("checkbox", { name: "Phóng to hình" }).check();
  assert.ok((await picture.boundingBox()).width > before * 1.8);
  await wide.context().close();
});

test("everything can be reached and worked with the keyboard alone", async () => {
  const page = await open("/");
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Đến nội dung chính");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");

  await page.locator("#menu summary").nth(1).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("details[open]"))), true);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#menu details[open]").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.locator("#menu details[open]").count(), 0, "no drop-down covers what has the focus");

  // From the home page to a file of a document, by keys only; each stop of the way shows where the focus is.
  await page.getByRole("link", { name: "Tra cứu văn bản" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/van-ban/");
  await page.getByRole("link", { name: "2461/QĐ-UBND" }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${DOCUMENT}`);
  const file = page.locator(".attachments a").first();
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const label = document.activeElement.matches("label input") ? getComputedStyle(document.activeElement.parentElement) : null;
      return { file: document.activeElement.matches(".attachments a"), seen: [outlineStyle, label?.outlineStyle].includes("solid"), outlineWidth };
    });
    assert.ok(stop.seen, `the focus cannot be seen on ${await focused()}`);
    if (stop.file) break;
  }
  assert.equal(await file.evaluate((link) => link === document.activeElement), true);
  await page.context().close();
});

test("the panel of narrow screens closes on Escape and keeps the focus", async () => {
  const page = await open("/", { viewport: { width: 360, height: 740 } });
  const button = page.getByRole("button", { name: "Danh mục" });
  await button.focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#menu").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#menu").isVisible(), false);
  assert.ok(await button.evaluate((own) => own === document.activeElement));
  await button.click();
  await page.getByRole("button", { name: "Đóng" }).click();
  assert.equal(await page.locator("#menu").isVisible(), false);
  await button.click();
  await page.locator("#menu a:visible, #menu summary:visible").last().focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.locator("#menu").isVisible(), false, "whoever goes on behind the panel sees where");
  await page.context().close();
});

test("the header of a telephone leaves the screen to the page and has the search one press away", async () => {
  const page = await open("/van-ban/", { viewport: { width: 360, height: 740 } });
  const { height } = await page.locator(".site-header").boundingBox();
  assert.ok(height <= 110, `${height} px`);
  await page.getByRole("link", { name: "Tìm trên Cổng" }).click();
  await page.waitForURL("**/tim-kiem/");
  await page.locator("#q").waitFor();
  await page.context().close();
});

test("on a telephone tasks and telephone numbers come before the news", async () => {
  const page = await open("/", { viewport: { width: 360, height: 740 } });
  const top = async (of) => (await page.locator(of).first().boundingBox()).y;
  const [tasks, numbers, news] = [await top(".tasks"), await top(".hotlines .phone"), await top(".leads")];
  assert.ok(tasks < numbers && numbers < news, `${tasks}, ${numbers}, ${news}`);
  assert.ok(numbers <= 740, `the first number stands on the first screen, not at ${numbers} px`);
  await page.context().close();
});

test("a consultation counts its days and closes by itself in an old copy of the page", async () => {
  const page = await open(DRAFT);
  assert.equal(await page.locator(".callout .left, .callout [data-left]").innerText(), "còn 24 ngày");
  await page.clock.setFixedTime("2024-02-08T20:00:00+07:00");
  await page.reload();
  assert.equal(await page.locator(".callout [data-left]").innerText(), "hôm nay là ngày cuối");
  await page.clock.setFixedTime("2024-02-09T00:30:00+07:00");
  await page.reload();
  assert.equal(await page.locator(".page-head .state").innerText(), "Hết hạn");
  assert.equal(await page.locator(".callout [data-left]").isVisible(), false);
  await page.context().close();
});

test("an urgent notice stands first on every page, and goes at its end from pages that are older", async () => {
  const page = await open(DOCUMENT);
  assert.match(await page.locator(".urgent").innerText(), /Khẩn cấp.*đến hết ngày 16\/01\/2024/s);
  // Only the line that every page of a build for another moment has stands above it.
  const line = await page.locator("#cong-bar").boundingBox();
  assert.deepEqual([line.y, (await page.locator(".urgent").boundingBox()).y], [0, line.height]);
  await page.goto(site.base + "/en/404.html");
  assert.match(await page.locator(".urgent").innerText(), /Urgent.*until the end of 16 January 2024/s);
  await page.clock.setFixedTime("2024-01-16T23:59:00+07:00");
  await page.reload();
  assert.equal(await page.locator(".urgent").isVisible(), true);
  await page.clock.setFixedTime("2024-01-17T00:00:00+07:00");
  await page.reload();
  assert.equal(await page.locator(".urgent").count(), 0);
  await page.context().close();
});

test("on paper an item keeps agency, date and address and loses menus", async () => {
  const page = await open(ARTICLE);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const gone of [".utility", ".site-menu", ".breadcrumbs", ".tools", ".toc", ".neighbours", ".site-footer nav"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, `${gone} is printed`);
  }
  assert.equal(await page.locator(".urgent").isVisible(), true, "a warning is printed");
  const text = await page.locator("body").innerText();
  assert.match(text, /ngày 12 tháng 01 năm 2024/);
  assert.ok(text.includes(`https://binhphuoc.example${ARTICLE}`) && /Ủy ban nhân dân tỉnh Bình Phước/i.test(text));
  const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector(".prose")).color]);
  assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  await page.context().close();
});

/** Reads each page as the browser would, without showing it: `look` runs in the browser and gives the faults of one. */
async function readEach(pages, look) {
  const page = await open("/404.html");
  const urls = pages.map(({ url, kind, lang }) => ({ url, kind, lang }));
  const found = await page.evaluate(
    async ([urls, look]) => {
      const faultsOf = new Function("tree", "page", `return (${look})(tree, page)`);
      // The portal's policy lets no script parse HTML without a policy of its own.
      const trusted = window.trustedTypes?.createPolicy("test", { createHTML: (html) => html });
      const parse = (html) => new DOMParser().parseFromString(trusted?.createHTML(html) ?? html, "text/html");
      const read = async (page) => parse(await (await fetch(page.url)).text());
      const found = [];
      for (const page of urls) found.push(...faultsOf(await read(page), page).map((fault) => `${page.url} ${fault}`));
      return found;
    },
    [urls, look.toString()],
  );
  await page.context().close();
  return found;
}

test("English pages are in English", async () => {
  const found = await readEach(all.filter((page) => page.lang === "en"), (tree) => {
    const letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    // Names and what stands in quotes keep their letters; what begins with a small letter is a Vietnamese word. What an editor
    // writes in a text is the editor's: a guide may teach a reader the words to say.
    const word = new RegExp(`(?<![\\p{L}\\p{M}’'])(?=\\p{Ll})[\\p{L}]*[${letters}][\\p{L}]*`, "u");
    const faults = [];
    const look = (element, text, what) => {
      if (element.closest("[lang]").lang !== "en" || element.closest(".prose, .toc")) return;
      const found = word.exec(text.replace(/“[^”]*”/g, ""))?.[0] ?? /(?<!\/)\b\d{1,2}\/\d{1,2}\/\d{4}\b/.exec(text)?.[0];
      if (found) faults.push(`${what}: “${text.trim().slice(0, 90)}” (${found})`);
    };
    const walker = tree.createTreeWalker(tree.documentElement, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) if (!node.parentElement.closest("script, code")) look(node.parentElement, node.data, "text");
    for (const element of tree.querySelectorAll("[alt], [title], [aria-label], [placeholder]"))
      for (const name of ["alt", "title", "aria-label", "placeholder"]) look(element, element.getAttribute(name) ?? "", name);
    return faults;
  });
  assert.deepEqual(found, []);
});

test("each page leads to its translation, or says that there is none", async () => {
  const found = await readEach(all, (tree, { lang, kind }) => {
    const other = lang === "vi" ? "en" : "vi";
    const address = tree.querySelector(`.utility a[hreflang=${other}]`)?.getAttribute("href");
    const translated = tree.querySelector(`link[rel=alternate][hreflang=${other}]`) !== null;
    if (!address) return ["has no language switch"];
    if (translated && !kind.startsWith("home") && address === (other === "en" ? "/en/" : "/")) return ["leads to the home page only"];
    return kind.startsWith("item-") && !translated && !tree.querySelector(".no-translation") ? ["does not say that it is not translated"] : [];
  });
  assert.deepEqual(found, []);
});

test("pages are light", () => {
  const assets = readdirSync(join(folder, "assets"));
  const asset = (end) => assets.filter((name) => name.endsWith(end)).reduce((sum, name) => sum + gzipped(folder, `assets/${name}`), 0);
  const named = (file, pattern) => {
    const html = readFileSync(join(folder, file), "utf8");
    return [...new Set([...html.matchAll(pattern)].map((match) => match[1]))].reduce((sum, path) => sum + gzipped(folder, path), 0);
  };
  const pictures = (file) => named(file, /<img[^>]* src="?([^" >]+)/g);
  const scripts = (file) => named(file, /<script[^>]* src="?(\/[^" >]+)/g);
  const styles = (file) => named(file, /<link[^>]* href="?(\/[^" >]+\.css)/g);
  const page = (file) => gzipped(folder, file) + scripts(file) + styles(file) + asset("emblem.svg");
  const core = assets.filter((name) => /^search\.\w+\.js$/.test(name)).reduce((sum, name) => sum + gzipped(folder, `assets/${name}`), 0);
  const weight = {
    home: page("index.html") + pictures("index.html"),
    article: page(`${ARTICLE}index.html`),
    // What a page loads; charts, maps and registers have sheets of their own.
    css: Math.max(...["index.html", `${ARTICLE}index.html`, "van-ban/index.html", "tim-kiem/index.html", "tra-cuu/diem-thi/index.html"].map(styles)),
    // The page of the search fetches its core once it is asked.
    js: Math.max(scripts("tim-kiem/index.html") + core, scripts("tra-cuu/diem-thi/index.html"), scripts(`${ARTICLE}index.html`)),
  };
  assert.ok(core > 0 && weight.css > 0 && scripts(`${ARTICLE}index.html`) > 0);
  console.log("bytes over the line:", weight);
  const limits = { home: 100_000, article: 40_000, css: 15_000, js: 28_000 };
  for (const [what, limit] of Object.entries(limits)) assert.ok(weight[what] <= limit, `${what}: ${weight[what]} of ${limit} bytes`);
});
