// Runs the search page: what is typed becomes results below the form, the address keeps query and filters.
// Labels and addresses come from the data attributes of the form; text is set as text, never as HTML.

const form = document.querySelector("form.search-form");
const body = document.querySelector(".search-body");
const find = (name) => body.querySelector(name);
const status = find(".search-status"), list = find(".search-results"), more = find(".search-more"), note = find(".search-note");
const panel = find(".search-filters"), facetBox = find(".search-facets"), chips = find(".search-chips"), order = find("[name=sort]");
const input = form.elements.q, say = form.dataset, lang = document.documentElement.lang;
const names = ["kind", "section", "agency", "year", "topic", "type", "state"];
const numbers = new Intl.NumberFormat(lang);

// What stands there for readers whose browser runs no scripts.
document.querySelector(".search-plain").hidden = true;

let engine = null, state = fromAddress(), run = 0, shown = [], facetLabels = new Map();

function element(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) e.setAttribute(key, value);
  e.append(...children);
  return e;
}

async function start() {
  const { createSearch, highlight } = await import(say.engine);
  const read = async (url, range) => {
    const reply = await fetch(url, range && { headers: { Range: `bytes=${range[0]}-${range[1] - 1}` } });
    if (!reply.ok) throw new Error(`${reply.status} ${url}`);
    return new Uint8Array(await reply.arrayBuffer());
  };
  engine = { ...createSearch(read, say.entry), highlight };
  body.hidden = false;
}

// ---- The address ------------------------------------------------------------------

function fromAddress() {
  const p = new URLSearchParams(location.search);
  return { q: p.get("q") ?? "", sort: p.get("sort") ?? "", filters: Object.fromEntries(names.map((n) => [n, p.getAll(n).flatMap((v) => v.split(",")).filter(Boolean)])) };
}

function address() {
  const p = new URLSearchParams();
  if (state.q.trim()) p.set("q", state.q.trim());
  for (const n of names) for (const v of state.filters[n]) p.append(n, v);
  if (state.sort) p.set("sort", state.sort);
  return location.pathname + (p.size === 0 || `${p}` === "" ? "" : `?${p}`);
}

function remember(step) {
  const url = address();
  if (url === location.pathname + location.search) return;
  history[step ? "pushState" : "replaceState"](null, "", url);
}

// ---- Searching ----------------------------------------------------------------------

const anyFilter = () => names.some((n) => state.filters[n].length);

async function show({ typing = false, from = 0 } = {}) {
  const mine = ++run, wanted = () => mine === run;
  if (!state.q.trim() && !anyFilter()) return clear();
  if (!from) list.setAttribute("aria-busy", "true");
  const options = { from, filters: state.filters, sort: state.sort, typing };
  try {
    if (!engine) await start();
    let found = await engine.search(state.q, { ...options, deeper: from > 0 });
    if (!wanted()) return;
    render(found, from);
    if (!typing && !from) {
      // Without the rest of the postings, what is shown stands.
      found = await engine.search(state.q, options).catch((error) => { console.error(error); return found; });
      if (!wanted()) return;
      if (found.total !== shown.total || found.results[0]?.url !== shown[0]?.url) render(found, from);
    }
    if (panel.open) await facets(wanted);
  } catch (error) {
    if (wanted()) { status.textContent = say.failed; list.removeAttribute("aria-busy"); note.hidden = false; }
    console.error(error);
  }
}

function clear() {
  list.replaceChildren();
  list.removeAttribute("aria-busy");
  status.textContent = "";
  more.hidden = true;
  note.hidden = true;
  drawChips();
}

async function facets(wanted = () => true) {
  const found = await engine.search(state.q, { filters: state.filters, size: 0, facets: true, all: true });
  if (wanted()) drawFacets(found.facets);
}

// ---- Drawing ------------------------------------------------------------------------

function marked(text, query) {
  return engine.highlight(text, query, lang).map(([part, hit]) => (hit ? element("mark", {}, part) : part));
}

function entry(r, query) {
  const about = [];
  if (r.date) about.push(element("time", { datetime: r.date }, lang === "vi" ? r.date.split("-").reverse().join("/") : r.date));
  for (const text of [r.type || r.section || r.kindLabel, r.agency]) if (text) about.push(element("span", {}, text));
  if (r.state) about.push(element("span", { class: `state state-${r.state.id}` }, r.state.label));
  const number = r.number && !r.title.includes(r.number) ? element("p", { class: "overline" }, element("strong", {}, ...marked(r.number, query))) : "";
  return element("li", { class: "entry" }, element("div", {}, number,
    element("h2", { class: "card-title" }, element("a", { href: r.url }, ...marked(r.title, query))),
    element("p", { class: "summary" }, ...marked(r.lead, query)),
    element("p", { class: "meta" }, ...about)));
}

