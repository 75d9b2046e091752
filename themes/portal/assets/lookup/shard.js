// Files of rows: from an entry to the file that its row is in, and from its bytes to the cells of the row, as docs/lookups.md describes.

const MARK = 8, KEY = 16, NONCE = 12;

// The bytes that an entry is turned into: the mark of its row, then the key that opens it.
export async function secretOf(salt, entry) {
  const bytes = Uint8Array.from(atob(salt.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(entry)));
}

// Which of `count` files a row is in, a power of two: the first bits of its mark.
export const fileOf = (secret, count) => Math.floor(new DataView(secret.buffer).getUint32(0) / 2 ** 32 * count);

// The name of a file. `names`: eight letters for each.
export const nameOf = (names, number) => `${number.toString(16).padStart(3, "0")}-${names.slice(number * 8, number * 8 + 8)}.bin`;

// The cells of the row that an entry opens; null where the file has none. An error: these bytes are no file of rows.
export async function rowOf(bytes, secret) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), count = bytes.length < 6 ? 0 : view.getUint16(4, true);
  const marks = 6, sizes = marks + MARK * count;
  let at = sizes + 2 * count;
  if (bytes.length < at || String.fromCharCode(...bytes.subarray(0, 4)) !== "CTL\x01") throw new Error("no file of rows");
  for (let row = 0; row < count; row++) {
    const size = view.getUint16(sizes + 2 * row, true);
    if (bytes.subarray(marks + MARK * row, marks + MARK * (row + 1)).every((byte, index) => byte === secret[index])) {
      const cells = await open(bytes.subarray(at, at + size), secret.subarray(MARK, MARK + KEY));
      if (cells !== null) return cells.split("\u001f");
    }
    at += size;
  }
  return null;
}

async function open(sealed, secret) {
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  const plain = crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.subarray(0, NONCE) }, key, sealed.subarray(NONCE));
  // Another entry with the same mark.
  return plain.then((bytes) => new TextDecoder().decode(bytes), () => null);
}

// A cell as readers of a language expect it. No digit of a number is lost: it is never calculated with.
export function shown(cell, type, language, words) {
  const vietnamese = language === "vi";
  if (cell === "") return words.missing;
  if (type === "boolean") return cell === "1" ? words.yes : words.no;
  if (type === "date") {
    const [year, month, date] = cell.split("-");
    return vietnamese ? `${date}/${month}/${year}` : `${Number(date)} ${words.months[month - 1]} ${year}`;
  }
  if (type !== "number" && type !== "integer") return cell;
  const [whole, fraction] = cell.split("."), grouped = whole.replace(/\B(?=(\d{3})+$)/g, vietnamese ? "." : ",");
  return fraction === undefined ? grouped : grouped + (vietnamese ? "," : ".") + fraction;
}
