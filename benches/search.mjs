// Measures the search of a portal: quality next to plain BM25, and what a cold browser fetches.
//   node benches/search.mjs PUBLIC DOCS.jsonl QUERIES [more query folders]
// PUBLIC is the folder of a built portal, DOCS the documents it was built from
// (id, url, title, lead, body), a query folder holds queries.jsonl (id, text, unaccented) and qrels.tsv.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import path from "node:path";
import { createSearch, tokens, fold } from "../themes/portal/assets/search.js";
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

// Plain BM25 over syllables, k1 1.2, b 0.75; `form` is "m" (with marks) or "f" (both sides folded).
class Plain {
  constructor(docs, form) {
    this.docs = docs; this.form = form; this.lists = new Map(); this.lengths = [];
    docs.forEach((d, i) => {
      const counts = new Map(), all = tokens(textOf(d), "vi");
      for (const t of all) counts.set(t[form], (counts.get(t[form]) ?? 0) + 1);
      for (const [t, n] of counts) { if (!this.lists.has(t)) this.lists.set(t, []); this.lists.get(t).push([i, n]); }
      this.lengths.push(all.length);
    });
    this.average = this.lengths.reduce((a, b) => a + b, 0) / docs.length;
  }
  top(text) {
    const scores = new Float64Array(this.docs.length), N = this.docs.length;
    for (const t of new Set(tokens(text, "vi").map((t) => t[this.form]))) {
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

async function main() {
  const [index, docsFile, ...folders] = process.argv.slice(2).filter((a) => !a.startsWith("--"));
  const docs = await documents(docsFile, !process.argv.includes("--no-plain"));
  const idOf = new Map(docs.map((d) => [d.url ?? d.id, d.id]));
  const entry = await findEntry(index, "vi");
  const plain = process.argv.includes("--no-plain") ? null : { m: new Plain(docs, "m"), f: new Plain(docs, "f") };
  const { read } = folderReader(index), kept = new Map();
  const cached = (url, range) => { const key = `${url} ${range}`; if (!kept.has(key)) kept.set(key, read(url, range)); return kept.get(key); };
  const warm = createSearch(cached, entry);
  for (const folder of folders) {
    const set = querySet(folder), s = { marks: success(), bare: success(), m: success(), f: success() };
    const cost = { bytes: [], requests: [], trips: [] }, final = { bytes: [], trips: [] };
    const stride = Math.max(1, Math.floor(set.queries.length / 400));
    for (const [i, q] of set.queries.entries()) {
      const right = set.right.get(q.id), bare = q.unaccented ?? fold(q.text);
      for (const [text, row] of [[q.text, s.marks], [bare, s.bare]]) note(row, (await warm.search(text)).results.map((r) => idOf.get(r.url)), right);
      if (plain) { note(s.m, plain.m.top(q.text), right); note(s.f, plain.f.top(bare), right); }
      if (i % stride) continue;
      for (const [deeper, to] of [[false, cost], [true, final]]) {
        const { read: cold, trace } = folderReader(index);
        await createSearch(cold, entry).search(q.text, { deeper });
        to.bytes.push(trace.bytes); to.trips.push(trace.trips); to.requests?.push(trace.requests);
      }
    }
    console.log(`\n${set.name}: ${set.queries.length} queries, ${docs.length} documents      s@1 / s@5 / s@10`);
    console.log(`  search, with marks     ${show(s.marks)}`);
    if (plain) console.log(`  plain BM25, marks      ${show(s.m)}`);
    console.log(`  search, without marks  ${show(s.bare)}`);
    if (plain) console.log(`  plain BM25, folded     ${show(s.f)}`);
    console.log(`  to first ten results: gzipped bytes ${spread(cost.bytes)}; requests ${spread(cost.requests)}; round trips ${spread(cost.trips)}   (median / p95 / most)`);
    console.log(`  to the last refinement: gzipped bytes ${spread(final.bytes)}; round trips ${spread(final.trips)}`);
  }
}
await main();
