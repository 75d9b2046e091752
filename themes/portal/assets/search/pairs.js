// Lists of pairs of neighbouring words: from two words to the bucket that has their list, and from its bytes to the items that have
// them. docs/search-format.md describes the bytes.

import { STEP, letterNumber, outdated } from "./files.js";

// Bits of a weight.
const WEIGHT_BITS = 3;
const TWO_32 = 2 ** 32, TWO_16 = 2 ** 16;

// Where each bucket begins in its file, in steps; counted once.
function startsOf(entry) {
  if (entry.bucketStarts) return entry.bucketStarts;
  const count = entry.buckets.length, share = count / entry.files.pairs, starts = new Uint32Array(count);
  for (let bucket = 1; bucket < count; bucket++) starts[bucket] = bucket % share ? starts[bucket - 1] + letterNumber(entry.buckets, bucket - 1) : 0;
  return (entry.bucketStarts = starts);
}

// Where the list of a pair lies: its file, the bytes from one to another, and what tells it apart there.
export function placeOfPair(entry, pair) {
  const key = pair * entry.buckets.length, bucket = Math.floor(key / TWO_32), from = startsOf(entry)[bucket] * STEP;
  const file = Math.floor((bucket * entry.files.pairs) / entry.buckets.length);
  return { file, range: [from, from + letterNumber(entry.buckets, bucket) * STEP], fingerprint: Math.floor((key % TWO_32) / TWO_16) };
}

class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(count) {
    let number = 0;
    for (; count > 0; count--, this.at++) {
      if (this.at >= this.bytes.length * 8) throw outdated("a bucket of the search index ends early");
      number = number * 2 + ((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1);
    }
    return number;
  }

  ones() {
    let count = 0;
    while (this.take(1)) count++;
    return count;
  }

  // Seven bits a byte, the lowest first, at the beginning of a byte. null: there are no more.
  number() {
    this.at = Math.ceil(this.at / 8) * 8;
    if (this.at >= this.bytes.length * 8) return null;
    let value = 0, factor = 1, byte;
    do {
      byte = this.take(8);
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }
}

// Bits of a distance that are written as they are, by how many items have a pair.
function parameter(count, span) {
  let bits = 0;
  while (count * 2 ** (bits + 1) <= span + Math.floor(span / 4)) bits++;
  return bits;
}

// The items of one list of a bucket, as [document id, weight of eight steps]; none where the pair is not there.
export function readPair(entry, bytes, fingerprint) {
  const span = 2 ** Math.floor(Math.log2(entry.count)), from = new Bits(bytes);
  for (let own = 0, gap; (gap = from.number()) !== null; own++) {
    const count = from.number();
    if (!count) break;
    own += gap;
    const bits = parameter(count, span), found = [];
    for (let docId = 0, left = count; left > 0; left--, docId++) {
      docId += from.ones() * 2 ** bits + from.take(bits);
      found.push([docId, from.take(WEIGHT_BITS)]);
    }
    if (own === fingerprint) return found;
    if (own > fingerprint) break;
  }
  return [];
}
