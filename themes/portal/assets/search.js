// Turns a query and the files of the search index into ranked, highlighted results.
// The same module runs in a browser and under Node: whoever creates it hands in the
// function that reads a file. It holds the text rules (which the indexer repeats
// exactly), the planner that decides which files to fetch, ranking, facets, snippets.

// ---- Text: from characters to terms --------------------------------------------

const TONES = { "\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "." };
const words = new Map();

// One word in lower case: f without marks, m with its marks and the tone at the end,
// so that hòa and hoà are the same term.
function word(raw) {
  let found = words.get(raw);
  if (found) return found;
  let kept = "", tone = "";
  for (const c of raw.normalize("NFD")) {
    if (TONES[c]) tone = TONES[c];
    else kept += c;
  }
  const f = kept.replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  found = { f, m: kept.normalize("NFC") + tone };
  if (words.size > 50000) words.clear();
  words.set(raw, found);
  return found;
}

export const fold = (text) => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu)?.map((part) => word(part).f).join("") ?? "";

// English: plural, then -ing or -ed, in this order; what is left has at least three letters.
export function stem(w) {
  if (w.length > 3 && w.endsWith("ies")) w = w.slice(0, -3) + "y";
  else if (w.length > 3 && w.endsWith("s") && !/[sui]s$/.test(w)) w = w.slice(0, -1);
  const cut = w.length > 5 && w.endsWith("ing") ? 3 : w.length > 4 && w.endsWith("ed") ? 2 : 0;
  if (cut && /[aeiouy]/.test(w.slice(0, -cut))) {
    w = w.slice(0, -cut);
    if (/([^aeiouylsz])\1$/.test(w)) w = w.slice(0, -1);
  }
  return w.length > 3 && w.endsWith("e") ? w.slice(0, -1) : w;
}

// The terms of a text in order. Each is { f, m }.
export function tokens(text, lang) {
  const found = text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (lang !== "en") return found.map(word);
  return found.map((raw) => {
    const f = stem(word(raw).f);
    return { f, m: f };
  });
}

