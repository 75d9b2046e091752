// On the page for what is not found: looks up an address of an earlier system (/index.php?id=5, /bai.aspx), for hosts that have
// no rules for such addresses. Case, the order of parameters and further ones make no difference; the first entry that fits is the best.
const place = document.querySelector("[data-moved]");
const low = (text) => {
  try { return decodeURIComponent(text).toLowerCase(); } catch { return text.toLowerCase(); }
};
const pairs = (query) => [...new URLSearchParams(query)].map(([name, value]) => `${name.toLowerCase()}=${value.toLowerCase()}`);
if (place && (location.search.length > 1 || /\.[^/]*$/.test(location.pathname))) {
  const asked = new Set(pairs(location.search));
  fetch(place.dataset.moved).then((reply) => reply.json()).then((table) => {
    const found = (table[low(location.pathname)] ?? []).find(([query]) => pairs(query).every((pair) => asked.has(pair)));
    if (found) location.replace(found[1]);
  }).catch(() => {});
}
