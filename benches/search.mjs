// Measures the search of a portal: quality next to plain BM25, and what a cold browser fetches.
//   node benches/search.mjs PUBLIC DOCS.jsonl QUERIES [more query folders] [--no-plain] [--typing] [--pagefind INDEX] [--sample N]
// PUBLIC is the folder of a built portal, DOCS the documents it was built from
// (id, url, title, lead, body), a query folder holds queries.jsonl (id, text, unaccented) and qrels.tsv.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import path from "node:path";
import { createSearch } from "../themes/portal/assets/search/rank.js";
import { fold, terms } from "../themes/portal/assets/search/text.js";
import { openPagefind } from "./pagefind.mjs";
import { findEntry, folderReader } from "../themes/portal/tools/search-cli.mjs";

const lines = (file) => readFileSync(file, "utf8").trim().split("\n");
// Documents one by one: the file may be larger than a string can be. Only plain BM25 needs their texts.
async function documents(file, texts) {
  const out = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!line) continue;
    const d = JSON.parse(line);
    out.push(texts ? d : { id: d.id, url: d.url });
  }
  return out;
}
const textOf = (d) => [d.title, d.lead, d.text, d.body].flat().filter(Boolean).join(" \n ");

function querySet(folder) {
  const right = new Map();
  for (const line of lines(path.join(folder, "qrels.tsv")).slice(1)) {
    const [query, doc] = line.split("\t");
    right.set(query, (right.get(query) ?? new Set()).add(doc));
  }
  return { name: path.basename(folder), right, queries: lines(path.join(folder, "queries.jsonl")).map((l) => JSON.parse(l)) };
}

// The words of a text, and with `pairs` those that stand in a row too.
function units(text, form, pairs) {
  const words = terms(text, "vi").map((term) => term[form]);
  return pairs ? [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)] : words;
}

// Plain BM25 over syllables, or over syllables and pairs, k1 1.2, b 0.75; `form` is "marked" or "folded" (both sides).
class Plain {
  constructor(docs, form, pairs = false) {
    this.pairs = pairs;
    this.docs = docs; this.form = form; this.lists = new Map(); this.lengths = [];
    docs.forEach((d, i) => {
      const counts = new Map(), all = units(textOf(d), form, pairs);
      for (const t of all) counts.set(t, (counts.get(t) ?? 0) + 1);
      for (const [t, n] of counts) { if (!this.lists.has(t)) this.lists.set(t, []); this.lists.get(t).push([i, n]); }
      this.lengths.push(all.length);
    });
    this.average = this.lengths.reduce((a, b) => a + b, 0) / docs.length;
  }
  top(text) {
    const scores = new Float64Array(this.docs.length), N = this.docs.length;
    for (const t of new Set(units(text, this.form, this.pairs))) {
      const list = this.lists.get(t);
      if (!list) continue;
      const idf = Math.log(1 + (N - list.length + 0.5) / (list.length + 0.5));
      for (const [i, n] of list) scores[i] += (idf * n * 2.2) / (n + 1.2 * (0.25 + (0.75 * this.lengths[i]) / this.average));
    }
    const best = [];
    scores.forEach((s, i) => {
      if (s <= 0 || (best.length === 10 && s <= scores[best[9]])) return;
      let at = best.length;
      while (at > 0 && scores[best[at - 1]] < s) at--;
      best.splice(at, 0, i);
      if (best.length > 10) best.pop();
    });
    return best.map((i) => this.docs[i].id);
  }
}

const success = () => ({ n: 0, at: [0, 0, 0] });
function note(s, ids, right) {
  s.n++;
  const rank = ids.findIndex((id) => right?.has(id));
  [1, 5, 10].forEach((k, i) => { if (rank >= 0 && rank < k) s.at[i]++; });
}
const show = (s) => s.at.map((v) => (v / s.n).toFixed(3)).join(" / ");
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const spread = (list) => `${quantile(list, 0.5)} / ${quantile(list, 0.95)} / ${Math.max(...list)}`;

// Results that the search page shows while somebody types.
const TYPED = 4;

// What typing a query fetches from a cold start, as the search page asks: a search at each pause, which is after every letter
// or after every word, then the whole query by Enter.
async function typed(index, entry, text, byWords) {
  const { read, trace } = folderReader(index), engine = createSearch(read, entry);
  const letters = [...text.normalize("NFC")];
  for (let n = 1; n <= letters.length; n++) {
    if (byWords && n < letters.length && letters[n] !== " ") continue;
    await engine.search(letters.slice(0, n).join(""), { secondTier: false, typing: true, size: TYPED });
  }
  const before = trace.trips;
  await engine.search(text, { secondTier: false });
  return { bytes: trace.bytes, requests: trace.requests, trips: trace.trips, last: trace.trips - before };
}

