// Serves a folder the way a static host or CDN does: right types, gzip, the headers of the built `_headers` file, 404.html of the language
// for an address that does not exist, parts of files. Only for tests: it reads a file each time and trusts what it is asked for.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".pdf": "application/pdf",
  ".mp4": "video/mp4",
  ".vtt": "text/vtt; charset=utf-8",
};

/** The rules of a built `_headers` file, as Netlify and Cloudflare Pages read it: `[{ pattern, unset, set }]`. */
export function readHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    const said = line.trim();
    if (!said || said.startsWith("#")) continue;
    if (said.startsWith("/")) {
      const pattern = said.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
      rules.push({ path: said, pattern: new RegExp(`^${pattern}$`), unset: [], set: [] });
    } else if (said.startsWith("!")) rules.at(-1).unset.push(said.slice(1).trim().toLowerCase());
    else rules.at(-1).set.push([said.slice(0, said.indexOf(":")).toLowerCase(), said.slice(said.indexOf(":") + 1).trim()]);
  }
  return rules;
}

/** The headers of an address. Where two rules set one, both hold, as on Cloudflare, unless it is taken off first. */
export function headersOf(rules, path) {
  const headers = {};
  for (const rule of rules.filter((rule) => rule.pattern.test(path))) {
    for (const name of rule.unset) delete headers[name];
    for (const [name, value] of rule.set) headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

/** Starts on a free port of this machine. `requests` holds the path of everything asked for. */
export async function serveFolder(folder) {
  const requests = [];
  const rules = readHeaders(await readFile(join(folder, "_headers"), "utf8"));
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push(path);
    const { file, body, status } = await find(folder, path);
    const accepted = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const compressed = accepted && /html|css|js|json|xml|txt|csv|svg|ics/.test(extname(file));
    const part = status === 200 && !compressed && /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const [from, to] = part ? [Number(part[1]), Math.min(Number(part[2]), body.length - 1)] : [];
    response.writeHead(part ? 206 : status, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      ...headersOf(rules, status === 200 ? path : "/"),
      ...(compressed && { "content-encoding": "gzip", vary: "accept-encoding" }),
      ...(part && { "content-range": `bytes ${from}-${to}/${body.length}` }),
    });
    response.end(compressed ? gzipSync(body) : part ? body.subarray(from, to + 1) : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { base, requests, close };
}

async function find(folder, path) {
  const safe = normalize(path).replace(/^(\.\.[/\\])+/, "");
  const file = safe.endsWith("/") ? `${safe}index.html` : safe;
  const missing = path.startsWith("/en/") ? "en/404.html" : "404.html";
  try {
    return { file, status: 200, body: await readFile(join(folder, file)) };
  } catch {
    return { file: missing, status: 404, body: await readFile(join(folder, missing)).catch(() => "not found") };
  }
}
