// Runs the form of a look-up: what is typed becomes an answer below it. The address of the page never says what was typed, and nothing of
// it is sent: one file of many is fetched, in which the row is found here.

import { entryOf, part } from "./entry.js";
import { fileOf, nameOf, rowOf, secretOf, shown } from "./shard.js";

const form = document.querySelector("form.lookup-form"), answer = document.querySelector(".lookup-answer");
const status = document.querySelector(".lookup-status"), retry = document.querySelector(".lookup-retry");
const labels = form.dataset, language = document.documentElement.lang, inputs = [...form.querySelectorAll("input")];
const columns = JSON.parse(labels.columns);
const words = {
  missing: labels.missing, yes: labels.yes, no: labels.no,
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
};
let names = labels.names, run = 0, isOutdated = false;

// Browsers have what opens rows on safe connections alone.
if (globalThis.crypto?.subtle) {
  document.querySelector(".lookup-plain").hidden = true;
  form.hidden = false;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// ---- What is typed ----------------------------------------------------------------

function check(input) {
  const { type, digits, shortest, longest } = input.dataset, wrong = document.getElementById(`${input.id}-wrong`);
  const found = part(input.value, { type, digits: digits === "yes", shortest: Number(shortest), longest: Number(longest) });
  const hint = document.getElementById(`${input.id}-hint`).textContent.trim();
  wrong.hidden = found !== null;
  wrong.textContent = found !== null ? "" : `${input.value.trim() ? labels.wrong : labels.empty} ${hint}`;
  if (found === null) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  return found;
}

// ---- Finding ----------------------------------------------------------------------

const gone = Symbol("gone");

async function bytesOf(number) {
  const reply = await fetch(labels.folder + nameOf(names, number));
  // A file that is gone, or a page in its place: the table was published anew since this page was opened.
  if (reply.status === 404 || reply.status === 410 || (reply.headers.get("content-type") ?? "").startsWith("text/html")) return gone;
  if (!reply.ok) throw new Error(`${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

// The names of files as the page has them now.
async function renew() {
  const reply = await fetch(location.pathname, { cache: "reload" });
  const found = reply.ok ? /data-names="([a-z2-7]+)"/.exec(await reply.text()) : null;
  if (found) names = found[1];
}

async function find(entry) {
  const secret = await secretOf(labels.salt, entry), number = () => fileOf(secret, names.length / 8);
  let bytes = await bytesOf(number());
  if (bytes === gone) {
    await renew();
    bytes = await bytesOf(number());
  }
  return bytes === gone ? gone : rowOf(bytes, secret);
}

// ---- The answer -------------------------------------------------------------------

function say(text, isFailure = false) {
  status.textContent = text;
  status.classList.toggle("is-failure", isFailure);
}

function show(parts, cells) {
  const list = answer.querySelector("dl");
  const typed = inputs.map((input, index) => `${input.labels[0].textContent.trim()} ${shown(parts[index], input.dataset.type, language, words)}`);
  answer.querySelector("h2").textContent = typed.join(", ");
  list.replaceChildren(...columns.map(({ label, unit, type }, index) => {
    const row = document.createElement("div"), cell = cells[index] ?? "", text = shown(cell, type, language, words);
    const value = element("dd", unit && cell ? `${text} ${unit}` : text, cell ? {} : { class: "is-missing" });
    row.append(element("dt", label), value);
    return row;
  }));
  answer.hidden = false;
  say("");
  answer.focus();
}

async function ask() {
  const own = ++run, parts = inputs.map(check);
  answer.hidden = true;
  retry.hidden = true;
  say("");
  const wrong = inputs[parts.indexOf(null)];
  if (wrong) return wrong.focus();
  say(labels.searching);
  try {
    const cells = await find(entryOf(parts));
    if (own !== run) return;
    if (cells === gone) throw Object.assign(new Error("outdated"), { outdated: true });
    if (cells) return show(parts, cells);
    say(labels.unknown.replace("{entry}", parts.join(", ")), true);
    inputs[0].focus();
  } catch (error) {
    if (own !== run) return;
    isOutdated = error.outdated ?? false;
    say(isOutdated ? labels.outdated : labels.failed, true);
    retry.textContent = isOutdated ? labels.reload : labels.again;
    retry.hidden = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
retry.addEventListener("click", () => (isOutdated ? location.reload() : ask()));
// Whoever comes next to the same screen sees nothing of whoever was there.
document.querySelector(".lookup-clear").addEventListener("click", () => {
  run++;
  form.reset();
  answer.hidden = true;
  answer.querySelector("dl").replaceChildren();
  answer.querySelector("h2").textContent = "";
  say("");
  inputs[0].focus();
});
addEventListener("pagehide", () => form.reset());