// Document numbers and dates as whole terms: "42/2022/nd-cp" and its short forms, "2022-09-15".
export function numberTerms(text) {
  const out = new Set(), low = text.normalize("NFC").toLowerCase();
  if (!/\d/.test(low)) return [];
  for (const [, number, year, sign] of low.matchAll(/(?:^|[^\d/])(\d{1,5}[a-z]?)\s*\/\s*(?:(\d{4})\s*\/\s*)?(\p{L}[\p{L}\d]*(?:\s?[-–&]\s?\p{L}[\p{L}\d]*)*)/gu)) {
    const code = fold(sign.replace(/\s/g, "").replace(/–/g, "-")), type = code.split("-")[0];
    const n = number.replace(/^0+(?=\d)/, "");
    out.add(`${n}/${code}`).add(`${n}/${type}`);
    if (year) out.add(`${n}/${year}/${code}`).add(`${n}/${year}/${type}`).add(`${n}/${year}`);
  }
  const day = (y, m, d) => out.add(`${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
  for (const [, d, m, y] of low.matchAll(/(?:^|\D)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/g)) day(y, m, d);
  for (const [, d, m, y] of low.matchAll(/ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})/g)) day(y, m, d);
  return [...out];
}

// 32 bits of FNV-1a over UTF-8, mixed so that low bits are good too.
const utf8 = new TextEncoder();
export function hash(text) {
  let h = 0x811c9dc5;
  for (const byte of utf8.encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

// Four bits that tell which term follows: 1 to 15, and 0 for the end of a field.
export const signature = (next) => (next ? 1 + (hash(next) % 15) : 0);

export const slug = (text) => fold(text).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// What a Vietnamese syllable looks like without marks; other words are names, numbers, foreign words.
const SYLLABLE = /^(?:ngh?|nh|[cgkpt]h|tr|qu|gi|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/;

// Which file of postings holds a term: common terms, rare syllables, and all other words by their first letters.
export function shardOf({ common, files }, f) {
  if (common.has(f)) return hash(f) % files.common;
  if (SYLLABLE.test(f)) return files.common + (hash(f) % files.rare);
  return files.common + files.rare + (hash(f.slice(0, 3)) % files.other);
}

// ---- Files: from bytes to postings and cards ------------------------------------

class Bytes {
  constructor(buffer) { this.b = buffer; this.at = 0; }
  int() {
    let value = 0, shift = 0, byte;
    do { byte = this.b[this.at++]; value += (byte & 127) * 2 ** shift; shift += 7; } while (byte > 127);
    return value;
  }
  text(length) {
    const s = decoder.decode(this.b.subarray(this.at, this.at + length));
    this.at += length;
    return s;
  }
}
const decoder = new TextDecoder();

// A file of postings: folded term -> { df, variants: [{ m, n, from }], bytes }.
export function readPostings(buffer) {
  const r = new Bytes(buffer), terms = new Map();
  let f = "";
  for (let left = r.int(); left > 0; left--) {
    const head = r.b[r.at++], size = (head & 15) === 15 ? 15 + r.int() : head & 15;
    f = f.slice(0, head >> 4) + r.text(size);
    const flag = r.int(), df = Math.floor(flag / 2), variants = [];
    if (flag % 2 === 0) {
      const from = r.at;
      for (let n = df; n > 0; n--) { r.int(); r.at++; }
      variants.push({ m: f, n: df, from });
    } else for (let v = r.int(); v > 0; v--) {
      const length = r.int(), m = length ? r.text(length) : f, n = r.int(), bytes = r.int();
      variants.push({ m, n, from: r.at });
      r.at += bytes;
    }
    terms.set(f, { df, variants, bytes: buffer });
  }
  return terms;
}

function eachPosting(list, variant, visit) {
  const r = new Bytes(list.bytes);
  r.at = variant.from;
  for (let id = -1, n = variant.n; n > 0; n--) {
    id += 1 + r.int();
    visit(id, r.b[r.at++]);
  }
}

export function readEntry(text) {
  const entry = JSON.parse(text);
  entry.common = new Map();
  entry.classes.forEach((row, i) => { if (row) for (const f of row.split(" ")) entry.common.set(f, entry.lowest * 2 ** i); });
  let base = 0;
  entry.buckets = entry.years.map(([year, cap]) => ({ year, base: (base += cap) - cap, cap }));
  entry.slots = base;
  entry.file = (kind, i) => {
    const hashes = entry.names[kind];
    const name = hashes.slice(i * 4, i * 4 + 4);
    return name === "" || name === "----" ? null : `${entry.folder}${kind}${i}.${name}.${kind === "k" ? "txt" : "bin"}`;
  };
  entry.size = (i) => 64 * 2 ** ((entry.sizes.charCodeAt(i) - 48) / 4);
  entry.phrases = new Map();
  for (const [short, long] of entry.glossary) {
    const all = tokens(long, entry.lang).map((t) => t.f);
    if (all.length > 1) entry.phrases.set(all[0], [...(entry.phrases.get(all[0]) ?? []), { short: fold(short), all }]);
  }
  return entry;
}

// Places where a glossary phrase starts: [position, length, short form]; the longest wins.
export function phrasesIn(phrases, terms) {
  const out = [];
  for (let i = 0; i < terms.length; i++) {
    const options = phrases.get(terms[i].f);
    if (!options) continue;
    let best = null;
    for (const p of options) if ((!best || p.all.length > best.all.length) && p.all.every((f, j) => terms[i + j]?.f === f)) best = p;
    if (best) out.push([i, best.all.length, best.short]);
  }
  return out;
}

// ---- Query ----------------------------------------------------------------------

// A query becomes terms in order; `next` is the term after it. With any mark in the
// query every word is meant as it is written; without, all ways to mark it count.
export function parseQuery(entry, text) {
  const list = tokens(text, entry.lang);
  const marked = list.some((t) => t.m !== t.f);
  const terms = [], numbers = numberTerms(text), low = fold(text);
  for (const [name, code] of entry.types) {
    const at = new RegExp(`(?:^| )(?:${name}|${code})(?: so)? (\\d{1,5})(?:[/ ](\\d{4}))?(?![\\d/])`).exec(low);
    if (at) numbers.push(at[2] ? `${at[1]}/${at[2]}/${code}` : `${at[1]}/${code}`);
  }
  const phrases = new Map(phrasesIn(entry.phrases, list).map(([at, length, short]) => [at, { length, short }]));
  for (let i = 0; i < list.length; i++) {
    const p = phrases.get(i);
    if (p) { terms.push({ f: p.short, m: p.short, loose: true }); i += p.length - 1; }
    else terms.push({ ...list[i] });
  }
  terms.forEach((t, i) => { t.next = terms[i + 1]?.f; t.last = i === terms.length - 1; });
  for (const n of numbers) terms.push({ f: n, m: n, number: true });
  return { marked, terms, text };
}

const editDistanceOne = (a, b) => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const x = a.slice(i), y = b.slice(i);
  return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
};

// ---- Engine ---------------------------------------------------------------------

const FACETS = ["kind", "section", "agency", "type", "state", "topic", "topic2", "day"];
const WIDE = 2;

export function createSearch(read, entryUrl) {
  let entryPromise = null;
  const open = new Map();
  // Whether the server gives parts of files. Large files are not read where it does not.
  let parts = true;
  // `read(url, [from, to])` gives a Uint8Array: that part, or the whole file. A server that compresses whatever it is asked for
  // gives parts that no browser can read, so what fails as a part is asked for as a whole.
  const part = async (url, range) => {
    const bytes = await read(url, range).catch(() => null), whole = bytes ?? (await read(url));
    if (!bytes || bytes.length > range[1] - range[0]) parts = false;
    return whole;
  };
  // Each is asked for once.
  const load = (url, parse, range) => {
    if (!parts) range = undefined;
    const key = range ? `${url} ${range}` : url;
    if (!open.has(key)) open.set(key, (range ? part(url, range) : read(url)).then(parse).catch((error) => { open.delete(key); throw error; }));
    return open.get(key);
  };
  const entry = () => (entryPromise ??= read(entryUrl).then((b) => readEntry(decoder.decode(b))).catch((e) => { entryPromise = null; throw e; }));
  const postings = (e, kind, i) => { const url = e.file(kind, i); return url ? load(url, readPostings) : Promise.resolve(new Map()); };

  // Fetch what tells most, within the byte budget. A list also tells whether the next word
  // follows, so a word after a fetched one is worth less, a word before an open one more.
  function plan(e, query) {
    const chosen = new Set(), worth = new Map();
    let spent = 0;
    for (const t of query.terms) worth.set(t.f, t.number ? 99 : Math.log(1 + e.count / (e.common.get(t.f) ?? e.lowest / 8)) * (t.boost ?? 1));
    const told = new Set(), open = query.terms.filter((t) => !t.left);
    const value = (t) => worth.get(t.f) * (told.has(t.f) ? 0.45 : 1) + (t.next && !told.has(t.next) ? 0.5 * worth.get(t.next) : 0);
    while (open.length) {
      const t = open.reduce((a, b) => (value(b) > value(a) ? b : a));
      open.splice(open.indexOf(t), 1);
      const shard = shardOf(e, t.f), cost = chosen.has(shard) ? 0 : e.size(shard);
      if (chosen.size && spent + cost > e.budget * (chosen.size > 1 ? 1 : 1.4)) continue;
      spent += cost;
      chosen.add(shard);
      t.fetched = true;
      told.add(t.f).add(t.next);
    }
    return [...chosen];
  }

  // Lists of bodies. The head of a file says where each of its lists lies, so that only these parts are read.
  async function bodyLists(e, terms) {
    const found = new Map();
    await Promise.all(terms.map(async ({ f }) => {
      const url = e.file("d", hash(f) % e.files.deep), place = url && placeIn(await load(url, (b) => b, [0, e.head]), f);
      if (!place) return;
      const bytes = await load(url, (b) => b, place);
      found.set(f, readPostings(bytes.length === place[1] - place[0] ? bytes : bytes.subarray(...place)).get(f));
    }));
    return found;
  }

  // Where the list of a term lies in a file of bodies: [from, to].
  function placeIn(file, f) {
    const r = new Bytes(file);
    let from = 0, size = 0, sum = 0;
    for (let n = r.int(); n > 0; n--) {
      const name = r.text(r.int()), length = r.int();
      if (name === f) { from = sum; size = length; }
      sum += length;
    }
    return size ? [r.at + from, r.at + from + size] : null;
  }

  // Completions of the word being typed: common terms by frequency, then rare ones of the loaded file.
  function completions(e, shards, prefix) {
    const out = [];
    for (const [f, df] of e.common) if (f !== prefix && f.startsWith(prefix)) out.push({ f, df });
    for (const terms of shards.values()) for (const [f, list] of terms) if (f !== prefix && f.startsWith(prefix) && !e.common.has(f)) out.push({ f, df: list.df });
    return out.sort((a, b) => b.df - a.df || (a.f < b.f ? -1 : 1)).slice(0, 8);
  }

  // What a posting's four bits of weight count. Flatter than what they stand for: that a word stands here tells more than how
  // often, above all where the rest of the query stands beside it.
  const WEIGHTS = Float64Array.from({ length: 16 }, (_, i) => ((i + 0.5) / 16) ** 0.85);
  const idf = (e, df) => Math.log(1 + (e.count + 0.5) / (df + 0.5));

  function gather(e, query, shards, deep) {
    const scores = new Map(), seen = new Set();
    let whole = 0;
    const lists = (t) => [shards.get(shardOf(e, t.f))?.get(t.f), deep?.get(t.f)].filter(Boolean);
    const weigh = (t) => {
      const list = lists(t)[0];
      if (!list) return t.fetched ? 0 : idf(e, e.common.get(t.f) ?? 1);
      const same = query.marked && !t.loose && list.variants.find((v) => v.m === t.m);
      const all = list.variants.reduce((n, v) => n + v.n, 0) || 1;
      return idf(e, same ? Math.max(1, (list.df * same.n) / all) : list.df);
    };
    for (const t of query.terms) t.idf = weigh(t);
    const byFold = new Map(query.terms.map((t) => [t.f, t.idf]));
    for (const t of query.terms) {
      const key = query.marked ? t.m : t.f;
      if (seen.has(key)) continue;
      seen.add(key);
      if (!t.number && (t.fetched || query.terms.some((o) => o.fetched && o.next === t.f))) whole += t.idf;
      if (!t.fetched) continue;
      const nexts = new Map();
      for (const o of query.terms) if (o.f === t.f && o.next) nexts.set(signature(o.next), { idf: byFold.get(o.next), open: !query.terms.find((x) => x.f === o.next).fetched });
      const best = new Map();
      for (const list of lists(t)) for (const v of list.variants) {
        const like = !query.marked || t.loose || v.m === t.m ? 1 : 0.2;
        eachPosting(list, v, (id, code) => {
          const s = WEIGHTS[code >> 4], next = nexts.get(code & 15);
          let value = like * t.idf * s * (t.number ? 3 : t.boost ?? 1), got = t.idf;
          if (next) {
            value += like * Math.min(t.idf, next.idf) * s * (next.open ? 1.4 : 1);
            if (next.open) got += next.idf;
          }
          const old = best.get(id);
          if (!old || value > old[0]) best.set(id, [value, got]);
        });
      }
      for (const [id, [value, got]] of best) {
        const old = scores.get(id);
        if (old) { old.score += value; old.got += t.number ? 0 : got; } else scores.set(id, { id, score: value, got: t.number ? 0 : got });
      }
    }
    const hits = [...scores.values()];
    // Items with more of the query come first among equals.
    for (const h of hits) h.score *= 0.5 + 0.5 * Math.min(1, whole ? h.got / whole : 1);
    return { hits, whole };
  }

  const chunkSlots = 8192;
  async function columns(e) {
    const chunks = await Promise.all(Array.from({ length: Math.ceil(e.slots / chunkSlots) }, (_, i) => load(e.file("f", i), (b) => b)));
    return (id) => {
      const b = chunks[Math.floor(id / chunkSlots)], n = b.length / (FACETS.length * WIDE), at = id % chunkSlots, row = {};
      FACETS.forEach((name, i) => { const p = (i * n + at) * WIDE; row[name] = b[p] + 256 * b[p + 1]; });
      return row;
    };
  }
  const yearOf = (e, id) => e.buckets.find((b) => id < b.base + b.cap).year;

  function passes(e, filters, id, row) {
    for (const [name, wanted] of Object.entries(filters)) {
      if (!wanted.length) continue;
      const has = name === "year" ? [String(yearOf(e, id))]
        : name === "topic" ? [row.topic, row.topic2].map((i) => e.facets.topic[i - 1]?.id)
        : [e.facets[name]?.[row[name] - 1]?.id];
      if (!wanted.some((w) => has.includes(w))) return false;
    }
    return true;
  }

  // Only the records that are shown are read, where the server gives parts of files; the whole file where it does not, or where
  // many of its records are shown.
  async function cards(e, ids) {
    const shown = new Map();
    for (const id of ids) { const i = Math.floor(id / e.block); shown.set(i, (shown.get(i) ?? 0) + 1); }
    return (await Promise.all(ids.map(async (id) => {
      const i = Math.floor(id / e.block), url = e.file("k", i), size = 16 * number(e.records, i), from = (id % e.block) * size;
      if (!url) return null;
      const bytes = await load(url, (b) => b, shown.get(i) * 4 > e.block ? undefined : [from, from + size]);
      return readCard(e, id, bytes.length === size ? bytes : bytes.subarray(from, from + size));
    }))).filter(Boolean);
  }

  // A whole search. options: from, size, filters { kind: [..], year: [..] .. }, sort "date", typing, facets.
  async function search(text, options = {}) {
    const { from = 0, size = 10, filters = {}, sort, typing = false, deeper = true } = options;
    const e = await entry();
    const filtered = Object.values(filters).some((v) => v.length);
    const needColumns = filtered || sort === "date" || options.facets || options.all;
    const query = parseQuery(e, text);
    if (!query.terms.length && !filtered && !options.all) return { query, total: 0, results: [], corrected: null };
    const columnsReady = needColumns ? columns(e) : null;
    let hits, corrected = null;
    if (query.terms.length) ({ hits, corrected } = await match(e, query, typing, deeper));
    else hits = [];
    const row = columnsReady && (await columnsReady);
    if (!query.terms.length) for (let id = e.slots - 1; id >= 0; id--) if (row(id).kind) hits.push({ id, score: 0 });
    const unfiltered = hits;
    if (filtered) hits = hits.filter((h) => passes(e, filters, h.id, row(h.id)));
    const when = (h) => yearOf(e, h.id) * 512 + row(h.id).day;
    if (sort === "date" || !query.terms.length) hits.sort((a, b) => when(b) - when(a) || b.score - a.score || b.id - a.id);
    else hits.sort((a, b) => b.score - a.score || b.id - a.id);
    const page = hits.slice(from, from + size), shown = await cards(e, page.map((h) => h.id));
    const results = shown.map((card, i) => ({ ...card, score: page[i].score }));
    if (sort !== "date" && query.terms.length) freshen(e, results);
    return { query, total: hits.length, results, corrected, choices: e.facets, facets: options.facets ? count(e, unfiltered, filters, row) : null };
  }

  async function match(e, query, typing, deeper) {
    const last = query.terms.filter((t) => !t.number).pop();
    const fetchAll = async (list) => new Map(await Promise.all(list.map(async (i) => [i, await postings(e, "p", i)])));
    const unfinished = typing && last && !/\s$/.test(query.text) && last.f.length > 1;
    if (unfinished) {
      const likely = completions(e, new Map(), last.f).slice(0, e.common.has(last.f) ? 1 : 2);
      for (const c of likely) query.terms.push({ f: c.f, m: c.f, loose: true, boost: 0.5 });
      // The beginning of a common word is hardly a word itself.
      last.left = likely.length > 0 && !e.common.has(last.f);
    }
    const shards = await fetchAll(plan(e, query));
    if (unfinished) for (const c of completions(e, shards, last.f)) if (shards.get(shardOf(e, c.f))?.has(c.f) && !query.terms.some((t) => t.f === c.f)) query.terms.push({ f: c.f, m: c.f, loose: true, boost: 0.5, fetched: true });
    let { hits, whole } = gather(e, query, shards);
    let corrected = null;
    const unknown = query.terms.filter((t) => t.fetched && !t.number && !shards.get(shardOf(e, t.f))?.has(t.f));
    if (unknown.length && !typing) {
      const names = await repair(e, query, unknown, shards, fetchAll);
      if (names) { corrected = names; ({ hits, whole } = gather(e, query, shards)); }
    }
    // Bodies of common terms lie apart: read them when the first files hold no item with every word.
    const common = query.terms.filter((t) => e.common.has(t.f) && !t.boost).sort((a, b) => b.idf - a.idf).slice(0, 8);
    if (deeper && parts && e.files.deep && !typing && common.length && !hits.some((h) => h.got >= whole * 0.97)) {
      for (const t of query.terms) t.fetched = true;
      const all = [...new Set(query.terms.map((t) => shardOf(e, t.f)))];
      const [again, bodies] = await Promise.all([fetchAll(all), bodyLists(e, common)]);
      ({ hits } = gather(e, query, again, bodies));
    }
    return { hits, corrected };
  }

  // A word that no item has: one typing error away from a known one, among the terms at hand.
  async function repair(e, query, unknown, shards, fetchAll) {
    const changed = [];
    for (const t of unknown) {
      if (/\d/.test(t.f)) continue;
      let best = null;
      const offer = (f, df) => { if (editDistanceOne(t.f, f) && (!best || df > best.df)) best = { f, df }; };
      for (const [f, df] of e.common) offer(f, df);
      for (const terms of shards.values()) for (const [f, list] of terms) offer(f, list.df);
      if (!best) { const c = completions(e, shards, t.f)[0]; if (c) best = c; }
      if (best) {
        for (const o of query.terms) if (o.next === t.f) o.next = best.f;
        changed.push([t.f, best.f]);
        Object.assign(t, { f: best.f, m: best.f, loose: true });
      }
    }
    if (!changed.length) return null;
    for (const [i, terms] of await fetchAll([...new Set(unknown.map((t) => shardOf(e, t.f)))])) shards.set(i, terms);
    return changed;
  }

  // News of the last years stand a little higher among the results of one page.
  function freshen(e, results) {
    const newest = e.buckets.length ? e.buckets[e.buckets.length - 1].year : 0;
    for (const r of results) {
      if (!e.news.includes(r.kind) || !r.date) continue;
      const age = newest + 1 - (Number(r.date.slice(0, 4)) + Number(r.date.slice(5, 7)) / 12);
      r.score *= 1 + 0.03 * 2 ** -Math.max(0, age);
    }
    results.sort((a, b) => b.score - a.score);
  }

  function count(e, hits, filters, row) {
    const out = {};
    for (const name of ["kind", "section", "agency", "type", "state", "topic", "year"]) {
      const rest = { ...filters, [name]: [] }, n = new Map();
      for (const h of hits) {
        const r = row(h.id);
        if (!passes(e, rest, h.id, r)) continue;
        const add = (id) => id && n.set(id, (n.get(id) ?? 0) + 1);
        if (name === "year") add(yearOf(e, h.id));
        else if (name === "topic") { add(r.topic && e.facets.topic[r.topic - 1]?.id); if (r.topic2 !== r.topic) add(r.topic2 && e.facets.topic[r.topic2 - 1]?.id); }
        else add(r[name] && e.facets[name]?.[r[name] - 1]?.id);
      }
      const label = (id) => (name === "year" ? String(id) : e.facets[name].find((v) => v.id === id).label);
      out[name] = [...n].map(([id, c]) => ({ id: String(id), label: label(id), count: c }));
      out[name].sort(name === "year" ? (a, b) => b.id - a.id : (a, b) => b.count - a.count);
    }
    return out;
  }

  return { search, entry };
}

// A letter that stands for a number.
const number = (letters, i) => { const c = letters.charCodeAt(i); return c < 0x100 ? c - 48 : c - 0x100; };

// A card: a letter each for kind, section, agency, type, state and day of the year; then title, address, number and lead, one a
// line; zeros fill it up.
export function readCard(e, id, bytes) {
  const end = bytes.indexOf(0), text = decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  if (!text) return null;
  const [title, address, code, lead] = text.slice(6).split("\n");
  const value = (name, at) => e.facets[name][number(text, at) - 1];
  const year = e.buckets.find((b) => id < b.base + b.cap)?.year, section = value("section", 1), kind = value("kind", 0);
  const date = year ? new Date(Date.UTC(year, 0, number(text, 5))).toISOString().slice(0, 10) : "";
  const url = (address || "^*/").replace(/^\^/, `~${date.slice(0, 7).replace("-", "/")}/`).replace(/^~/, () => section?.url ?? "")
    .replace(/\*|#(.)/, (all, c) => slug(title).slice(0, c ? number(c, 0) : undefined));
  return { title, url, lead, date, number: code, kind: kind?.id ?? "", kindLabel: kind?.label ?? "", section: section?.label ?? "",
    agency: value("agency", 2)?.label ?? "", type: value("type", 3)?.label ?? "", state: value("state", 4) ?? null };
}

// Parts of a text, [text, is it a match], for highlighting without writing HTML.
export function highlight(text, query, lang) {
  const wanted = new Map();
  for (const t of query.terms) wanted.set(t.f, (wanted.get(t.f) ?? []).concat(t));
  const out = [], add = (part, hit) => {
    const before = out[out.length - 1];
    if (before && before[1] === hit) before[0] += part; else out.push([part, hit]);
  };
  let gap = "";
  for (const part of text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []) {
    const t = tokens(part, lang)[0];
    if (!t) { gap = part; continue; }
    const hit = wanted.get(t.f)?.some((q) => !query.marked || q.loose || q.m === t.m) ?? false;
    if (gap) add(gap, hit && gap === " " && (out[out.length - 1]?.[1] ?? false));
    gap = "";
    add(part, hit);
  }
  if (gap) add(gap, false);
  return out;
}
