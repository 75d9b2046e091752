// Searches the index of a built portal from the command line, by the module that citizens' browsers run.
//   node themes/portal/tools/search-cli.mjs public "góp ý dự thảo" [--lang vi] [--json] [--size 10] [--typing] [--facets]
//   [--sort date] [--filter kind=document] [--entry FILE]
// Prints addresses with scores, and what a cold browser would fetch: gzipped bytes, requests, round trips.
import { readFile, readdir, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { createSearch } from "../assets/search/rank.js";

// A reader of files below `root` that notes what each search fetches. A file that is asked for
// after others have arrived is one round trip further along.
export function folderReader(root) {
  const sizes = new Map();
  const trace = { bytes: 0, requests: 0, trips: 0 };
  let wave = null, fetched = new Set();
  const read = async (url, range) => {
    const file = path.join(root, decodeURIComponent(url)), key = `${url} ${range ?? ""}`;
    if (!fetched.has(key)) {
      fetched.add(key);
      if (!wave) { wave = []; trace.trips++; setTimeout(() => { const all = wave; wave = null; all.forEach((go) => go()); }, 0); }
    }
    const waiting = wave && new Promise((go) => wave.push(go));
    let bytes = await readFile(file);
    if (range) bytes = bytes.subarray(range[0], range[1]);
    // Parts of files travel as they are; whole files are compressed by the server.
    if (!sizes.has(key)) sizes.set(key, range ? bytes.length : gzipSync(bytes, { level: 6 }).length);
    trace.bytes += sizes.get(key);
    trace.requests++;
    if (waiting) await waiting;
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  return { read, trace };
}

// The entry file of a language: named on the search page, or else the only one in the folder of the index.
export async function findEntry(root, lang) {
  for (const folder of ["assets/search", ""]) {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    const name = names.filter((n) => n.startsWith(`${lang}.`) && n.endsWith(".json")).sort()[0];
    if (name) return `${folder ? "/" + folder : ""}/${name}`;
  }
  const page = await readFile(path.join(root, lang === "vi" ? "tim-kiem/index.html" : "en/search/index.html"), "utf8").catch(() => "");
  return /data-entry="?([^"\s>]+)/.exec(page)?.[1] ?? null;
}

function options(args) {
  const out = { positional: [], filters: {} };
  for (let i = 0; i < args.length; i++) {
    const name = args[i].startsWith("--") ? args[i].slice(2) : null;
    if (!name) out.positional.push(args[i]);
    else if (["json", "typing", "facets"].includes(name)) out[name] = true;
    else if (name === "filter") { const [k, v] = args[++i].split("="); (out.filters[k] ??= []).push(v); }
    else out[name] = args[++i];
  }
  return out;
}

async function main() {
  const o = options(process.argv.slice(2));
  const [root, text = ""] = o.positional;
  if (!root || !(await stat(root).catch(() => null))) {
    console.error('Usage: node search-cli.mjs FOLDER "query" [--lang vi] [--json] [--size 10] [--facets] [--sort date] [--filter name=value]');
    process.exit(2);
  }
  const entry = o.entry ?? (await findEntry(root, o.lang ?? "vi"));
  if (!entry) { console.error(`No search index in ${root}`); process.exit(1); }
  const { read, trace } = folderReader(root);
  const engine = createSearch(read, entry);
  const found = await engine.search(text, { size: Number(o.size ?? 10), filters: o.filters, sort: o.sort, typing: o.typing, facets: o.facets });
  const results = found.results.map(({ url, title, score, date, number, lead }) => ({ url, title, score: Math.round(score * 1000) / 1000, date, number, lead }));
  if (o.json) console.log(JSON.stringify({ query: text, total: found.total, results, facets: found.facets ?? undefined, corrected: found.corrected ?? undefined, left: found.left?.length ? found.left : undefined, bytes: trace.bytes, requests: trace.requests, roundTrips: trace.trips }, null, 1));
  else {
    for (const r of results) console.log(`${r.score}\t${r.url}\t${r.title}`);
    console.log(`${found.total} items; ${trace.bytes} gzipped bytes, ${trace.requests} requests, ${trace.trips} round trips`);
  }
}

if (process.argv[1] && path.basename(process.argv[1]) === "search-cli.mjs") await main();
