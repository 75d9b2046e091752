// The portal under test: finds the program, builds tests/sample with the theme, and says which pages it has of which kind.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** The repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The moment at which the sample portal has an urgent notice, and open, closed and coming consultations. */
export const MOMENT = "2024-01-15 12:00";

/** The same as browsers write it, at the place of the portal. */
export const NOON = `${MOMENT.replace(" ", "T")}:00+07:00`;

/** The program: `CONG`, or what cargo built last. */
export function program() {
  const places = [process.env.CONG, join(ROOT, "target/release/cong"), join(ROOT, "target/debug/cong")];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error("set CONG to the path of the program, or run cargo build --release");
  return found;
}

/** A copy of the portal under test with the theme, in a new folder: returns the folder. */
export function copySample() {
  const folder = mkdtempSync(join(tmpdir(), "cong-browser-"));
  cpSync(join(ROOT, "tests/sample"), folder, { recursive: true });
  cpSync(join(ROOT, "themes"), join(folder, "themes"), { recursive: true });
  return folder;
}

/** Builds the portal of a folder as of a moment and returns the folder of its output. */
export function build(portal, moment = MOMENT) {
  execFileSync(program(), ["-C", portal, "--quiet", "build", ...(moment ? ["--at", moment] : [])], { stdio: "inherit" });
  return join(portal, "public");
}

/** The same of the sample portal. */
export function buildSample(moment = MOMENT) {
  return build(copySample(), moment);
}

/** Every page of a built portal: `{ url, file, lang, kind }`. Redirects are left out. */
export function pagesOf(folder) {
  const pages = [];
  for (const entry of readdirSync(folder, { recursive: true })) {
    const file = entry.replaceAll("\\", "/");
    if (!file.endsWith(".html")) continue;
    const html = readFileSync(join(folder, file), "utf8");
    // What an editor wrote may speak of one, but not as an element.
    if (/<meta[^>]* http-equiv="?refresh/i.test(html)) continue;
    const lang = /<html[^>]* lang="?(\w+)/.exec(html)?.[1];
    const type = /<body[^>]*\btype-(\w+)/.exec(html)?.[1] ?? "other";
    const kind = /<body[^>]*\bkind-(\w+)/.exec(html)?.[1];
    pages.push({ url: "/" + file.replace(/(^|\/)index\.html$/, "$1"), file, lang, kind: kind ? `${type}-${kind}` : type });
  }
  return pages.sort((a, b) => (a.url < b.url ? -1 : 1));
}

/** Of every kind in every language, the page with the most in it. */
export function onePageOfEachKind(folder, pages = pagesOf(folder)) {
  const chosen = new Map();
  for (const page of pages) {
    const size = readFileSync(join(folder, page.file)).length;
    const key = `${page.lang} ${page.kind}`;
    if (!(chosen.get(key)?.size >= size)) chosen.set(key, { ...page, size });
  }
  return [...chosen.values()];
}

/** Size of a text as it goes over the line. */
export function gzipped(folder, file) {
  return gzipSync(readFileSync(join(folder, file))).length;
}
