// Many tabs of the preview: a browser opens six connections to a server, and all tabs hear of changes nevertheless, by one
// stream that they share.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, watch } from "./browser.mjs";
import { article, listens, PATIENCE, preview, shows, until } from "./preview.mjs";

const FOLDER = "content/tin-tuc/viec-lam/2024/01";
const URL = "/tin-tuc/viec-lam/2024/01/thu-the/";
const FILE = `${FOLDER}/thu-the.md`;
const TABS = 8;

/** What a browser may not have. */
const WITHOUT = {
  "a shared worker": () => {},
  "a leader among the tabs": () => delete window.SharedWorker,
  "a leader, since the worker does not start": () => {
    window.SharedWorker = class {
      port = new MessageChannel().port1;
      constructor() {
        setTimeout(() => this.onerror());
      }
    };
  },
};

let desk, browser;

before(async () => {
  desk = await preview();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await desk?.end();
});

/** A profile of its own: workers and connections are shared within it. */
async function profile(lacks) {
  const context = await browser.newContext({ locale: "vi-VN" });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(lacks);
  return { context, faults: watch(context, desk.base) };
}

async function open(context, url) {
  const page = await context.newPage();
  await page.goto(desk.base + url);
  await listens(page);
  return page;
}

for (const [by, lacks] of Object.entries(WITHOUT)) {
  test(`${TABS} tabs of one page and of others all hear of an edit, by ${by}`, async () => {
    desk.put(FILE, article("Thử nhiều thẻ", "", "Chữ ban đầu."));
    await desk.serves(URL, "Chữ ban đầu.");
    const { context, faults } = await profile(lacks);
    const others = await Promise.all([1, 2, 3].map(() => open(context, "/tin-tuc/viec-lam/")));
    const tabs = [];
    for (let tab = 0; tab < TABS; tab++) tabs.push(await open(context, URL));
    await tabs[0].evaluate(() => (window.mark = true));
    desk.putByRename(FILE, article("Thử nhiều thẻ", "", "Chữ thứ hai."));
    await Promise.all(tabs.map((tab) => shows(tab, "Chữ thứ hai.")));
    assert.ok(await tabs[0].evaluate(() => window.mark), "it was put in place without a reload");
    desk.putByRename(FILE, article("Tên mới của trang thử", "", "Chữ thứ ba."));
    await Promise.all([...tabs.map((tab) => shows(tab, "Chữ thứ ba.")), ...others.map((tab) => shows(tab, "Tên mới của trang thử"))]);
    // The first tab is the leader, where there is one.
    await others[0].close();
    await tabs.shift().close();
    desk.putByRename(FILE, article("Tên mới của trang thử", "", "Chữ thứ tư."));
    await Promise.all(tabs.map((tab) => shows(tab, "Chữ thứ tư.")));
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("where a browser has neither, each tab listens for itself", async () => {
  const { context } = await profile(() => {
    delete window.SharedWorker;
    delete window.BroadcastChannel;
  });
  desk.put(FILE, article("Thử nhiều thẻ", "", "Chữ một mình."));
  await desk.serves(URL, "Chữ một mình.");
  const tabs = [await open(context, URL), await open(context, URL)];
  desk.putByRename(FILE, article("Thử nhiều thẻ", "", "Chữ một mình thứ hai."));
  await Promise.all(tabs.map((tab) => shows(tab, "Chữ một mình thứ hai.")));
  await context.close();
});

test("errors that were closed stay closed until there are others", async () => {
  const { context } = await profile(() => {});
  desk.put(FILE, article("Thử nhiều thẻ"));
  await desk.serves(URL, "Thử nhiều thẻ");
  const page = await open(context, "/tin-tuc/viec-lam/");
  desk.put(`${FOLDER}/hong.md`, "---\ntitle: Hỏng\ndate: hôm qua\n---\n");
  await page.locator("#cong-errors button").click();
  await open(context, URL);
  desk.putByRename(FILE, article("Tên khác hẳn"));
  await shows(page, "Tên khác hẳn");
  assert.equal(await page.locator("#cong-errors").count(), 0);
  desk.put(`${FOLDER}/hong.md`, "---\ntitle: Hỏng\ndate: ngày mai\n---\n");
  await page.locator("#cong-errors").waitFor();
  desk.put(`${FOLDER}/hong.md`, article("Không hỏng nữa"));
  await shows(page, "Không hỏng nữa");
  assert.equal(await page.locator("#cong-errors").count(), 0);
  await context.close();
});

test("tabs hear of changes again when the server comes back, and see what was missed", async () => {
  const { context } = await profile(() => {});
  desk.put(FILE, article("Thử nhiều thẻ", "", "Trước khi dừng."));
  await desk.serves(URL, "Trước khi dừng.");
  const tabs = [await open(context, URL), await open(context, URL), await open(context, "/tin-tuc/viec-lam/")];
  await tabs[2].evaluate(() => (window.mark = true));
  await desk.stop();
  desk.put(FILE, article("Thử nhiều thẻ", "", "Trong lúc dừng."));
  await desk.start();
  await Promise.all(tabs.slice(0, 2).map((tab) => shows(tab, "Trong lúc dừng.")));
  desk.putByRename(FILE, article("Tên sau khi dừng", "", "Sau khi dừng."));
  await Promise.all(tabs.map((tab) => shows(tab, "Tên sau khi dừng")));
  await until(() => tabs[2].evaluate(() => window.mark === true), "what did not change was not loaded again");
  await context.close();
});
