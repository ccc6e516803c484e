/*
 * Rules as sentences: "[Concern] [is] [Yes]", joined by and / or. A rule of the format is read into conditions where
 * it is such a sentence, and written back; what is more than that is only told in words (rule-words.js).
 */
import { foundAt, isContainer, keyAt, walk } from "./document.js";
import { _, wordsOf } from "./words.js";

/**
 * What a condition can be about: [{path, label, kind, values}]. kind: yesno, one, many, level, number, date, given;
 * values: [{value, label}] to choose from. `without`: the address of the item, or the score, whose rule it is; inside a repeat the
 * own row comes first.
 */
export function factsOf(doc, { without, lang } = {}) {
  const own = without === undefined ? undefined : foundAt(doc, without);
  const around = own?.parent;
  const row = around?.type === "repeat" ? around.items : [];
  const form = [...walk(doc)].filter(({ item, parent }) => parent?.type !== "repeat" && !row.some(({ key }) => key === item.key));
  const asked = [...row, ...form.map(({ item }) => item)].filter((item) => item !== own?.item && !isContainer(item) && item.type !== "note");
  const found = asked.flatMap((item) => factsOfItem(doc, item, lang));
  for (const [name, rule] of Object.entries(doc.computed ?? {})) {
    if (name === without) continue;
    const label = scoreWords(doc, name, lang);
    found.push(isYesNo(rule) ? { path: name, label, kind: "yesno", values: yesNo() } : { path: name, label, kind: "number", values: [] });
  }
  return found;
}

/** What people read a score by; a form of before has no words for it. */
export const scoreWords = (doc, name, lang) => wordsOf(doc.names?.[name]?.label, lang) || scoreTitle(name);

