// Listens for changes of the open page: puts what is new in its place or reloads at the same place, swaps style
// sheets, shows errors, the bar of pages that are not public, and a badge on links to them. Only the preview server adds this script.
(() => {
  "use strict";
  // As a worker this file only listens: see the part before.
  if (typeof document === "undefined") return;
  const own = document.currentScript;
  // By the object model, and HTML through a policy of its own: the headers of the portal hold for the preview too.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    #cong-bar { position: fixed; inset: auto 0 0 0; z-index: 9998; padding: .6rem 1rem; background: #7a4b00; color: #fff; font: 1rem/1.4 system-ui, sans-serif; }
    #cong-errors { position: fixed; inset: 0; z-index: 9999; overflow: auto; padding: 1.2rem; background: #1c2430f2; color: #fff; font: 1rem/1.5 system-ui, sans-serif; }
    body:has(#cong-bar) { padding-block-end: 4rem; }
    .cong-portals { position: fixed; inset: auto .5rem .5rem auto; z-index: 9998; padding: .4rem .8rem; border-radius: .3rem; background: #1c2430; color: #fff; font: .95rem/1.6 system-ui, sans-serif; }
    body:has(#cong-bar) ~ .cong-portals, body:has(#cong-bar) .cong-portals { inset-block-end: 4.25rem; }
    .cong-portals summary { cursor: pointer; }
    .cong-portals ul { margin: .3rem 0 0; padding: 0; list-style: none; max-height: 60vh; overflow: auto; }
    .cong-portals a { display: block; padding: .2rem 0; color: #fff; }
    .cong-portals [aria-current] { font-weight: 700; text-decoration: none; }
    #cong-errors ul { margin: 0; padding-inline-start: 1.2rem; }
    #cong-errors h2 { margin: 0 0 1rem; font-size: 1.3rem; color: #ffb4ab; }
    #cong-errors li { margin: 0 0 1.2rem; }
    #cong-errors code, #cong-errors pre { font: .95rem/1.5 ui-monospace, monospace; color: #ffe2a8; white-space: pre-wrap; }
    #cong-errors button { position: absolute; top: 1rem; right: 1rem; font: inherit; padding: .4rem .9rem; }`);
  const badges = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style, badges];

  // By style alone: the page stays the one that is published, so that its parts can be compared and put in place.
  async function mark() {
    const reply = await fetch("/_cong/withheld");
    if (!reply.ok) return;
    const rules = Object.entries(await reply.json()).map(([badge, urls]) => {
      const links = urls.map((url) => `[href="${CSS.escape(url)}"]`).join(", ");
      return `main a:is(${links}):not(:has(img, picture))::after { all: initial; content: ${JSON.stringify(badge)};
        display: inline-block; margin-inline-start: .6em; padding: .05rem .5rem; border-radius: .25rem; vertical-align: middle;
        background: #7a4b00; color: #fff; font: 600 .8rem/1.5 system-ui, sans-serif; white-space: nowrap; cursor: pointer; }`;
    });
    badges.replaceSync(rules.join("\n"));
  }

  const trusted = window.trustedTypes?.createPolicy("cong-preview", { createHTML: (html) => html, createScriptURL: (url) => url });
  // A page without this script, and which copy of it the server gave.
  function parse(html) {
    const page = new DOMParser().parseFromString(trusted?.createHTML(html) ?? html, "text/html");
    const script = [...page.scripts].find((script) => script.getAttribute("src") === own.getAttribute("src"));
    script?.remove();
    return { page, copy: script?.dataset.copy };
  }

  const place = "cong-scroll:" + location.pathname;
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    scrollTo(0, Number(kept));
  }

  // By whatever name this machine was called, the other portals are called too.
  for (const link of document.querySelectorAll(".cong-portals a")) link.hostname = location.hostname;

  const vietnamese = document.documentElement.lang === "vi";
  // Those that were closed stay closed until there are others.
  let shown = "[]";
  function showErrors(errors) {
    if (JSON.stringify(errors) === shown) return;
    shown = JSON.stringify(errors);
    document.getElementById("cong-errors")?.remove();
    if (errors.length === 0) return;
    const box = document.createElement("div");
    box.id = "cong-errors";
    box.setAttribute("role", "alert");
    const title = document.createElement("h2");
    // An entry stands for one error, or for how many more of its kind there are.
    const count = errors.reduce((sum, { more = 1 }) => sum + more, 0);
    title.textContent = vietnamese ? `${count} lỗi cần sửa` : `${count} errors to mend`;
    const close = document.createElement("button");
    close.textContent = vietnamese ? "Đóng" : "Close";
    close.addEventListener("click", () => box.remove());
    const list = document.createElement("ul");
    for (const error of errors) {
      const item = document.createElement("li");
      const where = document.createElement("code");
      where.textContent = error.line ? `${error.file}:${error.line}:${error.column}` : error.file;
      const what = document.createElement("div");
      what.textContent = `[${error.code}] ${error.message}`;
      item.append(where, what);
      if (error.excerpt) {
        const line = document.createElement("pre");
        line.textContent = error.excerpt;
        item.append(line);
      }
      const hint = document.createElement("div");
      hint.textContent = "→ " + error.hint;
      item.append(hint);
      list.append(item);
    }
    box.append(title, close, list);
    document.body.append(box);
  }

  async function swapStyles() {
    const { page } = await fetchPage();
    const fresh = [...page.querySelectorAll('link[rel~="stylesheet"]')];
    document.querySelectorAll('link[rel~="stylesheet"]').forEach((link, index) => {
      if (!fresh[index]) return;
      link.integrity = fresh[index].integrity;
      link.href = fresh[index].getAttribute("href");
    });
  }

  // The page as the server gave it, to find what is different in the next one; asked for when changes are listened to.
  let known = null;
  let copy = own.dataset.copy;
  async function fetchPage() {
    const reply = await fetch(location.href);
    return { ok: reply.ok, ...parse(await reply.text()) };
  }

  // The smallest parts in which two trees differ, each as the way to it by child numbers.
  function differences(before, after, way, found) {
    if (before.isEqualNode(after)) return;
    const shallow = before.nodeName === after.nodeName && before.childNodes.length === after.childNodes.length
      && before.childNodes.length > 0 && before.cloneNode(false).isEqualNode(after.cloneNode(false));
    if (!shallow) found.push({ way, before, after });
    else before.childNodes.forEach((child, index) => differences(child, after.childNodes[index], [...way, index], found));
  }

  // Puts the new parts in the place of the old; false where only a reload is right.
  async function update() {
    const [before, fresh] = [known, await fetchPage()];
    if (!before || !fresh.ok) return false;
    const after = fresh.page;
    const found = [];
    differences(before.documentElement, after.documentElement, [], found);
    const hasScript = (node) => node.nodeName === "SCRIPT" || node.querySelector?.("script") != null;
    const parts = found.map(({ way, before, after }) => {
      const live = way.reduce((node, index) => node?.childNodes[index], document.documentElement);
      const safe = live && way.length > 1 && live.isEqualNode(before) && document.body.contains(live) && !hasScript(after);
      return safe && { live, after };
    });
    if (!parts.every(Boolean) || (parts.length === 0 && fresh.copy !== copy)) return false;
    const top = scrollY;
    for (const { live, after } of parts) live.replaceWith(document.importNode(after, true));
    scrollTo({ top, behavior: "instant" });
    [known, copy] = [after, fresh.copy];
    return true;
  }

  // Whether the page is still the one that the server would give: it may have changed before it began to listen.
  async function check() {
    const fresh = await fetchPage();
    if (fresh.copy !== copy) return false;
    known = fresh.ok ? fresh.page : null;
    performance.mark("cong-listens");
    return true;
  }

  function reload() {
    sessionStorage.setItem(place, String(scrollY));
    location.reload();
  }

  // One at a time, in order.
  let turn = Promise.resolve();
  const answers = { reload: update, check, style: () => swapStyles().then(() => true), same: () => true };
  function hear({ findings, how }) {
    turn = turn.then(answers[how]).catch(() => how === "check").then((done) => {
      if (!done) return reload();
      showErrors(findings);
      return Promise.allSettled([mark(), congFindings.look()]);
    });
  }

  const script = own.getAttribute("src");
  const end = congPreview.listen(trusted?.createScriptURL(script) ?? script, location.pathname, hear);
  addEventListener("pagehide", end);
  // Kept by the browser meanwhile, and heard nothing.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
})();
