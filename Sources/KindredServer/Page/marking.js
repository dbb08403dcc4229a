// The terms that two articles share, marked in a text. The service folds words before it compares them, so that "Café"
// is "cafe"; a term that ends in … stands for all words that begin so. This folds alike where it matters to readers.

import { element } from "./elements.js";

const beginningMark = "…";
const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+$/u;
const letters = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ی: "ي", ک: "ك", ة: "ه",
};
const accents = /(?<=[a-z\u0370-\u03ffæœøłđðþıß][\u0300-\u036f]*)[\u0300-\u036f]|(?<=[\u0400-\u04ff])\u0301|(?<=е)\u0308/gu;
const points = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640]/gu;

export function folded(word) {
  return word.normalize("NFKD").toLowerCase().replace(accents, "").replace(points, "")
    .replace(/./gu, (letter) => letters[letter] ?? letter).normalize("NFC");
}

/** Where terms stand in a text: beginnings and ends, in order and apart. */
export function places(text, terms) {
  const found = [];
  const whole = new Set(terms.filter((term) => !term.endsWith(beginningMark)));
  const beginnings = terms.filter((term) => term.endsWith(beginningMark)).map((term) => term.slice(0, -1));
  for (const match of text.matchAll(words)) {
    const word = folded(match[0]);
    if (whole.has(word) || beginnings.some((beginning) => word.startsWith(beginning))) {
      found.push([match.index, match.index + match[0].length]);
    }
  }
  // Scripts without spaces are compared by pairs of characters, which stand anywhere in a run.
  for (const term of whole) {
    if (!unspaced.test(term)) continue;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) found.push([at, at + term.length]);
  }
  found.sort((one, other) => one[0] - other[0]);
  const apart = [];
  for (const [begin, end] of found) {
    const last = apart.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([begin, end]);
  }
  return apart;
}

/** The text in pieces, of which those that are shared are marked. */
export function marked(text, terms = []) {
  const pieces = [];
  let at = 0;
  for (const [begin, end] of places(text, terms)) {
    if (begin > at) pieces.push(text.slice(at, begin));
    pieces.push(element("mark", {}, text.slice(begin, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces;
}
