/*
 * What the editors say. Texts are written in English where they are used, `_("Add")` or, with a number,
 * `_n("{n} problem", "{n} problems", count)`; the page brings the reader's language along.
 */
let translated = {};
let reading = "en";

/** `given`: {english: words} or, with a number, {english: [one, many]}. */
export function loadWords(given, language) {
  translated = given ?? {};
  reading = language ?? "en";
}

/** The reader's language. */
export const language = () => reading;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function _(text, values = {}) {
  return fill(translated[text] ?? text, values);
}

export function _n(one, many, n, values = {}) {
  const forms = translated[one] ?? [one, many];
  return fill(forms[n === 1 ? 0 : 1], { n, ...values });
}

/** How a language is called in the language of the reader: `nl` is Dutch, or Nederlands. */
export function languageName(code) {
  if (!/^[a-z]{2,3}(-[A-Z]{2})?$/.test(code)) return code;
  const name = new Intl.DisplayNames([reading], { type: "language" }).of(code);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A language map (`{en, nl}`) in the wanted language, else whatever there is. */
export function wordsOf(map, wanted = reading) {
  if (!map) return "";
  if (typeof map === "string") return map;
  return map[wanted] || Object.values(map).find(Boolean) || "";
}
