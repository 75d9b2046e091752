// The panel of the open page: what a check finds in it, with its line, until it is mended. It is no part of the page and is added to
// no artifact. As a worker this file only listens.
const congFindings = (() => {
  "use strict";
  if (typeof document === "undefined") return {};
  const OPEN = "cong-findings-open";
  const style = new CSSStyleSheet();
  style.replaceSync(`
    #cong-findings { position: fixed; inset: auto auto .5rem .5rem; z-index: 9997; max-width: min(30rem, calc(100vw - 1rem)); box-sizing: border-box;
      background: #1c2430; color: #fff; border: 1px solid #8a94a6; border-radius: .4rem; font: .9rem/1.45 system-ui, sans-serif; text-align: start; }
    body:has(#cong-bar) #cong-findings { inset-block-end: 4.25rem; }
    #cong-findings summary { display: list-item; list-style-position: inside; padding: .45rem .7rem; min-height: 1.5rem; cursor: pointer; color: #fff; border-radius: .4rem; }
    #cong-findings summary:focus-visible, #cong-findings ul:focus-visible { outline: 3px solid #ffd479; outline-offset: 2px; }
    #cong-findings ul { margin: 0; padding: .2rem .9rem .6rem 1.9rem; max-height: min(40vh, 22rem); overflow: auto; overscroll-behavior: contain; }
    #cong-findings li { margin: 0 0 .7rem; color: #fff; overflow-wrap: anywhere; }
    #cong-findings code { font: .85rem/1.4 ui-monospace, monospace; color: #ffe2a8; background: none; padding: 0; white-space: pre-wrap; }
    #cong-findings small { display: block; font-size: .85rem; color: #d5dbe6; }
    @media print { #cong-findings { display: none; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const vietnamese = document.documentElement.lang === "vi";
  const words = (vi, en) => vietnamese ? vi : en;

  function element(name, text) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function item(finding) {
    const row = element("li");
    const place = finding.line ? `${finding.file}:${finding.line}:${finding.column}` : finding.file;
    row.append(element("code", place), element("div", `${finding.level} [${finding.code}] ${finding.message}`));
    if (finding.excerpt) row.append(element("code", finding.excerpt));
    row.append(element("small", finding.hint));
    return row;
  }

  function panel() {
    const known = document.getElementById("cong-findings");
    if (known) return known;
    const made = element("aside");
    made.id = "cong-findings";
    made.setAttribute("aria-label", words("Chỗ cần xem của trang này", "What to look at on this page"));
    const details = element("details");
    details.open = sessionStorage.getItem(OPEN) === "1";
    details.addEventListener("toggle", () => sessionStorage.setItem(OPEN, details.open ? "1" : "0"));
    const summary = element("summary");
    const count = element("span");
    count.setAttribute("role", "status");
    summary.append(count);
    const list = element("ul");
    // What scrolls must be reached by the keyboard.
    list.tabIndex = 0;
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", words("Các chỗ cần xem", "Places to look at"));
    details.append(summary, list);
    made.append(details);
    document.body.append(made);
    return made;
  }

  let shown = "";
  async function look() {
    const reply = await fetch("/_cong/findings?page=" + encodeURIComponent(location.pathname));
    if (!reply.ok) return;
    const text = await reply.text();
    const findings = JSON.parse(text);
    const there = document.getElementById("cong-findings");
    if (text === shown && (there !== null) === (findings.length > 0)) return;
    shown = text;
    if (findings.length === 0) return there?.remove();
    const box = panel();
    box.querySelector("span").textContent = findings.length === 1
      ? words("1 chỗ cần xem", "1 place to look at") : words(`${findings.length} chỗ cần xem`, `${findings.length} places to look at`);
    box.querySelector("ul").replaceChildren(...findings.map(item));
  }

  return { look };
})();
