// What is measured on demand, on a machine that does nothing else: every page through the HTML validator, and the pages that most people
// see through Lighthouse on a phone, three times or RUNS times. Prints a table; the exit code is 1 if an aim is missed.
//
//   node proof.mjs [FOLDER]      FOLDER: a built portal; without it the sample portal is built
//
// The validator needs Java, and the package vnu-jar, which is too large for the lock file:
//   npm install --no-save --prefix ~/proof vnu-jar@26.9.27
//   PROOF=~/proof node proof.mjs

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { serveFolder } from "./cdn.mjs";
import { CATEGORIES, scores } from "./lighthouse.mjs";
import { buildSample, pagesOf } from "./portal.mjs";

const AIM = 100;

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
  const site = await serveFolder(folder);
  const runs = Number(process.env.RUNS ?? 3);
  const rows = await scores(site.base, runs);
  await site.close();
  for (const { page, scores, missed: audits } of rows) {
    missed += CATEGORIES.filter((name) => scores[name] < AIM).length;
    for (const audit of audits) console.log(`  ${page}, ${audit}`);
  }
  console.table(rows.map(({ page, scores }) => ({ page, ...scores })));
}

validate(given ?? buildSample());
// As of now: what ends on a day is hidden by the script in an old copy of a page, and the page moves.
await lighthouse(given ?? buildSample(null));
process.exitCode = missed ? 1 : 0;
