/*
 * Two versions laid beside each other: a row {name, mine, theirs, isSilent} for every part that differs. A part is told
 * in lines; of those that both versions share only the first stays, which says what it is. null: not there.
 */
import { same } from "./document.js";
import { _, languageName, wordsOf } from "./words.js";

/** One part on both sides, told by `tells`: a function for each side. No row when both are the same. */
export function rowOf(name, parts, tells) {
  if (same(...parts)) return [];
  const lines = parts.map((part, side) => (part === undefined ? null : tells[side](part).filter(Boolean)));
  const [mine, theirs] = lines.map((own, side) => own && own.filter((line, place) => place === 0 || !lines[1 - side]?.includes(line)).join(" · "));
  return [{ name, mine, theirs, isSilent: mine === theirs }];
}

/** Lists of parts that are known by a key: a row for each that differs. */
export function rowsOf(lists, keyOf, nameOf, tells) {
  const found = lists.map((list) => new Map((list ?? []).map((one) => [keyOf(one), one])));
  const keys = [...new Set(found.flatMap((parts) => [...parts.keys()]))];
  return keys.flatMap((key) => {
    const parts = found.map((known) => known.get(key));
    const side = parts[0] === undefined ? 1 : 0;
    return rowOf(nameOf(parts[side], side), parts, tells);
  });
}

/** What both lists have, in another order. */
export function orderRow(name, lists, keyOf, titlesOf) {
  const known = lists.map((list) => new Set((list ?? []).map(keyOf)));
  const shared = lists.map((list, side) => (list ?? []).filter((one) => known[1 - side].has(keyOf(one))));
  return same(...shared.map((list) => list.map(keyOf))) ? [] : rowOf(name, shared, titlesOf.map((titleOf) => (list) => [list.map(titleOf).join(" · ")]));
}

/** The rows, and one for what none of them tells: members of neither list, or parts under one key. */
export function withTheRest(rows, docs, known) {
  const rest = docs.map((doc) => Object.fromEntries(Object.entries(doc).filter(([name]) => !known.includes(name))));
  const isTold = same(...rest) && (rows.length > 0 || same(...docs));
  return isTold ? rows : [...rows, { name: _("Something else"), mine: "", theirs: "", isSilent: true }];
}

/** A wording as it is read, and a line for each other language. */
export const wording = (label, map, lang) => [wordsOf(map, lang), ...inOtherLanguages(label, map, lang)];

export const inLanguages = (label, map) => Object.entries(map ?? {}).map(([code, text]) => `${label} (${languageName(code)}): ${text}`);

export function inOtherLanguages(label, map, lang) {
  const read = map?.[lang] ? lang : Object.keys(map ?? {}).find((code) => map[code]);
  return inLanguages(label, Object.fromEntries(Object.entries(map ?? {}).filter(([code]) => code !== read)));
}

/** The same way of telling for both sides. */
export const alike = (tell) => [tell, tell];
