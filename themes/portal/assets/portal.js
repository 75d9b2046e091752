// Small comforts. Every page works without this file.
"use strict";

// Only these hosts may be framed, and only after a click.
const players = [
  [/^https:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.*&)?v=([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
  [/^https:\/\/youtu\.be\/([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
  [/^https:\/\/www\.youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})/, "https://www.youtube-nocookie.com/embed/"],
];

function playerAddress(address) {
  for (const [pattern, base] of players) {
    const found = pattern.exec(address);
    if (found) return base + found[1] + "?autoplay=1";
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

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A consultation may have closed since the page was made: compare days in Vietnam.
const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
for (const state of document.querySelectorAll(".state-open[data-closes]")) {
  if (state.dataset.closes.slice(0, 10) < today) {
    state.textContent = state.dataset.closed;
    state.classList.replace("state-open", "state-closed");
  }
}

// Open drop-downs close on Escape and on a click elsewhere.
const menus = [...document.querySelectorAll(".site-menu details")];
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

// The panel of narrow screens does not stay open when the screen becomes wide.
const panel = document.getElementById("menu");
matchMedia("(min-width: 56.01rem)").addEventListener("change", (wide) => {
  if (wide.matches && panel?.matches(":popover-open")) panel.hidePopover();
});