function render(found, from) {
  // A filter that a link brought, and that no item has together with the others, is called by its name all the same.
  for (const n of names) for (const id of state.filters[n]) {
    const choice = found.choices[n]?.find((v) => v.id === id);
    if (choice) facetLabels.set(`${n} ${id}`, choice.label);
  }
  const entries = found.results.map((r) => entry(r, found.query));
  if (from) list.append(...entries); else list.replaceChildren(...entries);
  shown = from ? shown.concat(found.results) : found.results;
  shown.total = found.total;
  list.removeAttribute("aria-busy");
  const fixed = (found.corrected ?? []).map(([was, is]) => say.corrected.replace("{was}", was).replace("{is}", is)).join(" ");
  status.textContent = `${found.total ? say.found.replace("{n}", numbers.format(found.total)) : say.none} ${fixed}`.trim();
  more.hidden = shown.length >= found.total;
  note.hidden = found.total > 0;
  drawChips();
  if (from) entries[0]?.querySelector("a").focus();
}

function drawFacets(all) {
  const groups = names.filter((n) => all[n]?.length > 1 || state.filters[n].length).map((n) => {
    const rows = all[n].slice(0, 60);
    for (const v of rows) facetLabels.set(`${n} ${v.id}`, v.label);
    for (const id of state.filters[n]) if (!rows.some((v) => v.id === id)) rows.push({ id, label: facetLabels.get(`${n} ${id}`) ?? id, count: 0 });
    const boxes = rows.map((v, i) => {
      const box = element("input", { type: "checkbox", name: n, value: v.id });
      box.checked = state.filters[n].includes(v.id);
      return element("label", i > 7 && !box.checked ? { class: "search-rest" } : {}, box, ` ${v.label} `, element("span", { class: "count" }, `(${numbers.format(v.count)})`));
    });
    const legend = element("legend", {}, say[n] ?? n), group = element("fieldset", {}, legend, ...boxes);
    if (rows.length > 8) {
      const open = element("button", { type: "button", class: "search-all" }, say.all.replace("{n}", rows.length));
      open.addEventListener("click", () => { group.classList.add("is-open"); open.remove(); group.querySelector(".search-rest input")?.focus(); });
      group.append(open);
    }
    return group;
  });
  const at = document.activeElement, focused = facetBox.contains(at) ? [at.name, at.value] : null;
  facetBox.replaceChildren(...groups);
  if (focused) [...facetBox.querySelectorAll("input")].find((b) => b.name === focused[0] && b.value === focused[1])?.focus();
  drawChips();
}

// The filters that are on, each a button that takes it away.
function drawChips() {
  chips.replaceChildren(...names.flatMap((n) => state.filters[n].map((id) => {
    const label = facetLabels.get(`${n} ${id}`) ?? id;
    const chip = element("button", { type: "button", "aria-label": say.remove.replace("{x}", label) }, `${label} ×`);
    chip.addEventListener("click", () => { state.filters[n] = state.filters[n].filter((v) => v !== id); remember(true); show(); input.focus(); });
    return chip;
  })));
}

// ---- Events -------------------------------------------------------------------------

// A search waits for a pause in typing; while one is on its way, only the newest text waits for its return. So results show on
// a slow line too, and the line is not filled with searches for half a query.
const PAUSE = 300;
// Who types without a pause sees results after so long.
const LONGEST = 900;
let timer = 0, since = 0, busy = false, waiting = false;
async function searchTyped() {
  since = 0;
  waiting = busy;
  if (busy) return;
  busy = true;
  try {
    do { waiting = false; remember(false); await show({ typing: true }); } while (waiting);
  } finally { busy = false; }
}
input.addEventListener("input", () => {
  state.q = input.value;
  clearTimeout(timer);
  since ||= performance.now();
  timer = setTimeout(searchTyped, Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  waiting = false;
  state.q = input.value;
  remember(true);
  show();
});
order.addEventListener("change", () => { state.sort = order.value; remember(true); show(); });
more.addEventListener("click", () => show({ from: shown.length }));
panel.addEventListener("toggle", () => { if (panel.open) (engine ? Promise.resolve() : start()).then(() => facets()).catch(() => { status.textContent = say.failed; }); });
facetBox.addEventListener("change", (event) => {
  const { name, value, checked } = event.target;
  state.filters[name] = state.filters[name].filter((v) => v !== value).concat(checked ? value : []);
  remember(true);
  show();
});
addEventListener("popstate", () => { state = fromAddress(); fill(); show(); });

// Keys: / goes to the box, arrows walk through the results, Escape returns to the box.
document.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll(".card-title a")], at = links.indexOf(document.activeElement);
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) input.focus();
  else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === input) && links[at + 1]) links[at + 1].focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? input).focus();
  else if (event.key === "Escape" && at >= 0) input.focus();
  else return;
  event.preventDefault();
});

function fill() {
  input.value = state.q;
  order.value = state.sort;
  if (anyFilter()) panel.open = true;
}

fill();
form.hidden = false;
input.addEventListener("focus", () => { if (!engine) start().then(() => engine.entry()).catch(() => {}); }, { once: true });
if (state.q.trim() || anyFilter()) show();
else { body.hidden = false; input.focus({ preventScroll: true }); }
