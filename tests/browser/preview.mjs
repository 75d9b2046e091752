// The preview of a copy of the sample portal, to be edited while pages of it are open in Chromium.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { copySample, program } from "./portal.mjs";

/** Longer than a busy machine needs, in milliseconds. */
export const PATIENCE = 30_000;

export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function until(check, what) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await check()) return;
    await pause(25);
  }
  assert.fail(`not within ${PATIENCE} ms: ${what}`);
}

/** `base`: its address; `put`, `putByRename`, `text`, `path`: the files it shows. */
export async function preview() {
  const folder = copySample();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let server;
  const start = async () => {
    server = spawn(program(), ["-C", folder, "serve", "--port", String(port)], { stdio: ["ignore", "ignore", "inherit"] });
    await until(async () => (await fetch(base).catch(() => null))?.ok, "the server answers");
  };
  const stop = () => new Promise((resolve) => server.once("exit", resolve).kill());
  await start();
  const path = (file) => join(folder, file);
  const put = (file, content) => {
    mkdirSync(join(path(file), ".."), { recursive: true });
    writeFileSync(path(file), content);
  };
  return {
    base,
    port,
    path,
    put,
    start,
    stop,
    text: (file) => readFileSync(path(file), "utf8"),
    /** As careful editors save: a new file beside the old one, renamed over it. */
    putByRename(file, content) {
      put(`${file}.tmp~`, content);
      renameSync(path(`${file}.tmp~`), path(file));
    },
    /** Until what was saved is there to be opened. */
    serves: (url, wanted) => until(async () => (await (await fetch(base + url)).text()).includes(wanted), `${url} has “${wanted}”`),
    isRunning: () => server.exitCode === null,
    async end() {
      server?.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Once a page hears of changes. */
export const listens = (page) => page.waitForFunction(() => performance.getEntriesByName("cong-listens").length > 0);

/** Waits for a text on the page, whether it comes by a reload or without one. */
export const shows = (page, wanted) => page.waitForFunction((wanted) => document.body.innerText.includes(wanted), wanted);
export const hides = (page, gone) => page.waitForFunction((gone) => !document.body.innerText.includes(gone), gone);

export const article = (title, more = "", body = "Nội dung bài.") =>
  `---\ntitle: "${title}"\nsummary: "Tóm tắt ${title}."\ndate: 2024-01-19 08:00\nauthor: "Ban Biên tập"\nagency: [bbt-cong]\n${more}---\n${body}\n`;
