// Lighthouse on the pages that most people see, on a telephone: opens them in one browser, says scores and what keeps them from 100.

import lighthouse from "lighthouse";
import { launch } from "./browser.mjs";
import { freePort } from "./preview.mjs";

export const PAGES = {
  home: "/",
  article: "/tin-tuc/chi-dao-dieu-hanh/2024/01/cong-thong-tin-dien-tu-tinh-nam-2023/",
  register: "/van-ban/",
  search: "/tim-kiem/",
  "English home": "/en/",
};
export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** Scores of each page in per cent, `runs` times, and the audits that cost something: `{ page, scores, missed }`. */
export async function scores(base, runs = 1) {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const rows = [];
    for (let run = 0; run < runs; run++)
      for (const [page, path] of Object.entries(PAGES)) {
        const { lhr } = await lighthouse(base + path, { port, logLevel: "silent", onlyCategories: CATEGORIES });
        const of = (name) => Math.round(lhr.categories[name].score * 100);
        const missed = CATEGORIES.flatMap((name) =>
          lhr.categories[name].auditRefs
            .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
            .map(({ id }) => `${name}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ""}`.trim()),
        );
        rows.push({ page, scores: Object.fromEntries(CATEGORIES.map((name) => [name, of(name)])), missed });
      }
    return rows;
  } finally {
    await browser.close();
  }
}
