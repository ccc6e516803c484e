/* Scores in plain words: the middle of rows, an average, points of a checklist, passing a cut score. */
import { assign, edit, itemOf, walk } from "./document.js";
import { scoreWords } from "./conditions.js";
import { slug, takenNames, unique } from "./naming.js";
import { _, wordsOf } from "./words.js";

/** The ways, each with the items it can be made of. */
export function ways(doc) {
  const items = [...walk(doc)].map(({ item }) => item);
  const rubrics = items.filter((item) => item.type === "rubric");
  const equal = rubrics.filter((item) => doc.scales?.[item.scale]?.kind !== "ordinal");
  const lists = items.filter((item) => item.type === "checklist");
  const scores = Object.entries(doc.computed ?? {}).filter(([, rule]) => wayOf(rule)?.way !== "cut");
  return [
    { way: "middle", label: _("The middle of the rows"), from: rubrics.map((item) => item.key) },
    { way: "average", label: _("The average of the rows"), from: equal.map((item) => item.key) },
    { way: "points", label: _("Weighted points of a checklist"), from: lists.map((item) => item.key) },
    { way: "percent", label: _("Points in a hundred"), from: lists.map((item) => item.key) },
    { way: "cut", label: _("Passed: a score at or above a cut score"), from: scores.map(([name]) => name) },
  ].filter((one) => one.from.length);
}

/** The rule of a way. `least`: rows that must be judged; `cut`: the lowest score that passes. */
export function ruleOf({ way, from, least = 1, cut = 0 }) {
  if (way === "middle") return { median: [{ get: `${from}.*` }, least] };
  if (way === "average") return { mean: [{ get: `${from}.*` }, least] };
  if (way === "points") return { get: `${from}.points` };
  if (way === "percent") return { round: [{ mul: [{ div: [{ get: `${from}.points` }, { get: `${from}.max` }] }, 100] }, 0] };
  return { ge: [{ get: from }, cut] };
}

/** {way, from, least, cut} of a rule that was made by one of the ways; null of any other. */
export function wayOf(rule) {
  const [op, given] = Object.entries(rule ?? {})[0] ?? [];
  const [first, second] = Array.isArray(given) ? given : [given];
  const path = first?.get;
  if ((op === "median" || op === "mean") && path?.endsWith(".*")) {
    return { way: op === "median" ? "middle" : "average", from: path.slice(0, -2), least: second ?? 1 };
  }
  if (op === "get" && typeof given === "string" && given.endsWith(".points")) return { way: "points", from: given.slice(0, -7) };
  if (op === "ge" && path && typeof second === "number") return { way: "cut", from: path, cut: second };
  const top = op === "round" ? first?.mul?.[0]?.div?.[0]?.get : undefined;
  return top?.endsWith(".points") ? { way: "percent", from: top.slice(0, -7) } : null;
}

export const sourceTitle = (doc, from, lang) => wordsOf(itemOf(doc, from)?.label, lang) || scoreWords(doc, from, lang);

/** -> [document, name]. It is called so in `lang` and in the first language, which may not be without. */
export function addScore(doc, title, made, lang = doc.languages?.[0]) {
  const name = unique(slug(title) || "score", takenNames(doc));
  const label = { [doc.languages?.[0] ?? lang]: title, [lang]: title };
  const words = title ? { names: { ...doc.names, [name]: { label, shown: true } } } : {};
  return [edit(doc, (copy) => assign(copy, { computed: { ...copy.computed, [name]: ruleOf(made) }, ...words })), name];
}

/** Other words for a score, or whether it is `shown`; what is empty is taken away. */
export function nameScore(doc, name, members) {
  const words = Object.entries({ ...doc.names?.[name], ...members }).filter(([, part]) => part);
  return edit(doc, (copy) => {
    copy.names = { ...copy.names, [name]: Object.fromEntries(words) };
    if (words.length === 0) forget(copy, name);
  });
}

function forget(copy, name) {
  if (copy.names) delete copy.names[name];
  if (copy.names && Object.keys(copy.names).length === 0) delete copy.names;
}

export function changeScore(doc, name, made) {
  return edit(doc, (copy) => assign(copy.computed, { [name]: ruleOf(made) }));
}

export function removeScore(doc, name) {
  return edit(doc, (copy) => {
    delete copy.computed[name];
    // A fact that comes out may have the same name, and its words.
    if (!(copy.emit ?? []).some((one) => Object.hasOwn(one.fields ?? {}, name))) forget(copy, name);
    if (Object.keys(copy.computed).length === 0) delete copy.computed;
  });
}