// Costs of many searches, by name: { bytes: [..], requests: [..], trips: [..] }.
const costs = () => ({ bytes: [], requests: [], trips: [], last: [] });
const add = (to, cost) => { for (const name of Object.keys(to)) if (cost[name] !== undefined) to[name].push(cost[name]); };
const showCost = (c) => `gzipped bytes ${spread(c.bytes)}; requests ${spread(c.requests)}; round trips ${spread(c.trips)}`;

function options(args) {
  const out = { folders: [], plain: true, sample: Infinity };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--no-plain") out.plain = false;
    else if (args[i] === "--typing") out.typing = true;
    else if (args[i] === "--sample") out.sample = Number(args[++i]);
    else if (args[i] === "--pagefind") out.pagefind = args[++i];
    else out.folders.push(args[i]);
  }
  return out;
}

// Who is measured: name of the row, and for both forms of a query the addresses or ids of what was found. The list that is shown
// first and the one after all that is read more are told apart.
async function rivals(o, docs, warm, idOf) {
  const ids = (urls) => urls.map((url) => idOf.get(url));
  const list = (secondTier) => async (text) => ids((await warm.search(text, { secondTier })).results.map((r) => r.url));
  const rows = [["first list", list(false)], ["last list", list(true)]];
  if (o.plain) {
    const m = new Plain(docs, "marked"), f = new Plain(docs, "folded");
    rows.push(["plain BM25", async (text, bare) => (bare ? f : m).top(text)]);
    const mp = new Plain(docs, "marked", true), fp = new Plain(docs, "folded", true);
    rows.push(["BM25 with pairs", async (text, bare) => (bare ? fp : mp).top(text)]);
  }
  const pagefind = o.pagefind && (await openPagefind(o.pagefind));
  if (pagefind) rows.push(["Pagefind", async (text) => ids(await pagefind.search(text))]);
  return { rows, pagefind };
}

async function main() {
  const o = options(process.argv.slice(2)), [index, docsFile, ...folders] = o.folders;
  const docs = await documents(docsFile, o.plain);
  const idOf = new Map(docs.map((d) => [d.url ?? d.id, d.id]));
  const entry = await findEntry(index, "vi");
  const { read } = folderReader(index), kept = new Map();
  const cached = (url, range) => { const key = `${url} ${range}`; if (!kept.has(key)) kept.set(key, read(url, range)); return kept.get(key); };
  const { rows, pagefind } = await rivals(o, docs, createSearch(cached, entry), idOf);
  for (const folder of folders) {
    const set = querySet(folder), found = rows.map(() => [success(), success()]);
    const [first, final, letters, words, rival] = [costs(), costs(), costs(), costs(), costs()];
    const every = Math.max(1, Math.floor(set.queries.length / o.sample));
    set.queries = set.queries.filter((_, i) => i % every === 0);
    const stride = Math.max(1, Math.floor(set.queries.length / 400));
    for (const [i, q] of set.queries.entries()) {
      const right = set.right.get(q.id), bare = q.unaccented ?? fold(q.text);
      for (const [at, [, ask]] of rows.entries()) {
        note(found[at][0], await ask(q.text, false), right);
        note(found[at][1], await ask(bare, true), right);
      }
      if (i % stride) continue;
      for (const [deeper, to] of [[false, first], [true, final]]) {
        const { read: cold, trace } = folderReader(index);
        await createSearch(cold, entry).search(q.text, { secondTier: deeper });
        add(to, trace);
      }
      if (o.typing && i % (4 * stride) === 0) {
        add(letters, await typed(index, entry, q.text, false));
        add(words, await typed(index, entry, q.text, true));
      }
      if (pagefind) add(rival, await pagefind.cold(q.text));
    }
    console.log(`\n${set.name}: ${set.queries.length} queries, ${docs.length} documents      s@1 / s@5 / s@10`);
    for (const [form, ending] of ["with marks", "without marks"].entries())
      for (const [at, [name]] of rows.entries()) console.log(`  ${`${name}, ${ending}`.padEnd(28)}${show(found[at][form])}`);
    console.log(`  to first ten results: ${showCost(first)}   (median / p95 / most)`);
    console.log(`  to the last refinement: ${showCost(final)}`);
    if (o.typing) for (const [name, c] of [["letter by letter", letters], ["word by word", words]])
      console.log(`  typed ${name}, ${c.bytes.length} queries: ${showCost(c)}; after the last letter ${spread(c.last)}`);
    if (pagefind) console.log(`  Pagefind to first ten results: ${showCost(rival)}`);
  }
}
await main();
