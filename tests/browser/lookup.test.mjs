// Looks rows up as citizens do: found, unknown, mistyped, by keyboard, without scripts, on a weak network, on a page older than its files.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, watch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { copySample, program } from "./portal.mjs";

const PAGES = { vi: "/tra-cuu/diem-thi/", en: "/en/tra-cuu/diem-thi/" };
const SCHEMA = `primaryKey: sbd
lookup:
  example: '43999999'
fields:
  - name: sbd
    title: { vi: Số báo danh, en: Candidate number }
  - name: toan
    title: { vi: Toán, en: Mathematics }
    type: number
    unit: { vi: điểm, en: points }
  - name: lich_su
    title: { vi: Lịch sử, en: History }
    type: number
`;

let portal, site, browser;

function build(changed = "8.4") {
  const folder = join(portal, "content/tra-cuu/diem-thi");
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries({
    "../_index.md": "---\ntitle: Tra cứu\nkind: lookup\n---\n",
    "../_index.en.md": "---\ntitle: Look-ups\nkind: lookup\n---\n",
    "index.md": "---\ntitle: Tra cứu điểm thi\nsummary: Nhập số báo danh.\ntable: diem.csv\n---\nXem điểm.\n",
    "index.en.md": "---\ntitle: Exam marks\nsummary: Type the candidate number.\ntable: diem.csv\n---\nSee the marks.\n",
    "diem.schema.yaml": SCHEMA,
  })) writeFileSync(join(folder, file), text);
  const rows = Array.from({ length: 3000 }, (_, n) => `${43000002 + n},${n % 10}.25,`);
  writeFileSync(join(folder, "diem.csv"), ["sbd,toan,lich_su", `43000001,${changed},`, ...rows].join("\n"));
  execFileSync(program(), ["-C", portal, "--quiet", "build", "--output", join(portal, "public")], { stdio: "inherit" });
  return join(portal, "public");
}

before(async () => {
  portal = copySample();
  site = await serveFolder(build());
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(lang = "vi", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const faults = watch(context, site.base), page = await context.newPage();
  await page.goto(site.base + PAGES[lang]);
  return { page, faults, input: page.locator(".lookup-form input"), status: page.locator(".lookup-status"), answer: page.locator(".lookup-answer") };
}

async function type(input, text) {
  await input.fill(text);
  await input.press("Enter");
}

test("a number typed as people type it is found with one request, and stands in no address", async () => {
  const { page, faults, input, answer } = await open();
  for (const typed of ["43000001", "43.000.001", "43OOOOO1", " ４３００ 0001 "]) {
    const before = site.requests.length;
    await type(input, typed);
    await answer.waitFor();
    assert.equal(await answer.locator("h2").innerText(), "Số báo danh 43000001");
    assert.deepEqual(await answer.locator("dd").allInnerTexts(), ["8,4 điểm", "không có"], typed);
    // The sign of the portal is fetched by the browser itself, when it has time.
    const asked = site.requests.slice(before).filter((path) => path !== "/assets/emblem.svg");
    assert.ok(asked.length <= 1 && asked.every((path) => path.startsWith("/assets/lookup/")), `${asked}`);
    assert.equal(page.url(), site.base + PAGES.vi);
  }
  assert.equal(await page.evaluate(() => document.activeElement.className), "lookup-answer", "readers hear the answer");
  assert.equal(await page.evaluate(() => history.length), 2);
  assert.deepEqual(faults, []);
  // Whoever comes next sees nothing of it.
  await page.getByRole("button", { name: "Xóa và tra số khác" }).click();
  assert.equal(await input.inputValue(), "");
  assert.ok(!(await page.content()).includes("43000001"));
  await page.context().close();
});

test("the English page has English labels and a decimal point", async () => {
  const { input, answer, page } = await open("en");
  await type(input, "43000001");
  await answer.waitFor();
  assert.equal(await answer.locator("h2").innerText(), "Candidate number 43000001");
  assert.deepEqual(await answer.locator("dd").allInnerTexts(), ["8.4 points", "none"]);
  await page.context().close();
});

test("a number that is not in the list, and one that can be none, get answers of their own", async () => {
  const { page, input, status, answer } = await open();
  await type(input, "43999999");
  await page.waitForFunction(() => /43999999/.test(document.querySelector(".lookup-status").textContent));
  assert.match(await status.innerText(), /^Không có 43999999 trong danh sách/);
  assert.ok(await answer.isHidden());
  const asked = site.requests.length;
  for (const [typed, says] of [["4300001", "Chưa đúng. Cần: 8 chữ số, ví dụ 43999999."], ["", "Chưa nhập. Cần: 8 chữ số, ví dụ 43999999."]]) {
    await type(input, typed);
    assert.equal(await page.locator(".lookup-wrong").innerText(), says);
    assert.equal(await input.getAttribute("aria-invalid"), "true");
  }
  assert.equal(site.requests.length, asked, "nothing is asked for");
  await type(input, "43000001");
  await answer.waitFor();
  assert.equal(await input.getAttribute("aria-invalid"), null);
  await page.context().close();
});

test("on a weak network one can try again", async () => {
  const { page, input, status, answer } = await open();
  await page.route("**/assets/lookup/**", (route) => route.abort());
  await type(input, "43000001");
  const again = page.getByRole("button", { name: "Thử lại" });
  await again.waitFor();
  assert.match(await status.innerText(), /^Không tải được/);
  await page.unroute("**/assets/lookup/**");
  await again.click();
  await answer.waitFor();
  assert.ok(await again.isHidden());
  await page.context().close();
});

test("without scripts the page says whom to ask", async () => {
  const { page } = await open("vi", { javaScriptEnabled: false });
  assert.ok(await page.locator(".lookup-form").isHidden());
  assert.match(await page.locator(".lookup-plain").innerText(), /JavaScript/);
  assert.ok(await page.locator(".lookup-contact a.phone").isVisible());
  await page.context().close();
});

test("axe finds nothing before and after an answer, and it fits 320 px", async () => {
  const { page, input, answer } = await open("vi", { viewport: { width: 320, height: 640 }, bypassCSP: true });
  const found = await axe(page);
  await type(input, "4300");
  found.push(...(await axe(page)));
  await type(input, "43000001");
  await answer.waitFor();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await axe(page)));
  }
  assert.deepEqual(found, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.context().close();
});

test("a page that is older than its table finds the new row all the same", async () => {
  const { page, input, answer } = await open();
  build("9.75");
  await type(input, "43000001");
  await answer.waitFor();
  assert.equal(await answer.locator("dd").first().innerText(), "9,75 điểm");
  await page.context().close();
});
