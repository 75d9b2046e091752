// Turns edits of an article into the median time, in milliseconds, until an open page shows them.
//
// usage: node preview.mjs URL FILE EDITS
import fs from "node:fs";
import { createRequire } from "node:module";

const [url, file, edits] = process.argv.slice(2);
const browserTests = new URL("../tests/browser/package.json", import.meta.url);
const { chromium } = createRequire(process.env.PLAYWRIGHT_FROM ?? browserTests)("playwright-core");
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(fs.existsSync);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
try {
  const page = await browser.newPage();
  await page.goto(url);
  const before = fs.readFileSync(file, "utf8");
  const times = [];
  for (let turn = 0; turn < Number(edits); turn += 1) {
    await page.waitForTimeout(400);
    const mark = `Dấu ${turn} ${Date.now()}`;
    const begun = performance.now();
    fs.writeFileSync(file, `${before}\n${mark}\n`);
    await page.waitForFunction((text) => document.body?.innerText.includes(text), mark, { polling: 1, timeout: 20000 });
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  console.log(times[times.length >> 1].toFixed(1));
} finally {
  await browser.close();
}
