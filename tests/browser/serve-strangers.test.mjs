// The preview shows drafts. Pages of other sites, on this machine too, try all that Chromium lets them try.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "./browser.mjs";
import { article, freePort, PATIENCE, preview } from "./preview.mjs";

const SECRET = "Quyết định chưa công bố";
const FOLDER = "content/tin-tuc/viec-lam/2024/01";
const DRAFT = "/tin-tuc/viec-lam/2024/01/chua-cong-bo/";

let desk, browser, context, stranger, server;

before(async () => {
  desk = await preview();
  desk.put(`${FOLDER}/chua-cong-bo.md`, article(SECRET, "draft: true\n"));
  await desk.serves(DRAFT, SECRET);
  const port = await freePort();
  server = createServer((_, reply) => reply.setHeader("Content-Type", "text/html").end("<!doctype html><title>x</title><body>"));
  await new Promise((resolve) => server.listen(port, resolve));
  browser = await launch(["--host-resolver-rules=MAP evil.example 127.0.0.1, MAP rebound.example 127.0.0.1"]);
  context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  // Another site, another port of this machine, and the preview itself by a name of the other site's.
  stranger = { sites: [`http://evil.example:${port}/`, `http://127.0.0.1:${port}/`], rebound: `http://rebound.example:${desk.port}` };
});

after(async () => {
  await browser?.close();
  server?.close();
  await desk?.end();
});

test("no page of another site reads, runs, shows or frames anything of the preview", async () => {
  for (const site of stranger.sites) {
    const page = await context.newPage();
    await page.goto(site);
    const got = await page.evaluate(async ({ base, draft }) => {
      const got = [];
      const addresses = [draft, "/", "/feed.json", "/rss.xml", "/sitemap.xml", "/_cong/withheld", "/_cong/events?page=/", "/_cong/preview.js"];
      const limit = () => AbortSignal.timeout(2000);
      for (const address of addresses) {
        for (const options of [{}, { mode: "no-cors" }, { credentials: "include" }, { method: "POST", body: "a=b" }, { headers: { "X-A": "b" } }]) {
          const text = await fetch(base + address, { ...options, signal: limit() }).then((reply) => reply.text(), () => "");
          if (text !== "") got.push(`fetch ${address} ${JSON.stringify(options)}`);
        }
      }
      const element = (name, key, address) => new Promise((done) => {
        const tag = document.createElement(name);
        tag.onload = () => done(got.push(`${name} ${address}`));
        tag.onerror = () => done();
        tag[key] = base + address;
        if (name === "link") tag.rel = "stylesheet";
        if (name === "video") tag.onloadeddata = tag.onload;
        document.body.append(tag);
        setTimeout(done, 2000);
      });
      const picture = "/assets/favicon.svg";
      await Promise.all([
        ...["/_cong/preview.js", "/_cong/withheld", "/feed.json"].map((address) => element("script", "src", address)),
        element("img", "src", picture), element("link", "href", "/_cong/preview.js"), element("video", "src", picture),
      ]);
      await new Promise((done) => {
        const events = new EventSource(`${base}/_cong/events?page=/`);
        events.onmessage = () => done(got.push("EventSource"));
        events.onerror = () => done(events.close());
      });
      await new Promise((done) => {
        const socket = new WebSocket(`${base.replace("http", "ws")}/_cong/events`);
        socket.onopen = () => done(got.push("WebSocket"));
        socket.onerror = () => done();
      });
      try { new SharedWorker(`${base}/_cong/preview.js`); got.push("SharedWorker"); } catch { /* Another origin. */ }
      const frame = document.createElement("iframe");
      await new Promise((done) => { frame.onload = done; frame.src = base + draft; document.body.append(frame); setTimeout(done, 2000); });
      try { if (frame.contentDocument.body.textContent !== "") got.push("iframe"); } catch { /* Another origin. */ }
      return got;
    }, { base: desk.base, draft: DRAFT });
    assert.deepEqual(got, [], site);
    for (const frame of page.frames()) assert.ok(!(await frame.content()).includes(SECRET), `${site} frames it`);
    await page.close();
  }
});

test("what a page of another site opens in a window tells it nothing", async () => {
  for (const site of stranger.sites) {
    const page = await context.newPage();
    await page.goto(site);
    const opened = context.waitForEvent("page");
    await page.evaluate((url) => { window.other = window.open(url); }, desk.base + DRAFT);
    const other = await opened;
    await other.waitForFunction((secret) => document.body?.innerText.includes(secret), SECRET);
    await pause(200);
    const known = await page.evaluate(() => {
      try {
        return [window.other.closed, window.other.length, window.other.document?.title];
      } catch (error) {
        return String(error);
      }
    });
    if (Array.isArray(known)) assert.deepEqual(known.slice(0, 2), [true, 0], site);
    assert.equal(await other.evaluate(() => window.opener), null, site);
    await other.close();
    await page.close();
  }
});

test("a form that another site posts is not taken", async () => {
  const page = await context.newPage();
  await page.goto(stranger.sites[0]);
  const answer = page.waitForResponse((reply) => reply.url().startsWith(desk.base));
  await page.evaluate((url) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: url });
    document.body.append(form);
    form.submit();
  }, desk.base + DRAFT);
  assert.equal((await answer).status(), 403);
  await page.waitForURL(desk.base + DRAFT);
  assert.ok(!(await page.content()).includes(SECRET));
  await page.close();
});

test("a name of another site that leads to the preview opens nothing", async () => {
  const page = await context.newPage();
  for (const address of ["/", DRAFT, "/feed.json", "/_cong/withheld", "/_cong/events", "/_cong/preview.js"]) {
    const reply = await page.goto(stranger.rebound + address);
    assert.equal(reply.status(), 403, address);
    assert.ok(!(await page.content()).includes(SECRET), address);
  }
  await page.close();
});
