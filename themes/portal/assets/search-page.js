// Runs the search page: what is typed becomes results below the form, the address keeps query and filters.
// Labels and addresses come from the data attributes of the form; text is set as text, never as HTML.

const form = document.querySelector("form.search-form");
const body = document.querySelector(".search-body");
const find = (selector) => body.querySelector(selector);
const status = find(".search-status"), list = find(".search-results"), more = find(".search-more"), note = find(".search-note");
const panel = find(".search-filters"), facetBox = find(".search-facets"), chips = find(".search-chips"), order = find("[name=sort]");
const input = form.elements.q, labels = form.dataset, language = document.documentElement.lang;
const facetNames = ["kind", "section", "agency", "year", "topic", "type", "state"];
const numbers = new Intl.NumberFormat(language), inWords = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

// What stands there for readers whose browser runs no scripts.
document.querySelector(".search-plain").hidden = true;

let engine = null, state = fromAddress(), run = 0, shown = [], facetLabels = new Map(), isOutdated = false;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// A file of the index. One that is gone, or a page in its place, means that the portal was published anew since this page was opened.
// `isLarge`: a whole file in the place of its part is not read.
async function read(url, range, isLarge) {
  const reply = await fetch(url, range && { headers: { Range: `bytes=${range[0]}-${range[1] - 1}` } });
  const isGone = reply.status === 404 || reply.status === 410 || (reply.headers.get("content-type") ?? "").startsWith("text/html");
  if (!reply.ok || isGone) throw Object.assign(new Error(`${reply.status} ${url}`), { outdated: isGone });
  if (isLarge && reply.status === 200) {
    reply.body?.cancel();
    return null;
  }
  return new Uint8Array(await reply.arrayBuffer());
}

async function start() {
  const { createSearch, excerpt, highlight } = await import(labels.engine).catch(async (error) => {
    // An import does not say whether its file is gone.
    await read(labels.engine);
    throw error;
  });
  engine = { ...createSearch(read, labels.entry), excerpt, highlight };
  body.hidden = false;
}

// ---- A page that is older than the index ------------------------------------------

const reload = () => location.reload();

// Says why there are no results. A page that is older than the index is loaded again, but not while somebody types and not twice: then
// it says so, and the button loads it.
function failed(error, typing) {
  console.error(error);
  isOutdated = error.outdated ?? false;
  const wasReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (isOutdated && !typing && !wasReloaded) return reload();
  body.hidden = false;
  list.removeAttribute("aria-busy");
  if (isOutdated) {
    list.replaceChildren();
    more.hidden = true;
  }
  note.hidden = isOutdated;
  status.textContent = isOutdated ? labels.outdated : labels.failed;
}

// ---- The address ------------------------------------------------------------------

function fromAddress() {
  const address = new URLSearchParams(location.search);
  const wanted = (name) => address.getAll(name).flatMap((ids) => ids.split(",")).filter(Boolean);
  const filters = Object.fromEntries(facetNames.map((name) => [name, wanted(name)]));
  return { q: address.get("q") ?? "", sort: address.get("sort") ?? "", filters };
}

function address() {
  const kept = new URLSearchParams();
  if (state.q.trim()) kept.set("q", state.q.trim());
  for (const name of facetNames) for (const id of state.filters[name]) kept.append(name, id);
  if (state.sort) kept.set("sort", state.sort);
  return location.pathname + (`${kept}` === "" ? "" : `?${kept}`);
}

function remember(step) {
  const url = address();
  if (url === location.pathname + location.search) return;
  history[step ? "pushState" : "replaceState"](null, "", url);
}

// ---- Searching ----------------------------------------------------------------------

const anyFilter = () => facetNames.some((name) => state.filters[name].length);

