// Times the search page in Chromium on a slow phone: from the first keystroke, and from opening a shared address, until the
// results with their snippets are on the screen. The folder is served over HTTP/2, as a CDN does: over HTTP/1.1 a browser opens six
// connections at most, and the files of a search would wait for each other. Browsers speak HTTP/2 only with TLS, so a certificate is made
// at the start, by `openssl`. Chromium is told to trust that one: where it only overlooks a fault, it keeps nothing in its cache.
//   node benches/search-slow.mjs PUBLIC QUERIES [--count 20] [--net N] [--no-ranges] [--deep "a query" ...]
// PUBLIC must be built with the theme's search page. Each visit has an empty cache. --net: one of the lines below, from 1.
// --no-ranges: a server that answers a request for a part of a file with the whole of it. --deep: does not time, but enters
// these queries, waits for their last refinement and prints the first three addresses. With --no-ranges bodies of common words are
// not searched, since the client reads no large file as a whole.
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const { launch } = await import(path.join(HERE, "../tests/browser/browser.mjs"));

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".bin": "application/octet-stream" };
// Latency in ms and bytes a second as Lighthouse and the developer tools of Chromium set them through the same protocol.
const NETS = {
  "Lighthouse slow 4G (RTT 150 ms x 3.75, 1.6 Mbit/s x 0.9)": { latency: 562.5, downloadThroughput: (1638.4 * 1024 * 0.9) / 8, uploadThroughput: (750 * 1024 * 0.9) / 8 },
  "RTT 150 ms, 1.6 Mbit/s": { latency: 150, downloadThroughput: (1638.4 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 },
};
const CPU = 4;
// How long a person looks at the search page before the query comes.
const WAIT = 3000;

// A key and a certificate that it signs itself.
function certificate() {
  const folder = mkdtempSync(path.join(tmpdir(), "cong-bench-")), file = (name) => path.join(folder, name);
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file("key"), "-out", file("cert")], { stdio: "pipe" });
    return { key: readFileSync(file("key")), cert: readFileSync(file("cert")) };
  } finally { rmSync(folder, { recursive: true }); }
}

// The argument by which Chromium trusts a certificate: the checksum of its key.
function trusting(cert) {
  const key = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  return `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`;
}

// A static host: gzip for whole files, parts of files as they are (or not at all).
async function serve(folder, ranges) {
  const kept = new Map(), log = [], pair = certificate();
  const server = createSecureServer({ ...pair, allowHTTP1: true }, (request, response) => {
    let file = path.join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    try { if (statSync(file).isDirectory()) file = path.join(file, "index.html"); statSync(file); } catch { response.writeHead(404).end(); return; }
    const head = { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", "cache-control": "public, max-age=31536000" };
    const part = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (part && ranges) {
      const size = statSync(file).size, from = Number(part[1]), to = Math.min(size - 1, Number(part[2]));
      log.push({ url: request.url, status: 206, bytes: to - from + 1 });
      response.writeHead(206, { ...head, "content-range": `bytes ${from}-${to}/${size}`, "content-length": to - from + 1 });
      createReadStream(file, { start: from, end: to }).pipe(response);
      return;
    }
    // A browser that asks for a part takes no compressed answer.
    const gzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""), key = `${file} ${gzip}`;
    if (!kept.has(key)) kept.set(key, gzip ? gzipSync(readFileSync(file)) : readFileSync(file));
    const body = kept.get(key);
    log.push({ url: request.url, status: 200, bytes: body.length, range: Boolean(part) });
    response.writeHead(200, { ...head, ...(gzip && { "content-encoding": "gzip" }), "content-length": body.length });
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `https://127.0.0.1:${server.address().port}`, log, server, trust: trusting(pair.cert) };
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const spread = (list) => `${Math.round(quantile(list, 0.5))} / ${Math.round(quantile(list, 0.95))} / ${Math.round(Math.max(...list))}`;

// Resolves in the page with its clock when results stand in the list and the frame that shows them is drawn. `full`: of the whole query.
const shown = (page, least) => page.evaluate((least) => new Promise((done) => {
  const list = document.querySelector(".search-results"), look = () => {
    if (list && list.children.length >= least && [...list.children].slice(0, least).every((e) => e.querySelector(".summary")?.textContent) && !list.hasAttribute("aria-busy"))
      requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
    else setTimeout(look, 10);
  };
  look();
}), least);

async function visit(browser, net, go) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } }), page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", { offline: false, ...net });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: CPU });
  try { return await go(page, cdp); } finally { await context.close(); }
}

