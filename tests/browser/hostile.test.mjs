// What a contributor could write to make a reader's browser run something: more than 300 texts, in the fields of every kind, opened in
// Chromium without any policy. Nothing may run, leave the portal or stand in a page as an element.
//
// Each item has another text in each of its fields, so that every text meets every kind. HOSTILE=all puts every text into every field.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { pagesOf, program } from "./portal.mjs";

const VECTORS = [
  "<script>f()</script>",
  "<img src=x onerror=f()>",
  "<svg onload=f()>",
  "<svg><script>f()</script></svg>",
  "<svg><a href=javascript:f()><text>x</text></a></svg>",
  '<iframe srcdoc="<script>parent.f()</script>"></iframe>',
  "<iframe src=javascript:parent.f()></iframe>",
  "<details open ontoggle=f()>x</details>",
  "<video><source onerror=f()></video>",
  "<audio src=x onerror=f()></audio>",
  "<input autofocus onfocus=f()>",
  "<body onload=f()>",
  "<a href=javascript:f() id=x>x</a>",
  "<form action=javascript:f()><button>x</button></form>",
  "<object data=javascript:f()></object>",
  "<meta http-equiv=refresh content='0;url=https://khac.example/'>",
  "<link rel=stylesheet href=https://khac.example/a.css>",
  "<base href=https://khac.example/>",
  "<style>*{background:url(https://khac.example/a.png)}</style>",
  "<p style=position:fixed onclick=f()>x</p>",
  "<math><mtext><img src=x onerror=f()></mtext></math>",
  "<template><script>f()</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=f()>'>",
];
const PREFIXES = [
  "",
  '">',
  "'>",
  '" onmouseover="f()" x="',
  "</title>",
  "</textarea></select>",
  "</script>",
  "-->",
  "]]>",
  "<cong-2></cong-2>",
  "<cong-body></cong-body>",
  "\u0001a0\u0002",
  "\u0000",
  "{{ ",
  "`",
];
const PAYLOADS = PREFIXES.flatMap((prefix) => VECTORS.map((vector) => `a${prefix}${vector}`));

/** A double-quoted YAML scalar. */
const quoted = (text) =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -~]/g, (letter) => `\\U${letter.codePointAt(0).toString(16).padStart(8, "0")}`)}"`;

const FIXED = {
  integer: "3", number: "2.5", date: "2024-01-10", datetime: "2024-01-10", year: "2024", url: "https://a.example/", email: "a@b.example",
  media: "https://youtu.be/abc", phone: "0271.1022", file: "t.pdf", image: "a.png", data: "b.csv", lookup: "c.csv", agency: "so-y-te", topic: "de-an", field: "y-te",
};

/** So that banners are advertisements, with all that is shown of one, and data are in the catalogue. */
const OWN = { advertisement: "true", slot: "side", license: "cc-by-4.0" };

/** A value in flow style; `next` gives the text of a free field, and a number for what must be unique. */
function value(field, next) {
  let one;
  if (field.type === "text" || field.type === "markdown") one = quoted(next());
  else if (field.type === "document_number") one = `${next.item + 1}/QĐ-UBND`;
  else if (field.type === "choice") one = quoted(field.options[0]);
  else if (field.type === "group") {
    const rows = field.fields.map((inner) => [inner.name, OWN[inner.name] ?? value(inner, next)]).filter(([, own]) => own !== undefined);
    one = `{ ${rows.map(([name, own]) => `${name}: ${own}`).join(", ")} }`;
  } else one = FIXED[field.type];
  return one !== undefined && field.many ? `[${one}]` : one;
}

// Results of a poll have to name one of its answers.
const NOT_SHOWN = ["results", "slug", "aliases", "draft", "workflow", "publish_at", "expires", "noindex", "kind", "sort", "weight", "per_page"];

function item(kind, next) {
  const shown = kind.fields.filter((field) => !NOT_SHOWN.includes(field.name) && (field.required || !field.role || field.name === "date"));
  const rows = shown.map((field) => [field.name, OWN[field.name] ?? value(field, next)]).filter(([, own]) => own !== undefined);
  return `---\n${rows.map(([name, own]) => `${name}: ${own}\n`).join("")}---\n${next()}\n`;
}

const SITE = `base_url = "https://tinh.example"
languages = ["vi"]
title = "Cổng thử"
[owner]
name = "UBND"
responsible = "Trưởng ban"
address = "Số 1"
phone = "1022"
email = "a@b.example"
[[agencies]]
id = "so-y-te"
name = "Sở Y tế"
[[topics]]
id = "de-an"
name = "Đề án"
[[fields]]
id = "y-te"
name = "Y tế"
[advertising]
rules = "quy-che.md"
`;
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==", "base64");

