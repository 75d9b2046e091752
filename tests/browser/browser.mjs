// Chromium for tests: finds it, opens pages, and keeps account of what a page must never do.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** `CHROMIUM`, or the first browser of the usual names on the path. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const folder = folders.find((folder) => existsSync(join(folder, name)));
    if (folder) return join(folder, name);
  }
  throw new Error("no Chromium found: set CHROMIUM to its path");
}

/** `more`: arguments of Chromium beside those of every test. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

/** Everything that a page logs as an error, throws, is forbidden by its policy, or asks of another host. */
export function watch(context, base) {
  const faults = [];
  context.on("console", (message) => {
    if (message.type() === "error") faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`${error.page()?.url()}: ${error.error()}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) faults.push(`asked for ${url}`);
  });
  return faults;
}

/** A page as a citizen opens it; `page.faults` is what `watch` finds. `moment`: where its clock stands, which only scripts ask. */
export async function openPage(browser, site, path, options = {}, moment) {
  const context = await browser.newContext({ locale: "vi-VN", viewport: { width: 1280, height: 900 }, ...options });
  if (moment && options.javaScriptEnabled !== false) await context.clock.setFixedTime(moment);
  const faults = watch(context, site.base);
  const page = Object.assign(await context.newPage(), { faults });
  await page.goto(site.base + path);
  return page;
}

/** Violations of axe-core on the page as it stands, as `rule: element`. */
export async function axe(page) {
  // Through the protocol, as a content script: the page's own policy forbids scripts that are not its own.
  const session = await page.context().newCDPSession(page);
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(AXE);
  const violations = await run(`axe.run(document, { resultTypes: ["violations"] }).then((found) => {
    if (found.passes.length < 10) throw new Error("axe looked at next to nothing");
    return found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ": " + node.target.join(" ") + " " + node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")));
  })`);
  await session.detach();
  return violations;
}
