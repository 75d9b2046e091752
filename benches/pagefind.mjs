// Runs Pagefind's own browser module under Node on an index it made, and notes what each search fetches.
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const HOST = "http://pagefind.local";

// The module runs as in a page without workers: its files come from the folder, counted as search-cli.mjs counts.
export async function openPagefind(folder, lang = "vi") {
  const trace = { bytes: 0, requests: 0, trips: 0 }, sizes = new Map();
  let wave = null;
  globalThis.window = { location: new URL(`${HOST}/`) };
  globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => lang }) };
  globalThis.fetch = async (input) => {
    const url = new URL(input, HOST);
    if (!wave) { wave = []; trace.trips++; setTimeout(() => { const all = wave; wave = null; all.forEach((go) => go()); }, 0); }
    const waiting = new Promise((go) => wave.push(go));
    const body = await readFile(path.join(folder, url.pathname.replace(/^\/pagefind\//, "")));
    if (!sizes.has(url.pathname)) sizes.set(url.pathname, /\.(json|js)$/.test(url.pathname) ? gzipSync(body).length : body.length);
    trace.bytes += sizes.get(url.pathname);
    trace.requests++;
    await waiting;
    return new Response(body, { headers: { "content-type": url.pathname.endsWith(".json") ? "application/json" : "application/wasm" } });
  };
  await copyFile(path.join(folder, "pagefind.js"), path.join(folder, "pagefind.mjs"));
  const module = await import(pathToFileURL(path.join(folder, "pagefind.mjs")));
  const create = () => module.createInstance({ basePath: "/pagefind/", excerptLength: 30 });
  const top = async (instance, text) => {
    const found = await instance.search(text);
    const shown = await Promise.all((found?.results ?? []).slice(0, 10).map((r) => r.data()));
    return shown.map((d) => new URL(d.url, HOST).pathname);
  };
  const warm = create();
  return {
    search: (text) => top(warm, text),
    // A search by a browser that has nothing yet.
    async cold(text) {
      Object.assign(trace, { bytes: 0, requests: 0, trips: 0 });
      await top(create(), text);
      return { ...trace };
    },
  };
}