let browser, server, pages, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "cong-hostile-"));
  const put = (path, content) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  put("site.toml", SITE);
  put("content/_index.md", "---\ntitle: Trang chủ\n---\n");
  put("content/quy-che.md", "---\ntitle: Quy chế quảng cáo\nkind: page\n---\nQuảng cáo có nhãn.\n");
  put("kinds/.keep", "");
  const kinds = JSON.parse(execFileSync(program(), ["-C", folder, "kinds", "--json"], { encoding: "utf8" }));
  const all = process.env.HOSTILE === "all";
  for (const kind of kinds) {
    const home = `content/${kind.folder}`;
    put(`${home}/_index.md`, `---\ntitle: Mục ${kind.name}\nkind: ${kind.name}\n---\n`);
    const fields = item(kind, Object.assign(() => "x", { item: 0 })).split('"x"').length;
    const count = all ? PAYLOADS.length : Math.ceil(PAYLOADS.length / fields);
    for (let number = 0; number < count; number++) {
      let at = number * (all ? 1 : fields);
      const next = Object.assign(() => PAYLOADS[(all ? number : at++) % PAYLOADS.length], { item: number });
      put(`${home}/i${number}/index.md`, item(kind, next));
      put(`${home}/i${number}/t.pdf`, "%PDF-1.4");
      put(`${home}/i${number}/a.png`, PNG);
      const cell = `"${PAYLOADS[number % PAYLOADS.length].replaceAll('"', '""').replaceAll("\u0000", "")}"`;
      put(`${home}/i${number}/b.csv`, `Tên,${cell}\n${cell},12\n`);
      put(`${home}/i${number}/c.schema.yaml`, "primaryKey: a\nfields: [{ name: a }, { name: b }]\n");
      put(`${home}/i${number}/c.csv`, `a,b\n1,${cell}\n`);
    }
  }
  // Warnings there are many; what counts is that the pages are built.
  const run = spawnSync(program(), ["-C", folder, "build", "--json", "--at", "2024-01-15 12:00"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const built = JSON.parse(run.stdout);
  const errors = built.findings.filter((finding) => finding.severity === "error");
  assert.deepEqual(errors.slice(0, 3), [], `${errors.length} errors`);
  pages = pagesOf(join(folder, "public"));
  writeFileSync(join(folder, "public/_headers"), "");
  server = await serveFolder(join(folder, "public"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("nothing that is written into a field runs, loads or becomes an element", async (t) => {
  assert.ok(PAYLOADS.length >= 300 && pages.length > 200, `${PAYLOADS.length} texts, ${pages.length} pages`);
  t.diagnostic(`${PAYLOADS.length} texts on ${pages.length} pages`);
  const context = await browser.newContext();
  await context.addInitScript(() => {
    window.f = () => console.error("it ran");
    window.alert = window.confirm = window.prompt = window.f;
  });
  const faults = [];
  context.on("console", (message) => message.text() === "it ran" && faults.push(`${message.page()?.url()} ran`));
  context.on("request", (request) => {
    if (!request.url().startsWith(server.base) && !request.url().startsWith("data:")) faults.push(`asked for ${request.url()}`);
  });
  const look = async (page, url) => {
    await page.goto(server.base + url, { waitUntil: "load" });
    const found = await page.evaluate(() => {
      const own = (element) => element.src?.startsWith(location.origin + "/assets/");
      const bad = [...document.querySelectorAll("*")].filter(
        (element) =>
          [...element.attributes].some((attribute) => /^on|^style$|^srcdoc$/.test(attribute.name)) ||
          ["javascript:", "vbscript:"].includes(element.protocol) ||
          (/^(script|style|iframe|object|embed|base|template|math)$/i.test(element.localName) && !own(element) && element.type !== "application/ld+json"),
      );
      return bad.map((element) => element.outerHTML.slice(0, 200));
    });
    if (found.length > 0) faults.push(`${url} holds ${found[0]}`);
    if (page.url() !== server.base + url) faults.push(`${url} led to ${page.url()}`);
  };
  const open = [...pages];
  const worker = async () => {
    const page = await context.newPage();
    for (let next = open.pop(); next && faults.length < 10; next = open.pop()) await look(page, next.url);
  };
  await Promise.all([worker(), worker(), worker()]);
  await context.close();
  assert.deepEqual(faults, []);
});
