// The forms of a portal whose operator receives them: filled in and sent without scripts, read aloud, by keyboard, on a small screen.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, launch, openPage } from "./browser.mjs";
import { copySample, MOMENT, NOON, program } from "./portal.mjs";
import { serveFolder } from "./cdn.mjs";

const DRAFT = "/gop-y-du-thao/quy-che-cong-thong-tin-dien-tu/";
const ENDPOINT = "https://bieu-mau.binhphuoc.example/gui";
const PAGES = ["/gui-phan-hoi/", "/hoi-dap/", "/gui-phan-hoi/danh-gia/", DRAFT, "/da-gui/", "/en/feedback/", "/en/questions/", "/en/feedback/rating/", "/en/sent/"];

let site, browser;

/** The sample portal with an endpoint. */
function build() {
  const portal = copySample();
  const config = readFileSync(join(portal, "site.toml"), "utf8");
  assert.match(config, /^\[forms\]$/m);
  writeFileSync(join(portal, "site.toml"), config.replace("[forms]", `[forms]\nendpoint = "${ENDPOINT}"`));
  execFileSync(program(), ["-C", portal, "--quiet", "build", "--at", MOMENT, "--output", join(portal, "public")], { stdio: "inherit" });
  return join(portal, "public");
}

before(async () => {
  site = await serveFolder(build());
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

const open = (path, options) => openPage(browser, site, path, { bypassCSP: true, ...options }, NOON);

/** Answers for the endpoint as docs/forms.md asks for: 303 to `next`. Gives what was posted. */
async function receive(page) {
  const posted = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    posted.push({ type: request.headers["content-type"], fields: Object.fromEntries(new URLSearchParams(body)) });
    const next = new URL(posted.at(-1).fields.next);
    response.writeHead(303, { location: site.base + next.pathname }).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // Only the address differs from what the page says.
  const session = await page.context().newCDPSession(page);
  const address = `http://127.0.0.1:${server.address().port}/`;
  await session.send("DOM.enable");
  const { root } = await session.send("DOM.getDocument", { depth: 0 });
  const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: `form[action="${ENDPOINT}"]` });
  for (const nodeId of nodeIds) await session.send("DOM.setAttributeValue", { nodeId, name: "action", value: address });
  assert.ok(nodeIds.length > 0, "the page has a form");
  return { posted, close: () => server.close() };
}

test("a comment on a draft is sent without scripts and its sender is thanked", async () => {
  const page = await open(DRAFT, { javaScriptEnabled: false });
  const endpoint = await receive(page);
  const send = page.getByRole("button", { name: "Gửi góp ý" });
  await send.click();
  assert.equal(endpoint.posted.length, 0, "required fields stop an empty form");
  await page.getByLabel("Ý kiến và lý do").fill("Đề nghị bổ sung thời hạn.\nLý do: chưa rõ.");
  await page.getByLabel("Họ và tên").fill("Nguyễn Văn A");
  await page.getByLabel("Tôi đồng ý").check();
  await send.click();
  await page.waitForURL("**/da-gui/");
  assert.match(await page.locator("h1").innerText(), /cảm ơn/);
  const [{ type, fields }] = endpoint.posted;
  assert.equal(type, "application/x-www-form-urlencoded");
  assert.deepEqual(
    { form: fields.form, name: fields.name, consent: fields.consent, draft: fields.draft, trap: fields.reference, page: fields.page },
    { form: "comment", name: "Nguyễn Văn A", consent: "yes", draft: DRAFT, trap: "", page: `https://binhphuoc.example${DRAFT}` },
  );
  assert.equal(fields.message, "Đề nghị bổ sung thời hạn.\r\nLý do: chưa rõ.");
  endpoint.close();
  await page.context().close();
});

test("a form says in the language of the page what it still needs, above it and at each field", async () => {
  for (const [path, title, send, missing] of [
    [DRAFT, "Chưa gửi được", "Gửi góp ý", "Họ và tên: chưa điền"],
    ["/en/feedback/", "Not sent yet", null, "is empty"],
  ]) {
    const page = await open(path);
    const endpoint = await receive(page);
    await (send ? page.getByRole("button", { name: send }) : page.locator(".send").first()).click();
    const summary = page.locator(".form-errors");
    assert.match(await summary.innerText(), new RegExp(`${title}[^]*${missing}`));
    assert.equal(await summary.evaluate((own) => own === document.activeElement), true);
    assert.deepEqual([endpoint.posted.length, await axe(page)], [0, []]);
    await summary.getByRole("link").first().click();
    const focused = page.locator(":focus");
    assert.equal(await focused.getAttribute("aria-invalid"), "true");
    const described = (await focused.getAttribute("aria-describedby")).split(" ");
    assert.ok((await page.locator(`#${described.at(-1)}`).innerText()).length > 0);
    const id = await focused.getAttribute("id");
    await focused.fill("Một câu.");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(`#${id}`).getAttribute("aria-invalid"), null, "what is filled in is told no more");
    endpoint.close();
    await page.context().close();
  }
});

test("one press says whether a page was useful", async () => {
  const page = await open("/van-ban/2461-qd-ubnd/", { javaScriptEnabled: false });
  const endpoint = await receive(page);
  await page.getByRole("group", { name: "Trang này có ích" }).getByRole("button", { name: "Có" }).click();
  await page.waitForURL("**/da-gui/");
  const { form, useful, page: about } = endpoint.posted[0].fields;
  assert.deepEqual([form, useful, about], ["useful", "yes", "https://binhphuoc.example/van-ban/2461-qd-ubnd/"]);
  endpoint.close();
  await page.context().close();
});

test("axe finds nothing on pages with forms, in either colour scheme", async () => {
  const found = [];
  for (const path of PAGES) {
    const page = await open(path);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const fault of await axe(page)) found.push(`${path} ${colorScheme}: ${fault}`);
    }
    await page.context().close();
  }
  assert.deepEqual(found, []);
});

test("forms fit a screen of 320 px", async () => {
  for (const path of PAGES) {
    const page = await open(path, { viewport: { width: 320, height: 640 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path);
    await page.context().close();
  }
});

test("a rating is given with the keyboard alone, and no key reaches the field for robots", async () => {
  const page = await open("/gui-phan-hoi/danh-gia/");
  const endpoint = await receive(page);
  await page.locator(".form [type=radio]").first().focus();
  const stops = [];
  for (let stop = 0; stop < 4; stop++) {
    await page.keyboard.press("Space");
    stops.push(await page.evaluate(() => [document.activeElement.name, getComputedStyle(document.activeElement).outlineStyle].join(" ")));
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(stops, ["interface solid", "content solid", "quality solid", "support solid"]);
  await page.keyboard.type("Dễ tìm.");
  const names = [];
  for (let stop = 0; stop < 3 && !names.includes("Gửi đánh giá"); stop++) {
    await page.keyboard.press("Tab");
    names.push(await page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.name));
  }
  assert.ok(names.includes("Gửi đánh giá") && !names.includes("reference"), names.join(", "));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/da-gui/");
  const { interface: design, support, message } = endpoint.posted[0].fields;
  assert.deepEqual([design, support, message], ["5", "5", "Dễ tìm."]);
  endpoint.close();
  await page.context().close();
});

test("the form for a draft goes from an old copy of the page when its term is over", async () => {
  const page = await open(DRAFT);
  assert.ok(await page.locator("#form").isVisible());
  await page.clock.setFixedTime("2024-02-09T00:30:00+07:00");
  await page.reload();
  assert.equal(await page.locator("#form, a[href='#form']").count(), 0);
  await page.context().close();
});
