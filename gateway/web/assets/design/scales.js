/* Scales of a form: what a new one is, its levels, and taking over a shared one. */
import { assign, edit, walk } from "./document.js";
import { slug, unique } from "./naming.js";
import { _ } from "./words.js";

export const isShared = (name) => name.includes("@");

/** The kinds in plain words. */
export const scaleKinds = () => [
  { value: "ordinal", label: _("Steps in words, in order") },
  { value: "interval", label: _("Steps of equal size") },
  { value: "points", label: _("Points") },
  { value: "vas", label: _("A line with two ends") },
];

/** How a scale is called; a local one by what its author named it. */
export function scaleTitle(name, scale, wordsOf) {
  const given = wordsOf(scale?.title);
  if (given) return given;
  const plain = name.split("@")[0].replaceAll(/[-_]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

const LEVELS = () => [_("Not yet"), _("With help"), _("On their own")];

/** A new scale of a form -> [document, name]. */
export function addScale(doc, kind, lang, title) {
  const name = unique(slug(title) || "scale", new Set(Object.keys(doc.scales ?? {})));
  const scale = { title: { [lang]: title }, kind, ...bodyOf(kind, lang), na: { [lang]: _("Not observed") } };
  return [edit(doc, (copy) => assign(copy, { scales: { ...copy.scales, [name]: scale } })), name];
}

/** What a scale of this kind holds, to begin with. */
export function bodyOf(kind, lang) {
  const word = (text) => ({ [lang]: text });
  if (kind === "ordinal") return { levels: LEVELS().map((text, place) => ({ value: place + 1, label: word(text) })) };
  if (kind === "vas") return { min: 0, max: 100, ends: [word(_("Not at all")), word(_("Completely"))] };
  if (kind === "points") return { min: 0, max: 10, step: 1 };
  return { min: 1, max: 5, step: 1 };
}

/** Take a shared scale into the form, in full -> document. */
export function takeShared(doc, name, scale) {
  return edit(doc, (copy) => assign(copy, { scales: { ...copy.scales, [name]: structuredClone(scale) } }));
}

export function changeScale(doc, name, members) {
  return edit(doc, (copy) => assign(copy.scales[name], members));
}

/** Another kind: what only the old kind had goes, the words stay where they can. */
export function changeKind(doc, name, kind, lang) {
  return edit(doc, (copy) => {
    const { title, na, source } = copy.scales[name];
    copy.scales[name] = JSON.parse(JSON.stringify({ title, source, kind, ...bodyOf(kind, lang), na }));
  });
}

/** Who uses a scale: items. */
export const usersOf = (doc, name) => [...walk(doc)].map(({ item }) => item).filter((item) => item.scale === name);

export function removeScale(doc, name) {
  return edit(doc, (copy) => {
    delete copy.scales[name];
  });
}

/** One more level at the top. Values never change place: 1, 2, 3 ... */
export function addLevel(doc, name, lang) {
  return edit(doc, (copy) => {
    const levels = copy.scales[name].levels ?? [];
    const value = Math.max(0, ...levels.map((one) => one.value)) + 1;
    copy.scales[name].levels = [...levels, { value, label: { [lang]: _("Step {n}", { n: value }) } }];
  });
}

export function changeLevel(doc, name, value, members) {
  return edit(doc, (copy) => assign(copy.scales[name].levels.find((one) => one.value === value), members));
}

/** Take a level away; those above it move down, so the values stay 1, 2, 3 when they were. */
export function removeLevel(doc, name, value) {
  return edit(doc, (copy) => {
    const kept = copy.scales[name].levels.filter((one) => one.value !== value);
    const counted = copy.scales[name].levels.every((one, place) => one.value === place + 1);
    describeAnew(copy, name, value, counted);
    copy.scales[name].levels = counted ? kept.map((one, place) => ({ ...one, value: place + 1 })) : kept;
  });
}

/** What rows say about each level goes along with the levels. */
function describeAnew(doc, name, gone, counted) {
  const place = (value) => (counted && value > gone ? value - 1 : value);
  for (const { item } of walk(doc)) {
    for (const row of (item.scale === name && item.rows) || []) {
      if (!row.descriptors) continue;
      const kept = Object.entries(row.descriptors).filter(([value]) => Number(value) !== gone);
      assign(row, { descriptors: kept.length ? Object.fromEntries(kept.map(([value, words]) => [place(Number(value)), words])) : undefined });
    }
  }
}