// Opens /tim-kiem/?q=… ; ms since the navigation began.
const opened = (base, text, least) => async (page) => {
  await page.goto(`${base}/tim-kiem/?q=${encodeURIComponent(text)}`, { waitUntil: "commit" });
  await page.waitForSelector(".search-results", { state: "attached" });
  return shown(page, least);
};

// The page is there, for `wait` ms already; the whole query comes at once (a paste, a dictated query), or letter by letter, then Enter.
const typed = (base, text, least, { wait = 0, pause = 0 } = {}) => async (page) => {
  await page.goto(`${base}/tim-kiem/`, { waitUntil: "load" });
  // A page that stands still: the entry file, asked for when the box gets the focus, is not waited for.
  await page.waitForSelector("form.search-form:not([hidden])", { state: "attached" });
  await page.waitForTimeout(wait);
  const start = await page.evaluate(() => performance.now());
  if (!pause) { await page.locator("#q").fill(text); await page.keyboard.press("Enter"); return (await shown(page, least)) - start; }
  const first = shown(page, 1);
  for (const letter of text) { await page.keyboard.insertText(letter); await page.waitForTimeout(pause); }
  const last = await page.evaluate(() => performance.now());
  await page.keyboard.press("Enter");
  await page.waitForFunction((q) => document.querySelector(".search-results:not([aria-busy])") && new URL(location).searchParams.get("q") === q, text.trim());
  const end = await shown(page, least);
  return { first: (await first) - start, whole: end - last };
};

const NO_LIMIT = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

async function deep(browser, base, queries) {
  for (const text of queries) {
    const found = await visit(browser, NO_LIMIT, async (page) => {
      await page.goto(`${base}/tim-kiem/?q=${encodeURIComponent(text)}`, { waitUntil: "networkidle" });
      return page.locator(".search-results .card-title a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    });
    console.log(`${text}: ${found.slice(0, 3).join(" ")}`);
  }
}

function options(args) {
  const out = { ranges: true, nets: Object.entries(NETS), count: 20, deep: [], folders: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--no-ranges") out.ranges = false;
    else if (args[i] === "--count") out.count = Number(args[++i]);
    else if (args[i] === "--net") out.nets = [Object.entries(NETS)[Number(args[++i]) - 1]];
    else if (args[i] === "--deep") { out.deep = args.slice(i + 1); break; }
    else out.folders.push(args[i]);
  }
  return out;
}

async function timed(browser, base, name, net, queries) {
  const open = [], once = [], later = [], first = [], last = [];
  for (const text of queries) {
    open.push(await visit(browser, net, opened(base, text, 10)));
    once.push(await visit(browser, net, typed(base, text, 10)));
    later.push(await visit(browser, net, typed(base, text, 10, { wait: WAIT })));
    const letters = await visit(browser, net, typed(base, text, 10, { pause: 250 }));
    first.push(letters.first);
    last.push(letters.whole);
  }
  console.log(`\n${name}, CPU x${CPU}, ${queries.length} queries: ms, median / p95 / most`);
  for (const [row, list] of [["address opened, to ten results", open], ["query entered at once, to ten results", once],
    [`query entered after ${WAIT / 1000} s on the page, to ten results`, later],
    ["typed: first letter to first results", first], ["typed: last letter and Enter to ten results", last]])
    console.log(`  ${row.padEnd(52)}${spread(list)}`);
}

async function main() {
  const o = options(process.argv.slice(2)), [folder, set] = o.folders;
  const all = readFileSync(path.join(set, "queries.jsonl"), "utf8").trim().split("\n").map((l) => JSON.parse(l).text);
  const queries = Array.from({ length: Math.min(o.count, all.length) }, (_, i) => all[Math.floor((i * all.length) / o.count)]);
  const { base, log, server, trust } = await serve(folder, o.ranges), browser = await launch([trust]);
  if (o.deep.length) await deep(browser, base, o.deep);
  else for (const [name, net] of o.nets) await timed(browser, base, name, net, queries);
  const parts = log.filter((r) => r.status === 206), whole = log.filter((r) => r.range), sum = (rows) => rows.reduce((n, r) => n + r.bytes, 0);
  console.log(`\nrequests for parts of files: ${parts.length} answered with a part (${sum(parts)} bytes), ${whole.length} with the whole file (${sum(whole)} bytes)`);
  await browser.close();
  server.close();
}
await main();
