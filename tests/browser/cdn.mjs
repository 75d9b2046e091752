// Serves a folder the way a static host or CDN does: right types, gzip, strict security headers, 404.html of the language
// for an address that does not exist. Only for tests: it reads a file each time and knows nothing of ranges.

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

// A page that needs an inline script, an inline style or another host breaks under this policy, and the browser reports it.
// Frames of the video host may be opened, but only by a click.
const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "frame-src https://www.youtube-nocookie.com",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "strict-transport-security": "max-age=31536000",
};

/** Starts on a free port of this machine. `requests` holds the path of everything asked for. */
export async function serveFolder(folder) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push(path);
    const { file, body, status } = await find(folder, path);
    const compressed = /html|css|js|json|xml|txt|csv|svg|ics/.test(extname(file));
    response.writeHead(status, {
      ...HEADERS,
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": /\/assets\/.*\.[0-9a-f]{6,}\./.test(path) ? "public, max-age=31536000, immutable" : "public, max-age=60",
      ...(compressed && { "content-encoding": "gzip", vary: "accept-encoding" }),
    });
    response.end(compressed ? gzipSync(body) : body);
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
