// What is typed into a look-up: from a text to the entry under which a row stands, as docs/lookups.md describes. The generator has the same
// rules (src/lookup/entry.rs); tests/lookup/vectors.json holds both.

// A key in the form in which it is compared: full-width signs as plain ones, without spaces, points and signs that nobody sees, in large letters.
export const normal = (text) =>
  text.normalize("NFC").replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s.\u0085\u00ad\u200b-\u200d\u2060\ufeff]/g, "").toUpperCase();

// A day as people write it, as rows have it: 2006-12-31. null: it is none.
export function day(text) {
  const plain = text.normalize("NFKC").trim();
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain) ?? [];
  const found = year ? [year, month, date] : /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})$/.exec(plain)?.slice(1).reverse();
  if (!found) return null;
  const iso = `${found[0]}-${found[1].padStart(2, "0")}-${found[2].padStart(2, "0")}`, time = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(time.valueOf()) && time.toISOString().slice(0, 10) === iso ? iso : null;
}

// What was typed into the field of a key, as rows have it; null where no row can have it. `form`: type, digits, shortest, longest.
export function part(text, form) {
  if (form.type === "date") return day(text);
  let typed = normal(text);
  // Where there are digits alone, a letter that looks like one is meant as one.
  if (form.digits) typed = typed.replace(/O/g, "0").replace(/[IL|]/g, "1");
  const length = [...typed].length;
  const fits = length > 0 && length >= form.shortest && length <= form.longest && (!form.digits || /^[0-9]+$/.test(typed));
  return fits ? typed : null;
}

export const entryOf = (parts) => parts.join("\u001f");
