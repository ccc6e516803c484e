/*
 * Scores in plain words: the middle, an average or the lowest of several answers, points of a checklist, passing a cut
 * score, something that holds, or a row of terms. Any other rule is only told (rule-words.js).
 */
import { assign, edit, itemOf, same, walk } from "./document.js";
import { factsOf, readRule, writeRule } from "./conditions.js";
import { slug, takenNames, unique } from "./naming.js";
import { operation, readSeveral, readTerms, writeSeveral, writeTerms } from "./score-terms.js";
import { stepOf, stepsOf } from "./steps.js";
import { _ } from "./words.js";

const SEVERAL = { middle: "median", average: "mean", lowest: "min", highest: "max", sum: "sum", count: "count" };

/** The ways, each with the paths it can be made of; `values` of a sum: those that give one number. `without`: the score itself. */
export function ways(doc, without) {
  const items = [...walk(doc)];
  const several = items.flatMap((found) => severalOf(doc, found));
  const judged = several.filter(({ item }) => item.type !== "choice");
  const pathsOf = (found) => found.map(({ path }) => path);
  const facts = factsOf(doc, { without });
  const numbers = pathsOf(facts.filter(({ kind, path }) => kind === "number" || (kind === "level" && isEqual(doc, itemOf(doc, path.split(".")[0])))));
  const lists = items.filter(({ item }) => item.type === "checklist").map(({ item }) => item.key);
  const values = [...numbers, ...lists.map((key) => `${key}.max`)];
  return [
    { way: "middle", label: _("The middle"), from: pathsOf(judged) },
    { way: "average", label: _("The average"), from: pathsOf(judged.filter(({ item }) => isEqual(doc, item))) },
    { way: "lowest", label: _("The lowest"), from: pathsOf(judged) },
    { way: "highest", label: _("The highest"), from: pathsOf(judged) },
    { way: "sum", label: _("All of it together"), from: pathsOf(judged.filter(({ item }) => isEqual(doc, item))) },
    { way: "count", label: _("The number of answers"), from: pathsOf(several) },
    { way: "points", label: _("Weighted points of a checklist"), from: lists },
    { way: "percent", label: _("Points in a hundred"), from: lists },
    { way: "cut", label: _("Passed: a score at or above a cut score"), from: numbers },
    { way: "terms", label: _("A sum of terms"), from: [...values, ...pathsOf(several)], values },
    { way: "holds", label: _("Whether something holds"), from: pathsOf(facts) },
  ].filter((one) => one.from.length);
}

/** Words in order are no numbers: they are neither added up nor averaged. */
const isEqual = (doc, item) => item.scale === undefined || doc.scales?.[item.scale]?.kind !== "ordinal";

/** Where an item gives several answers: [{path, item}]. By its rows, in a list, or by all in a step for several people. */
function severalOf(doc, { item, parent }) {
  const found = (paths) => paths.map((path) => ({ path, item }));
  if (parent?.type === "repeat") return found(["number", "scale"].includes(item.type) ? [`${parent.key}.*.${item.key}`] : []);
  const rows = item.type === "rubric" ? [`${item.key}.*`] : [];
  const parts = { number: [""], scale: [""], choice: item.many ? [] : [""], rubric: [".*"], checklist: [".points", ".max"] }[item.type] ?? [];
  const steps = parts.length ? stepsOf(doc, item, parent).filter((id) => ["each", "parallel"].includes(stepOf(doc, id)?.mode)) : [];
  return found([...rows, ...steps.flatMap((id) => parts.map((part) => `${id}.${item.key}${part}`))]);
}

/** What a term can be about. */
export function termSources(possible, of) {
  if (of === "value") return possible.find(({ way }) => way === "terms")?.values ?? [];
  return possible.find(({ way }) => SEVERAL[way] === of)?.from ?? [];
}

/** What a way begins as, made of the first it can be made of. A sum begins as one, with a number to fill in. */
export function beginWay(possible, name) {
  const { from } = possible.find(({ way }) => way === name);
  const none = { least: undefined, cut: undefined, than: undefined, terms: undefined, digits: undefined, rule: undefined };
  if (name === "terms") return { ...none, way: name, terms: [{ sign: "add", ...beginTerm(possible) }, { sign: "add", of: "number", number: 0 }] };
  if (name === "holds") return { ...none, way: name, rule: { answered: { get: from[0] } } };
  return { ...none, way: name, from: from[0] };
}

export function beginTerm(possible) {
  const [from] = termSources(possible, "value");
  return from ? { of: "value", from } : { of: "count", from: termSources(possible, "count")[0] };
}

/**
 * The rule of a way. `least`: how many answers there must be; `cut`: the lowest score that passes, or `than`: the
 * answer or score that is the lowest; `digits`: rounded to so many.
 */
export function ruleOf({ way, from, least = 1, cut = 0, than, terms, digits, rule }) {
  if (SEVERAL[way]) return writeSeveral({ of: SEVERAL[way], from, least });
  if (way === "points") return { get: `${from}.points` };
  if (way === "percent") return { round: [{ mul: [{ div: [{ get: `${from}.points` }, { get: `${from}.max` }] }, 100] }, 0] };
  if (way === "terms") return digits === undefined ? writeTerms(terms) : { round: [writeTerms(terms), digits] };
  if (way === "holds") return rule;
  return { ge: [{ get: from }, than === undefined ? cut : { get: than }] };
}

/** The way a rule is made by, as {way, from, least, cut, …}; null where it is none, or reads what it cannot choose. */
export const wayOf = (possible, rule) => waysOf(rule).find((made) => canChange(possible, made)) ?? null;

/** All ways a rule may be made by, whatever there is to choose from; the plainest first. */
export function waysOf(rule) {
  const [op, parts = []] = operation(rule);
  const digits = op === "round" ? (parts[1] ?? 0) : undefined;
  const terms = readTerms(op === "round" ? parts[0] : rule);
  const condition = readRule(rule);
  return [
    severalWay(readSeveral(op, parts)),
    op === "get" && /^[^.]+\.points$/.test(parts[0]) ? { way: "points", from: parts[0].slice(0, -7) } : null,
    op === "round" ? percentWay(rule) : null,
    op === "ge" ? cutWay(parts) : null,
    terms && { way: "terms", terms, ...(digits === undefined ? {} : { digits }) },
    condition && { way: "holds", rule: writeRule(condition) },
  ].filter(Boolean);
}

const severalWay = (read) => {
  if (!read) return null;
  const { of, ...rest } = read;
  return { way: Object.keys(SEVERAL).find((way) => SEVERAL[way] === of), ...rest };
};

function cutWay([first, second]) {
  if (typeof first?.get !== "string") return null;
  if (typeof second === "number") return { way: "cut", from: first.get, cut: second };
  return typeof second?.get === "string" ? { way: "cut", from: first.get, than: second.get } : null;
}

function percentWay(rule) {
  const from = operation(rule)[1][0]?.mul?.[0]?.div?.[0]?.get?.split(".")[0];
  const made = { way: "percent", from };
  return from && same(ruleOf(made), rule) ? made : null;
}

function canChange(possible, made) {
  const from = possible.find(({ way }) => way === made.way)?.from ?? [];
  if (made.way === "holds") return readRule(made.rule).conditions.every(({ path }) => from.includes(path));
  if (made.way === "terms") return made.terms.every((term) => term.of === "number" || termSources(possible, term.of).includes(term.from));
  return from.includes(made.from) && (made.than === undefined || from.includes(made.than));
}

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
