// Sorts a table of figures by a column and filters its rows. The table is whole without this file.
"use strict";

const language = document.documentElement.lang;
const collator = new Intl.Collator(language, { numeric: true });
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
const shown = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

// 1.234,5 in Vietnamese, 1,234.5 in English; a dash is no figure.
function figure(text) {
  const [group, mark] = language === "vi" ? [".", ","] : [",", "."];
  const digits = text.replaceAll(group, "").replace(mark, ".").replace("%", "");
  return /^-?\d/.test(digits) ? Number(digits) : null;
}

// 31/12/2024, 31 December 2024
function day(text) {
  const [, d, m, y] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  if (y) return Number(y + m + d);
  return /^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text) ? Date.parse(text) : null;
}

// What the cells of a column are compared by; cells that say nothing are null and come last.
function keys(rows, column, isFigure) {
  const missing = (row) => Boolean(row.cells[column].querySelector("[aria-hidden]:not(svg)"));
  const texts = rows.map((row) => (missing(row) ? "" : shown(row.cells[column])));
  const of = (read) => texts.map((text) => (text ? read(text) : null));
  if (isFigure) return of(figure);
  const days = of(day);
  return texts.every((text, at) => !text || days[at] !== null) ? days : of((text) => text);
}

function sort(table, rows, header, direction) {
  const column = header.cellIndex;
  const found = keys(rows, column, header.classList.contains("figure-cell"));
  const order = rows.map((row, at) => at);
  const compare = (a, b) => (typeof a === "string" ? collator.compare(a, b) : a - b);
  if (direction) {
    order.sort((a, b) => {
      const [left, right] = [found[a], found[b]];
      if (left === null || right === null) return (left === null) - (right === null) || a - b;
      return direction * compare(left, right) || a - b;
    });
  }
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  if (direction) header.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  return order.map((at) => rows[at]);
}

for (const region of document.querySelectorAll(".table[data-sortable]")) {
  const table = region.querySelector("table");
  const body = table.tBodies[0];
  const all = [...body.rows];
  // A sum has no place among what it sums.
  const [sums, rows] = [all.filter((row) => row.matches(".sum")), all.filter((row) => !row.matches(".sum"))];
  if (rows.length < 2) continue;
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const direction = { ascending: -1, descending: 0 }[header.getAttribute("aria-sort")] ?? 1;
      const sorted = sort(table, rows, header, direction);
      body.append(...(direction ? [...sorted, ...sums] : all));
    });
  }
  const tools = region.previousElementSibling?.matches(".table-tools") ? region.previousElementSibling : null;
  if (!tools) continue;
  tools.hidden = false;
  const input = tools.querySelector("input");
  const status = tools.querySelector("[role=status]");
  const texts = rows.map(shown).map((text) => text.normalize("NFC").toLowerCase());
  const folded = texts.map(bare);
  input.addEventListener("input", () => {
    const typed = input.value.normalize("NFC").trim().toLowerCase();
    const [searched, among] = typed === bare(typed) ? [typed, folded] : [typed, texts];
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !among[at].includes(searched);
      count += row.hidden ? 0 : 1;
    });
    for (const sum of sums) sum.hidden = typed !== "";
    const words = count ? tools.dataset.many : tools.dataset.none;
    status.textContent = typed ? words.replace("{n}", count).replace("{all}", rows.length) : "";
  });
}
