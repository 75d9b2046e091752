// Choices by which results are narrowed: which an item has, whether it passes, and how many items each would leave.

import { yearOf } from "./files.js";

const FACETS = ["kind", "section", "agency", "type", "state", "topic", "year"];

// The choices of an item, by id.
function choicesOf(entry, facet, docId, row) {
  if (facet === "year") return [yearOf(entry, docId)].filter(Boolean).map(String);
  const numbers = facet === "topic" ? [...new Set([row.topic, row.topic2])] : [row[facet]];
  return numbers.map((number) => entry.facets[facet]?.[number - 1]?.id).filter(Boolean);
}

export function passes(entry, filters, docId, row) {
  return Object.entries(filters).every(([facet, wanted]) => {
    if (!wanted.length) return true;
    const choices = choicesOf(entry, facet, docId, row);
    return wanted.some((id) => choices.includes(id));
  });
}

// Of each facet, how many hits each choice would leave beside the filters of the other facets.
export function countFacets(entry, hits, filters, rowOf) {
  const counted = {};
  for (const facet of FACETS) {
    const others = { ...filters, [facet]: [] }, counts = new Map();
    for (const { docId } of hits) {
      const row = rowOf(docId);
      if (!passes(entry, others, docId, row)) continue;
      for (const id of choicesOf(entry, facet, docId, row)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const label = (id) => (facet === "year" ? id : entry.facets[facet].find((choice) => choice.id === id).label);
    counted[facet] = [...counts].map(([id, count]) => ({ id, label: label(id), count }));
    counted[facet].sort(facet === "year" ? (one, other) => other.id - one.id : (one, other) => other.count - one.count);
  }
  return counted;
}
