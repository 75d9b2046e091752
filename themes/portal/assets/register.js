// Narrows a register on its own page: what was chosen changes the list and stands in the address. The items are found by the index of
// the search, whose place the search page tells. Without this file the form leads to the search page; without scripts there are links.

const form = document.querySelector(".narrow-form[data-register]");
const panel = form.closest(".narrow"), list = document.querySelector(".list"), labels = form.dataset;
const language = document.documentElement.lang, numbers = new Intl.NumberFormat(language);
const PAGE = 20;
const wide = matchMedia("(min-width: 60rem)");

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- What was chosen ----------------------------------------------------------------

const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden");
const chosen = () => fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value.trim()]);
const address = () => {
  const kept = `${new URLSearchParams(chosen())}`;
  return labels.register + (kept && `?${kept}`);
};

async function read(url, range) {
  const reply = await fetch(url, range && { headers: { Range: `bytes=${range[0]}-${range[1] - 1}` } });
  if (!reply.ok || (reply.headers.get("content-type") ?? "").startsWith("text/html")) throw new Error(`${reply.status} ${url}`);
  return new Uint8Array(await reply.arrayBuffer());
}

let engine = null;
async function start() {
  const page = await (await fetch(form.action)).text();
  const of = (name) => new RegExp(`data-${name}="?([^" >]+)`).exec(page)[1];
  const { createSearch } = await import(of("engine"));
  const search = createSearch(read, of("entry"));
  const { facets } = await search.entry();
  const sections = (facets.section ?? []).filter(({ url }) => url?.startsWith(labels.register)).map(({ id }) => id);
  return { ...search, sections };
}

// ---- What is shown ------------------------------------------------------------------

const table = list.querySelector("table.register");
const columns = table && [...table.tHead.rows[0].cells].map((cell) => ({ name: cell.dataset.show, label: cell.textContent }));
// A register that is grouped by state or shown as cards goes on as cards.
const place = table ? table.tBodies[0] : element("div");
const own = [...(table ? place : list).children];
const known = new Map(own.flatMap((row) => {
  const cards = table ? [row] : [...row.querySelectorAll(".entry"), row];
  return cards.map((card) => [card.querySelector("a")?.getAttribute("href"), card]);
}));

const day = (date) => date && element("time", { datetime: date }, language === "vi" ? date.split("-").reverse().join("/") : words(date));
const words = (date) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
const state = ({ kind, state }) => state && element("span", { class: `state state-${state.id.slice(state.id.indexOf("-") + 1)}` }, state.label);
const told = {
  title: (item) => item.title, number: (item) => item.number || item.title, summary: (item) => item.lead, issuer: (item) => item.agency, agency: (item) => item.agency,
  type: (item) => item.type, issued: (item) => day(item.date), date: (item) => day(item.date), state, status: state,
};

function row(item) {
  return element("tr", {}, ...columns.map(({ name, label }, at) => {
    const says = told[name]?.(item) ?? "";
    return at ? element("td", { "data-label": label }, says) : element("th", { scope: "row", "data-label": label }, element("a", { href: item.url }, says));
  }));
}

function card(item) {
  const meta = [day(item.date), item.type && element("span", {}, item.type), item.agency && element("span", {}, item.agency), state(item)];
  return element("article", { class: "entry" }, element("div", { class: "entry-text" },
    element("h2", { class: "card-title" }, element("a", { href: item.url }, item.title)),
    element("p", { class: "meta" }, ...meta.filter(Boolean)), element("p", { class: "summary" }, item.lead)));
}

const status = element("p", { class: "narrow-status", role: "status" });
const more = element("button", { type: "button", class: "narrow-more" }, labels.more);
const clear = element("button", { type: "button" }, labels.clear);
const others = [...document.querySelectorAll(".pager, .list ~ .intro")];
more.hidden = clear.hidden = true;
list.before(element("div", { class: "narrow-result" }, status, clear));
list.after(more);

function restore() {
  (table ? place : list).replaceChildren(...own);
  for (const other of others) other.hidden = false;
  status.textContent = "";
  more.hidden = clear.hidden = true;
}

let run = 0, count = 0;
async function show(from = 0) {
  const mine = ++run, asked = chosen();
  if (!asked.length) return restore();
  list.setAttribute("aria-busy", "true");
  try {
    engine ??= await start();
    const filters = { kind: [form.elements.kind.value], section: engine.sections };
    for (const [name, value] of asked) if (name !== "q") filters[name] = value.split(",");
    const q = form.elements.q.value.trim();
    const found = await engine.search(q, { filters, from, size: PAGE, sort: q ? "" : "date" });
    if (mine !== run) return;
    const made = found.results.map((item) => known.get(item.url)?.cloneNode(true) ?? (table ? row(item) : card(item)));
    if (!table && !from) list.replaceChildren(place);
    from ? place.append(...made) : place.replaceChildren(...made);
    count = from + made.length;
    status.textContent = found.total ? labels.found.replace("{n}", numbers.format(found.total)) : labels.none;
    more.hidden = count >= found.total;
    clear.hidden = false;
    for (const other of others) other.hidden = true;
    if (from) made[0]?.querySelector("a").focus();
  } catch (error) {
    // The search page says what is wrong, or does without.
    console.error(error);
    form.submit();
  } finally {
    list.removeAttribute("aria-busy");
  }
}

// ---- What happens -------------------------------------------------------------------

function changed() {
  // A page of one value is another address than the register's.
  if (location.pathname !== labels.register) return location.assign(address());
  if (address() !== location.pathname + location.search) history.pushState(null, "", address());
  return show();
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  if (location.pathname === labels.register) for (const field of fields) field.value = asked.get(field.name) ?? "";
  return [...asked.keys()].some((name) => fields.some((field) => field.name === name));
}

// On a telephone the results and their number are what is seen next, not the form.
function see() {
  if (wide.matches) return;
  panel.open = false;
  list.previousElementSibling.scrollIntoView();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  changed()?.then(see);
});
form.addEventListener("change", (event) => {
  if (wide.matches && event.target.tagName === "SELECT") changed();
});
clear.addEventListener("click", () => {
  for (const field of fields) field.value = "";
  changed();
  (wide.matches ? fields[0] : panel.querySelector("summary")).focus();
});
more.addEventListener("click", () => show(count));
addEventListener("popstate", () => {
  fromAddress();
  show();
});
const open = () => { if (wide.matches) panel.open = true; };
wide.addEventListener("change", open);
open();
if (location.search && fromAddress()) show().then(see);
