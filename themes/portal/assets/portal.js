// Small comforts. Every page works without this file.
"use strict";

// Only these hosts may be framed, only after a click, and only if the portal's policy allows them ([security] in site.toml).
const frames = (document.body.dataset.frames ?? "").split(" ");
const players = [
  [/^https:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.*&)?v=([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
  [/^https:\/\/youtu\.be\/([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
  [/^https:\/\/www\.youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
];

function playerAddress(address) {
  for (const [pattern, base] of players) {
    const found = pattern.exec(address);
    if (found && frames.includes(new URL(base).origin)) return base + found[1] + "?autoplay=1";
  }
  return null;
}

for (const figure of document.querySelectorAll("figure.video[data-embed]")) {
  const link = figure.querySelector("a");
  const address = playerAddress(figure.dataset.embed);
  if (!link || !address) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = link.textContent.trim();
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.allowFullscreen = true;
    link.replaceWith(frame);
    frame.focus();
  });
}

// What leads to a page that needs scripts.
for (const form of document.querySelectorAll("[data-with-script]")) form.hidden = false;

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy], [data-copy-text]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const own = document.getElementById(button.dataset.copyText);
    await navigator.clipboard.writeText(own ? own.textContent.trim() : button.dataset.copy);
    button.lastChild.textContent = " " + button.dataset.done;
    button.setAttribute("aria-live", "polite");
  });
}

// The size of text that a reader chose stays for the next pages. Storage may be forbidden.
function kept(area, key, value) {
  try {
    return value === undefined ? area()?.getItem(key) : area()?.setItem(key, value);
  } catch {
    return null;
  }
}
const sizes = document.querySelectorAll("input[name=text-size]");
for (const size of sizes) {
  if (kept(() => localStorage, "text-size") === size.id) size.checked = true;
  size.addEventListener("change", () => kept(() => localStorage, "text-size", size.id));
}

// Days have passed since the page was made: compare with today in Vietnam.
const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
const over = (day) => Boolean(day) && day.slice(0, 10) < today;
for (const state of document.querySelectorAll(".state-pending[data-from]")) {
  if (state.dataset.from.slice(0, 10) > today) continue;
  state.textContent = state.dataset.begun;
  state.className = "state state-in_force";
}
for (const state of document.querySelectorAll(".state[data-closes]")) {
  if (!over(state.dataset.closes) || !state.matches(".state-open, .state-pending, .state-in_force, .state-partly")) continue;
  state.textContent = state.dataset.closed;
  state.className = "state state-closed";
}
for (const left of document.querySelectorAll("[data-left]")) {
  const { left: day, many, one, last } = left.dataset;
  if (over(day)) continue;
  const days = Math.round((Date.parse(day.slice(0, 10)) - Date.parse(today)) / 86400000);
  left.textContent = days === 0 ? last : days === 1 ? one : many.replace("{n}", days);
  left.className = days < 4 ? "state state-soon" : "state state-upcoming";
  left.hidden = false;
}

// A form for a draft goes when its last day has passed, and so does how to send comments; what says that it is over comes.
for (const part of document.querySelectorAll(".form-section[data-ends], .callout[data-until]")) {
  if (over(part.dataset.ends ?? part.dataset.until)) part.remove();
}
for (const strip of document.querySelectorAll(".force[data-since], .poll-answers[data-since]")) if (over(strip.dataset.since)) strip.hidden = false;

// Today in a week of work; of the first entries of a week those of today stand alone, where there are any.
for (const day of document.querySelectorAll(`.day[data-day="${today}"]`)) {
  day.classList.add("is-today");
  day.firstElementChild.append(` (${day.dataset.today})`);
}
for (const list of document.querySelectorAll(".today-only")) {
  if (!list.querySelector(`[data-day="${today}"]`)) continue;
  for (const entry of list.querySelectorAll(`[data-day]:not([data-day="${today}"])`)) entry.remove();
}

// A telephone number that nobody has tried for half a year is told as such.
const old = new Date(Date.parse(today) - 183 * 86400000).toISOString().slice(0, 10);
for (const checked of document.querySelectorAll("[data-verified]")) {
  if (checked.dataset.verified < old) {
    checked.className = "state state-soon";
    checked.append(` · ${checked.dataset.old}`);
  }
}
// The page a reader comes from to report something about it.
const about = document.getElementById("f-about");
if (about && !about.value && document.referrer.startsWith(location.origin + "/")) about.value = document.referrer;

// An urgent notice of a page that was made before its end goes when that has passed, also while the page is open.
const calm = () => {
  const now = Date.now();
  for (const notice of document.querySelectorAll(".urgent [data-ends]")) if (Date.parse(notice.dataset.ends) <= now) notice.remove();
  for (const bar of document.querySelectorAll(".urgent")) {
    const more = bar.querySelector("details");
    const others = more ? more.getElementsByTagName("li") : [];
    const shown = bar.querySelector("ul");
    while (others.length && shown.children.length < 2) shown.append(others[0]);
    if (more && !others.length) more.remove();
    else if (more) more.firstElementChild.textContent = others.length === 1 ? more.dataset.one : more.dataset.many.replace("{n}", others.length);
    if (!bar.querySelector("li")) bar.remove();
  }
};
calm();
if (document.querySelector(".urgent")) setInterval(calm, 60000);

// Open drop-downs close on Escape, on a click elsewhere and, where they lie over the page, when the keyboard goes on behind them. So does
// the panel of narrow screens, which does not stay open when the screen becomes wide either.
const menus = [...document.querySelectorAll(".site-menu details")];
const panel = "popover" in HTMLElement.prototype ? document.getElementById("menu") : null;
const wide = matchMedia("(min-width: 58.01rem)");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusin", (event) => {
  if (wide.matches) for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  if (panel?.matches(":popover-open") && !panel.contains(event.target)) panel.hidePopover();
});
wide.addEventListener("change", () => {
  if (wide.matches && panel?.matches(":popover-open")) panel.hidePopover();
});
