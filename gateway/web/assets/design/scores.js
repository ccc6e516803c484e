/*
 * Scores in plain words: the middle, an average or the lowest of several answers, points of a checklist, passing a cut
 * score, something that holds, a row of terms, or one of two as something holds. Any other rule is only told
 * (rule-words.js).
 */
import { assign, edit, foundAt, same, walk } from "./document.js";
import { conditionsIn, readRule, writeRule } from "./conditions.js";
import { slug, takenNames, unique } from "./naming.js";
import { daysOf, scoreFacts, severalOf } from "./score-facts.js";
import { operation, readSeveral, readTerms, writeSeveral, writeTerms } from "./score-terms.js";
import { _ } from "./words.js";

const SEVERAL = { middle: "median", average: "mean", lowest: "min", highest: "max", sum: "sum", count: "count" };

/**
 * The ways, each with the paths it can be made of; of a sum also the `values` that give one number, and the `days` it
 * can count between. `without`: the score itself.
 */
export function ways(doc, without) {
  const items = [...walk(doc)];
  const several = items.flatMap((found) => severalOf(doc, found));
  const judged = several.filter(({ item }) => item.type !== "choice");
  const pathsOf = (found) => found.map(({ path }) => path);
  const facts = scoreFacts(doc, { without });
  const numbers = pathsOf(facts.filter(({ kind, path }) => kind === "number" || (kind === "level" && isEqual(doc, foundAt(doc, path.split(".")[0]).item))));
  const lists = items.filter(({ item }) => item.type === "checklist").map(({ item }) => item.key);
  const days = daysOf(facts);
  const [, ...asked] = days;
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
    { way: "terms", label: _("A sum of terms"), from: [...values, ...pathsOf(several), ...asked], values, days },
    { way: "holds", label: _("Whether something holds"), from: pathsOf(facts) },
    { way: "depends", label: _("One or the other, as something holds"), from: pathsOf(facts) },
  ].filter((one) => one.from.length);
}

/** Words in order are no numbers: they are neither added up nor averaged. */
const isEqual = (doc, item) => item.scale === undefined || doc.scales?.[item.scale]?.kind !== "ordinal";

/** What a term can be about. */
export function termSources(possible, of) {
  const terms = possible.find(({ way }) => way === "terms");
  if (of === "value") return terms?.values ?? [];
  if (of === "days") return terms?.days ?? [];
  return possible.find(({ way }) => SEVERAL[way] === of)?.from ?? [];
}

/** What a way begins as, made of the first it can be made of. A sum begins as one, with a number to fill in. */
export function beginWay(possible, name) {
  const from = possible.find(({ way }) => way === name)?.from ?? [];
  const none = { least: undefined, cut: undefined, than: undefined, terms: undefined, digits: undefined, rule: undefined, then: undefined, other: undefined };
  const rule = { answered: { get: from[0] } };
  if (name === "none") return { ...none, way: name };
  if (name === "terms") return { ...none, way: name, terms: [{ sign: "add", ...beginTerm(possible) }, { sign: "add", of: "number", number: 0 }] };
  if (name === "holds") return { ...none, way: name, rule };
  if (name === "depends") return { ...none, way: name, rule, then: { way: "terms", terms: [{ sign: "add", ...beginTerm(possible) }] }, other: { way: "none" } };
  return { ...none, way: name, from: from[0] };
}

/** A term of the first kind there is something for. */
export function beginTerm(possible) {
  const of = ["value", "count", "days"].find((each) => termSources(possible, each).length);
  return of ? beginOf(possible, of) : { of: "number", number: 0 };
}

/** A term of a kind, about the first it can be about. */
export function beginOf(possible, of) {
  if (of === "number") return { of, number: 0 };
  const [from, next = from] = termSources(possible, of);
  return of === "days" ? { of, from, until: next } : { of, from };
}

/**
 * The rule of a way. `least`: how many answers there must be; `cut`: the lowest score that passes, or `than`: the
 * answer or score that is the lowest; `digits`: rounded to so many; `then` and `other`: what it is as the `rule` holds or
 * not, each made a way of its own (`none`: there is no score then).
 */
export function ruleOf({ way, from, least = 1, cut = 0, than, terms, digits, rule, then, other }) {
  if (SEVERAL[way]) return writeSeveral({ of: SEVERAL[way], from, least });
  if (way === "points") return { get: `${from}.points` };
  if (way === "percent") return { round: [{ mul: [{ div: [{ get: `${from}.points` }, { get: `${from}.max` }] }, 100] }, 0] };
  if (way === "terms") return digits === undefined ? writeTerms(terms) : { round: [writeTerms(terms), digits] };
  if (way === "holds") return rule;
  if (way === "none") return null;
  if (way === "depends") return { if: [rule, ruleOf(then), ruleOf(other)] };
  return { ge: [{ get: from }, than === undefined ? cut : { get: than }] };
}

/** The way a rule is made by, as {way, from, least, cut, …}; null where it is none, or reads what it cannot choose. */
export const wayOf = (possible, rule) => waysOf(rule).find((made) => canChange(possible, made)) ?? null;

/** All ways a rule may be made by, whatever there is to choose from; the plainest first. */
export function waysOf(rule) {
  const [op, parts = []] = operation(rule);
  const condition = readRule(rule);
  return [
    severalWay(readSeveral(op, parts)),
    op === "get" && /^[^.]+\.points$/.test(parts[0]) ? { way: "points", from: parts[0].slice(0, -7) } : null,
    op === "round" ? percentWay(rule) : null,
    op === "ge" ? cutWay(parts) : null,
    termsWay(op, parts, rule),
    condition && { way: "holds", rule: writeRule(condition) },
    op === "if" ? dependsWay(parts) : null,
  ].filter(Boolean);
}

function termsWay(op, parts, rule) {
  const terms = readTerms(op === "round" ? parts[0] : rule);
  return terms && { way: "terms", terms, ...(op === "round" ? { digits: parts[1] ?? 0 } : {}) };
}

function dependsWay([asked, ...branches]) {
  const condition = readRule(asked);
  const [then, other] = branches.map(branchWay);
  return condition && then && other ? { way: "depends", rule: writeRule(condition), then, other } : null;
}

/** What stands on one side of a condition: nothing, a row of terms, or one of two again. */
function branchWay(rule) {
  if (rule === null) return { way: "none" };
  const [op, parts = []] = operation(rule);
  return termsWay(op, parts, rule) ?? (op === "if" ? dependsWay(parts) : null);
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
  const canAsk = (rule) => conditionsIn(readRule(rule)).every(({ path }) => from.includes(path));
  if (made.way === "none") return true;
  if (made.way === "holds") return canAsk(made.rule);
  if (made.way === "depends") return canAsk(made.rule) && canChange(possible, made.then) && canChange(possible, made.other);
  if (made.way === "terms") return made.terms.every((term) => canHave(possible, term));
  return from.includes(made.from) && (made.than === undefined || from.includes(made.than));
}

function canHave(possible, { of, from, until = from }) {
  const sources = termSources(possible, of);
  return of === "number" || (sources.includes(from) && sources.includes(until));
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