async function show({ typing = false, from = 0 } = {}) {
  const mine = ++run, wanted = () => mine === run;
  if (!state.q.trim() && !anyFilter()) return clear();
  if (!from) list.setAttribute("aria-busy", "true");
  const options = { from, filters: state.filters, sort: state.sort, typing, size: typing ? TYPED : undefined };
  try {
    if (!engine) await start();
    let found = await engine.search(state.q, { ...options, secondTier: from > 0 });
    if (!wanted()) return;
    // What is typed is too little to look for: what stands there stays.
    if (found.waits) return list.removeAttribute("aria-busy");
    render(found, from);
    if (!typing && !from) {
      // Without the rest of the postings, what is shown stands, unless they are of another index.
      found = await engine.search(state.q, options).catch((error) => {
        if (error.outdated) throw error;
        console.error(error);
        return found;
      });
      if (!wanted()) return;
      if (found.total !== shown.total || found.results[0]?.url !== shown[0]?.url) render(found, from);
    }
    if (panel.open) await facets(wanted);
  } catch (error) {
    if (wanted()) failed(error, typing);
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
  return engine.highlight(text, query, language).map(([part, isMatch]) => (isMatch ? element("mark", {}, part) : part));
}

function entry(result, query) {
  const about = [];
  if (result.date) {
    const day = language === "vi" ? result.date.split("-").reverse().join("/") : inWords.format(new Date(result.date));
    about.push(element("time", { datetime: result.date }, day));
  }
  for (const text of [result.type || result.section || result.kindLabel, result.agency]) if (text) about.push(element("span", {}, text));
  if (result.state) about.push(element("span", { class: `state state-${result.state.id.slice(result.state.id.indexOf("-") + 1)}` }, result.state.label));
  if (result.isBest) about.unshift(element("strong", { class: "search-best" }, labels.best));
  const isNumberTold = !result.number || result.title.includes(result.number);
  const number = isNumberTold ? "" : element("p", { class: "overline" }, element("strong", {}, ...marked(result.number, query)));
  return element("li", { class: "entry" }, element("div", {}, number,
    element("h2", { class: "card-title" }, element("a", { href: result.url }, ...marked(result.title, query))),
    element("p", { class: "summary" }, ...marked(engine.excerpt(result.lead, query, language), query)),
    element("p", { class: "meta" }, ...about)));
}

function render(found, from) {
  // A filter that a link brought, and that no item has together with the others, is called by its name all the same.
  for (const name of facetNames) for (const id of state.filters[name]) {
    const choice = found.choices[name]?.find((choice) => choice.id === id);
    if (choice) facetLabels.set(`${name} ${id}`, choice.label);
  }
  const entries = found.results.map((result) => entry(result, found.query));
  if (from) list.append(...entries); else list.replaceChildren(...entries);
  shown = from ? shown.concat(found.results) : found.results;
  shown.total = found.total;
  list.removeAttribute("aria-busy");
  const words = (at) => found.corrected.map((change) => change[at]).join(" ");
  const mended = found.corrected?.length ? labels.corrected.replace("{was}", () => words(0)).replace("{is}", () => words(1)) : "";
  const left = found.total && found.left?.length ? labels.lacks.replace("{words}", found.left.map((word) => `“${word}”`).join(", ")) : "";
  status.textContent = [found.total ? labels.found.replace("{n}", numbers.format(found.total)) : labels.none, mended, left].filter(Boolean).join(" ");
  more.hidden = shown.length >= found.total;
  note.hidden = found.total > 0;
  drawChips();
  if (from) entries[0]?.querySelector("a").focus();
}

// Choices of a facet that are shown, and those of them that are shown before a reader asks for all.
const MOST_CHOICES = 60, FIRST_CHOICES = 8;

function facetGroup(name, counted) {
  const rows = counted.slice(0, MOST_CHOICES), chosen = state.filters[name];
  for (const choice of rows) facetLabels.set(`${name} ${choice.id}`, choice.label);
  for (const id of chosen) if (!rows.some((choice) => choice.id === id)) rows.push({ id, label: facetLabels.get(`${name} ${id}`) ?? id, count: 0 });
  const boxes = rows.map((choice, at) => {
    const box = element("input", { type: "checkbox", name, value: choice.id });
    box.checked = chosen.includes(choice.id);
    const count = element("span", { class: "count" }, `(${numbers.format(choice.count)})`);
    return element("label", at >= FIRST_CHOICES && !box.checked ? { class: "search-rest" } : {}, box, ` ${choice.label} `, count);
  });
  const group = element("fieldset", {}, element("legend", {}, labels[name] ?? name), ...boxes);
  if (rows.length > FIRST_CHOICES) {
    const open = element("button", { type: "button", class: "search-all" }, labels.all.replace("{n}", rows.length));
    open.addEventListener("click", () => {
      group.classList.add("is-open");
      open.remove();
      group.querySelector(".search-rest input")?.focus();
    });
    group.append(open);
  }
  return group;
}

function drawFacets(all) {
  const groups = facetNames.filter((name) => all[name]?.length > 1 || state.filters[name].length).map((name) => facetGroup(name, all[name]));
  const active = document.activeElement, focused = facetBox.contains(active) ? [active.name, active.value] : null;
  facetBox.replaceChildren(...groups);
  if (focused) [...facetBox.querySelectorAll("input")].find((box) => box.name === focused[0] && box.value === focused[1])?.focus();
  drawChips();
}

// The filters that are on, each a button that takes it away.
function drawChips() {
  chips.replaceChildren(...facetNames.flatMap((name) => state.filters[name].map((id) => {
    const label = facetLabels.get(`${name} ${id}`) ?? id;
    const chip = element("button", { type: "button", "aria-label": labels.remove.replace("{x}", label) }, `${label} ×`);
    chip.addEventListener("click", () => {
      state.filters[name] = state.filters[name].filter((other) => other !== id);
      remember(true);
      show();
      input.focus();
    });
    return chip;
  })));
}

// ---- Events -------------------------------------------------------------------------

// A search waits for a pause in typing; while one is on its way, only the newest text waits for its return. So results show on
// a slow line too, and the line is not filled with searches for half a query.
const PAUSE = 300;
// Results that are shown while somebody types.
const TYPED = 4;
// Who types without a pause sees results after so long.
const LONGEST = 900;
let timer = 0, since = 0, busy = false, waiting = false;
async function searchTyped() {
  since = 0;
  waiting = busy;
  if (busy) return;
  busy = true;
  try {
    do {
      waiting = false;
      remember(false);
      await show({ typing: true });
    } while (waiting);
  } finally { busy = false; }
}
// What the portal has that goes on from what is typed; the browser shows it below the box.
async function suggest() {
  const typed = input.value, found = engine && typed.trim().length > 1 ? await engine.suggest(typed).catch(() => []) : [];
  if (typed === input.value) input.list.replaceChildren(...found.map((text) => element("option", { value: text })));
}

// Queries that the portal offers before anything is typed.
async function offer() {
  const { popular } = await engine.entry(), box = form.querySelector(".search-popular");
  if (!popular?.length) return;
  const link = (text) => element("a", { href: `${location.pathname}?${new URLSearchParams({ q: text })}` }, text);
  box.replaceChildren(element("span", {}, labels.popular), ...popular.map(link));
  box.hidden = false;
}

input.addEventListener("input", () => {
  form.classList.toggle("is-asked", input.value.trim() !== "");
  suggest();
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
  if (isOutdated) reload();
  else show();
});
order.addEventListener("change", () => {
  state.sort = order.value;
  remember(true);
  show();
});
more.addEventListener("click", () => show({ from: shown.length }));
panel.addEventListener("toggle", () => {
  if (panel.open) (engine ? Promise.resolve() : start()).then(() => facets()).catch((error) => failed(error, false));
});
facetBox.addEventListener("change", (event) => {
  const { name, value, checked } = event.target;
  state.filters[name] = state.filters[name].filter((id) => id !== value).concat(checked ? value : []);
  remember(true);
  show();
});
addEventListener("popstate", () => {
  state = fromAddress();
  fill();
  show();
});

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
  // On a telephone the results come first.
  if (anyFilter() && matchMedia("(min-width: 60rem)").matches) panel.open = true;
}

fill();
form.hidden = false;
input.addEventListener("focus", () => { if (!engine) start().then(offer).catch(() => {}); }, { once: true });
if (state.q.trim() || anyFilter()) show();
else {
  body.hidden = false;
  input.focus({ preventScroll: true });
}