/** A name as words: it is the slug of what the author called it. */
export function scoreTitle(name) {
  const plain = name.replaceAll(/[-_]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

const TRUTHS = ["ge", "gt", "le", "lt", "eq", "ne", "and", "or", "not", "has", "answered"];
const isYesNo = (rule) => TRUTHS.includes(Object.keys(rule ?? {})[0]) || String(rule?.get).endsWith(".critical_ok");
const yesNo = () => [{ value: true, label: _("Yes") }, { value: false, label: _("No") }];

function factsOfItem(doc, item, lang) {
  const label = wordsOf(item.label, lang) || _("A question without words");
  const one = (kind, values = []) => [{ path: item.key, label, kind, values }];
  const rows = (kind, values) =>
    item.rows.map((row) => ({ path: `${item.key}.${row.key}`, label: `${label} › ${wordsOf(row.label, lang)}`, kind, values }));
  if (item.type === "yesno") return one("yesno", yesNo());
  if (item.type === "choice") return one(item.many ? "many" : "one", optionsOf(item, lang));
  if (item.type === "scale") return one(...levelFact(doc, item, lang));
  if (item.type === "rubric") return rows(...levelFact(doc, item, lang));
  if (item.type === "checklist") return [...one("given"), ...points(item, label)];
  if (item.type === "number" || item.type === "date") return one(item.type);
  return one("given");
}

const optionsOf = (item, lang) => item.options.map((option) => ({ value: option.value, label: wordsOf(option.label, lang) }));

function levelFact(doc, item, lang) {
  const scale = doc.scales?.[item.scale];
  const levels = (scale?.levels ?? []).map((level) => ({ value: level.value, label: levelWords(level, lang) }));
  return levels.length ? ["level", levels.sort((one, other) => one.value - other.value)] : ["number", []];
}

export function levelWords(level, lang) {
  const words = wordsOf(level.label, lang);
  return words.startsWith(String(level.value)) ? words : `${level.value} – ${words}`;
}

const points = (item, label) => [
  { path: `${item.key}.points`, label: _("{name}: points", { name: label }), kind: "number", values: [] },
  { path: `${item.key}.critical_ok`, label: _("{name}: everything critical is right", { name: label }), kind: "yesno", values: yesNo() },
];

/** The comparisons of a kind: [[op, words, needs a value]]. */
export function comparisons(kind) {
  const answered = [["answered", _("is answered"), false], ["blank", _("is not answered"), false]];
  const is = [["eq", _("is"), true], ["ne", _("is not"), true]];
  const order = [["le", _("is at most"), true], ["ge", _("is at least"), true]];
  if (kind === "yesno") return [is[0], ...answered];
  if (kind === "one") return [...is, ...answered];
  if (kind === "many") return [["has", _("includes"), true], ["lacks", _("does not include"), true], ...answered];
  if (kind === "level" || kind === "number") return [...is, ...order, ["lt", _("is below"), true], ["gt", _("is above"), true], ...answered];
  if (kind === "date") return [["le", _("is on or before"), true], ["ge", _("is on or after"), true], ...answered];
  return answered;
}

/** What a rule most likely is about: the nearest question before it that can be compared with something. */
export function nearest(doc, facts, key) {
  const order = [...walk(doc)].map(({ item }) => item.key);
  const place = (fact) => order.indexOf(fact.path.split(".")[0]);
  const telling = facts.filter((fact) => fact.kind !== "given" && place(fact) >= 0);
  const own = order.indexOf(key === undefined ? key : keyAt(key));
  const here = own < 0 ? order.length : own;
  return telling.findLast((fact) => place(fact) < here) ?? telling[0] ?? facts.at(-1);
}

/** The condition a fact begins with. */
export function begin(fact) {
  const [op, , needsValue] = comparisons(fact.kind)[0];
  return { path: fact.path, op, value: needsValue ? (fact.values[0]?.value ?? firstValue(fact.kind)) : undefined };
}

const firstValue = (kind) => (kind === "date" ? new Date().toISOString().slice(0, 10) : 0);

/**
 * {join: "and" | "or", conditions: [{path, op, value}]} of a rule, or null when it says more than that. A condition may
 * be such a row itself: what stands between brackets. `bare`: a yes or no that is asked by itself, without "is".
 */
export function readRule(rule) {
  const read = readPart(rule);
  return read && !read.conditions ? { join: "and", conditions: [read] } : read;
}

function readPart(rule) {
  const [name, parts] = Object.entries(rule ?? {})[0] ?? [];
  if ((name !== "and" && name !== "or") || !Array.isArray(parts)) return readCondition(rule);
  const conditions = parts.map(readPart);
  return conditions.includes(null) ? null : { join: name, conditions };
}

/** All conditions of a sentence, those between brackets too. */
export const conditionsIn = ({ conditions }) => conditions.flatMap((one) => (one.conditions ? conditionsIn(one) : [one]));

function readCondition(rule) {
  if (rule === null || typeof rule !== "object" || Array.isArray(rule)) return null;
  const [op, given] = Object.entries(rule)[0] ?? [];
  const parts = Array.isArray(given) ? given : [given];
  if (op === "not") return negated(readCondition(parts[0]));
  if (op === "get") return { path: parts[0], op: "eq", value: true, bare: true };
  const path = parts[0]?.get;
  if (typeof path !== "string") return null;
  if (op === "answered") return { path, op };
  const known = ["eq", "ne", "le", "lt", "ge", "gt", "has"].includes(op);
  return known && parts.length === 2 && (parts[1] === null || typeof parts[1] !== "object") ? { path, op, value: parts[1] } : null;
}

const OPPOSITES = { answered: "blank", blank: "answered", has: "lacks", lacks: "has", eq: "ne", ne: "eq" };

function negated(condition) {
  if (!condition || !OPPOSITES[condition.op]) return null;
  if (condition.value === true) return { ...condition, value: false };
  return { ...condition, op: OPPOSITES[condition.op] };
}

/** The rule of conditions; undefined when there are none. */
export function writeRule({ join, conditions }) {
  const rules = conditions.map(writePart);
  if (rules.length === 0) return undefined;
  return rules.length === 1 ? rules[0] : { [join]: rules };
}

const writePart = (part) => (part.conditions ? { [part.join]: part.conditions.map(writePart) } : writeCondition(part));

function writeCondition({ path, op, value, bare }) {
  const get = { get: path };
  if (bare && op === "eq" && typeof value === "boolean") return value ? get : { not: get };
  if (op === "answered") return { answered: get };
  if (op === "blank") return { not: { answered: get } };
  if (op === "lacks") return { not: { has: [get, value] } };
  return { [op]: [get, value] };
}

export function conditionWords(facts, part) {
  if (part.conditions) return part.conditions.map((one) => conditionWords(facts, one)).join(` ${part.join === "and" ? _("and") : _("or")} `);
  const { path, op, value } = part;
  const fact = facts.find((one) => one.path === path);
  if (!fact) return _("something that is no longer there");
  const words = comparisons(fact.kind).find(([name]) => name === op)?.[1] ?? "";
  const chosen = value === undefined ? "" : (fact.values.find((one) => one.value === value)?.label ?? String(value));
  return [fact.words ?? `“${fact.label}”`, words, chosen].filter(Boolean).join(" ");
}
