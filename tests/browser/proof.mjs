// What is measured on demand and not in every test run: every page through the HTML validator, and the pages that most people
// see through Lighthouse on a phone. Prints a table; the exit code is 1 if an aim is missed.
//
//   node proof.mjs [FOLDER]      FOLDER: a built portal; without it the sample portal is built
//
// Needs Java, and the packages vnu-jar and lighthouse, which are too large for the lock file:
//   npm install --no-save --prefix ~/proof vnu-jar@26.9.27 lighthouse@13.5.0
//   PROOF=~/proof node proof.mjs

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findChromium } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { buildSample, pagesOf } from "./portal.mjs";

const AIM = 99;
const PAGES = ["/", "/tim-kiem/", "/tin-tuc/chi-dao-dieu-hanh/2024/01/cong-thong-tin-dien-tu-tinh-nam-2023/", "/van-ban/", "/en/"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const packages = join(resolve(process.env.PROOF ?? "."), "node_modules");
const given = process.argv[2] && resolve(process.argv[2]);
let missed = 0;

function validate(folder) {
  const jar = join(packages, "vnu-jar/build/dist/vnu.jar");
  if (!existsSync(jar)) return console.log("vnu-jar is not installed: see the head of this file");
  const run = spawnSync("java", ["-jar", jar, "--skip-non-html", "--format", "json", "--stdout", folder], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error || !run.stdout) throw run.error ?? new Error(run.stderr);
  const messages = JSON.parse(run.stdout).messages;
  const errors = messages.filter((message) => message.type === "error");
  console.log(`HTML validator: ${pagesOf(folder).length} pages, ${errors.length} errors, ${messages.length - errors.length} warnings`);
  const kinds = new Map();
  for (const { type, message, url } of messages) {
    const name = `${type}: ${message}`;
    kinds.set(name, [...(kinds.get(name) ?? []), url.split(folder).pop()]);
  }
  for (const [name, where] of kinds) console.log(`  ${where.length} × ${name} (${where[0]})`);
  missed += errors.length;
}

async function lighthouse(folder) {
  const program = join(packages, "lighthouse/cli/index.js");
  if (!existsSync(program)) return console.log("lighthouse is not installed: see the head of this file");
  const site = await serveFolder(folder);
  const rows = [];
  for (const path of PAGES) {
    const out = join(mkdtempSync(join(tmpdir(), "cong-proof-")), "report.json");
    const flags = ["--quiet", "--output=json", `--output-path=${out}`, "--form-factor=mobile", `--only-categories=${CATEGORIES}`];
    const chrome = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync";
    // In a process of its own: the server of this one has to answer meanwhile.
    const command = [program, site.base + path, ...flags, `--chrome-flags=${chrome}`];
    const run = spawn(process.execPath, command, { env: { ...process.env, CHROME_PATH: findChromium() }, stdio: "inherit" });
    await once(run, "exit");
    const report = JSON.parse(readFileSync(out, "utf8"));
    const scores = CATEGORIES.map((name) => Math.round(report.categories[name].score * 100));
    rows.push({ page: path, ...Object.fromEntries(CATEGORIES.map((name, index) => [name, scores[index]])) });
    missed += scores.filter((score) => score < AIM).length;
    for (const name of CATEGORIES) {
      for (const { id, weight } of report.categories[name].auditRefs) {
        const audit = report.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 0.9) console.log(`  ${path} ${name}: ${audit.title} ${audit.displayValue ?? ""}`);
      }
    }
  }
  await site.close();
  console.table(rows);
}

validate(given ?? buildSample());
// As of now: what ends on a day is hidden by the script in an old copy of a page, and the page moves.
await lighthouse(given ?? buildSample(null));
process.exitCode = missed ? 1 : 0;
