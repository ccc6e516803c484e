/* Any rule in words, however it is put together: what a condition asks, and how a score comes about. */
import { comparisons, factsOf } from "./conditions.js";
import { walk } from "./document.js";
import { stepOf } from "./steps.js";
import { _, _n, language, wordsOf } from "./words.js";

/** A condition in words. `facts`: what it may be about, where that is more than what the form asks by itself. */
export function ruleWords(doc, rule, lang, facts = factsOf(doc, { lang })) {
  return condition({ doc, lang, facts }, rule);
}

/** In words how a score is worked out. */
export function workingWords(doc, rule, lang) {
  return value({ doc, lang, facts: factsOf(doc, { lang }) }, rule);
}

/** Of paths, as options: what each reads, as people call it. */
export function pathOptions(doc, paths, lang) {
  const scene = { doc, lang, facts: factsOf(doc, { lang }) };
  return paths.map((value) => ({ value, label: named(scene, value).words }));
}

/** {words, fact} of a path: how it is called, and the fact with its answers, where there is one. */
export const factAt = (doc, path, lang) => named({ doc, lang, facts: factsOf(doc, { lang }) }, path);

const COMPARED = () => ({ eq: _("is"), ne: _("is not"), lt: _("is below"), le: _("is at most"), gt: _("is above"), ge: _("is at least"), has: _("includes") });
const AFTER_NOT = () => ({ eq: _("is not"), ne: _("is"), has: _("does not include") });
const isTimes = (op) => op === "mul" || op === "div";
const SIGNS = { add: "+", sub: "−", mul: "×", div: "÷" };

/** [operation, its parts]; one part may stand without a list. */
function partsOf(rule) {
  const isOperation = rule !== null && typeof rule === "object" && !Array.isArray(rule);
  const [op, given] = (isOperation && Object.entries(rule)[0]) || [];
  return [op, op === undefined || Array.isArray(given) ? given : [given]];
}

function condition(scene, rule) {
  const [op, parts] = partsOf(rule);
  if (op === "and" || op === "or") return parts.map((one) => joined(scene, one)).join(` ${op === "and" ? _("and") : _("or")} `);
  if (op === "not") return negated(scene, parts[0]);
  if (op === "get") return `${value(scene, rule)} ${_("is")} ${_("Yes")}`;
  if (op === "answered") return `${value(scene, parts[0])} ${_("is answered")}`;
  return COMPARED()[op] ? compared(scene, op, parts, COMPARED()[op]) : value(scene, rule);
}

/** A condition within another: what has joints of its own stands between brackets. */
function joined(scene, rule) {
  const [op, parts] = partsOf(rule);
  return (op === "and" || op === "or") && parts.length > 1 ? `(${condition(scene, rule)})` : condition(scene, rule);
}

function negated(scene, rule) {
  const [op, parts] = partsOf(rule);
  if (op === "answered") return `${value(scene, parts[0])} ${_("is not answered")}`;
  if (op === "get") return `${value(scene, rule)} ${_("is")} ${_("No")}`;
  if (AFTER_NOT()[op]) return compared(scene, op, parts, AFTER_NOT()[op]);
  return _("not ({rule})", { rule: condition(scene, rule) });
}

function compared(scene, op, [first, second], words) {
  const fact = factBehind(scene, first) ?? factBehind(scene, second);
  const own = fact?.kind === "date" ? comparisons("date").find(([name]) => name === op)?.[1] : undefined;
  return [value(scene, first, fact), own ?? words, value(scene, second, fact)].join(" ");
}

/** What the answers are in which a rule is given: those of the first thing it reads. */
function factBehind(scene, rule) {
  const [op, parts] = partsOf(rule);
  if (op === "get") return named(scene, parts[0]).fact;
  return ["min", "max", "median"].includes(op) ? factBehind(scene, parts[0]) : undefined;
}

/** `fact`: what a plain value stands for, so that it is told by its words. */
function value(scene, rule, fact) {
  const [op, parts] = partsOf(rule);
  if (op === undefined) return plain(rule, fact);
  return (TOLD[op] ?? (() => condition(scene, rule)))(scene, parts, op);
}

function plain(given, fact) {
  const known = fact?.values?.find((one) => one.value === given);
  if (known) return known.label;
  if (given === null || given === undefined) return _("nothing");
  if (typeof given === "boolean") return given ? _("Yes") : _("No");
  return typeof given === "number" ? new Intl.NumberFormat(language(), { maximumFractionDigits: 20 }).format(given) : String(given);
}

const TOLD = {
  get: (scene, [path]) => named(scene, path).words,
  if: choice,
  list: (scene, parts) => parts.map((one) => value(scene, one)).join(", "),
  add: sum, sub: sum, mul: sum, div: sum,
  round: (scene, [what, digits = 0]) => {
    const told = value(scene, what);
    if (digits === 0) return _("{what}, rounded to a whole number", { what: told });
    return _n("{what}, rounded to {n} digit after the point", "{what}, rounded to {n} digits after the point", digits, { what: told });
  },
  sum: of, mean: of, median: of, min: of, max: of, count: of,
  days: (scene, [from, until]) => _("the number of days from {from} until {until}", { from: value(scene, from), until: value(scene, until) }),
};

const OF = () => ({
  sum: (what) => _("the sum of {what}", { what }),
  mean: (what) => _("the average of {what}", { what }),
  median: (what) => _("the middle of {what}", { what }),
  min: (what) => _("the lowest of {what}", { what }),
  max: (what) => _("the highest of {what}", { what }),
  count: (what) => _("the number of answers to {what}", { what }),
});

function of(scene, [list, least = 1], op) {
  const told = OF()[op](value(scene, list));
  return least > 1 ? `${told} (${_("when there are at least {n}", { n: least })})` : told;
}

function choice(scene, [rule, then, other]) {
  const [op, asked] = partsOf(rule);
  const what = value(scene, then);
  if (op === "answered" && value(scene, asked[0]) === what) return _("{what}, or {other} when that is not answered", { what, other: value(scene, other) });
  return _("{what} if {rule}, otherwise {other}", { what, rule: condition(scene, rule), other: value(scene, other) });
}

function sum(scene, parts, op) {
  return parts.map((one, place) => term(scene, one, op, place)).join(` ${SIGNS[op]} `);
}

/** A part of a sum; between brackets where it would be read otherwise without. */
function term(scene, rule, around, place) {
  const [op] = partsOf(rule);
  const told = value(scene, rule);
  const closer = isTimes(op) && !isTimes(around);
  const begins = place === 0 && isTimes(op) === isTimes(around);
  const isBare = SIGNS[op] ? closer || begins : !["if", "round", "list", "days"].includes(op);
  return isBare ? told : `(${told})`;
}

const quoted = (words) => `“${words}”`;
const gone = () => ({ words: _("something that is no longer there") });

/** {words, fact} of a path: the fact with its answers, where there is one. */
function named(scene, path) {
  const { doc, lang, facts } = scene;
  const known = facts.find((one) => one.path === path);
  if (known) return { words: quoted(known.label), fact: known };
  const [head, ...rest] = String(path).split(".");
  if (head === "context") return { words: quoted(MOMENT()[rest[0]] ?? rest.join(" ")), fact: rest[0] === "encounter_date" ? { kind: "date" } : undefined };
  const item = topItem(doc, head);
  if (item) return partOf(scene, item, rest);
  const step = stepOf(doc, head);
  const asked = step && topItem(doc, rest[0]);
  if (!asked) return gone();
  const { words, fact } = partOf(scene, asked, rest.slice(1));
  return { words: _("{what} of everybody at “{step}”", { what: words, step: wordsOf(step.label, lang) || "…" }), fact };
}

const MOMENT = () => ({ encounter_date: _("The day the form is about"), place: _("Place"), placement: _("Placement"), period: _("Period from and until") });

const topItem = (doc, key) => [...walk(doc)].find(({ item, parent }) => item.key === key && parent?.type !== "repeat")?.item;

function partOf({ doc, lang }, item, [part, inner, ...rest]) {
  const label = wordsOf(item.label, lang) || _("A question without words");
  // Read as if the form asked this alone, so that also a question within a list has its answers.
  const fact = factsOf({ ...doc, items: [item], computed: {} }, { lang }).find((one) => one.path === [item.key, part].filter(Boolean).join("."));
  if (fact) return { words: quoted(fact.label), fact };
  if (part === undefined) return { words: quoted(label) };
  if (part === "max") return { words: quoted(_("{name}: the most points there are", { name: label })) };
  if (part !== "*") return gone();
  if (inner === undefined) return { words: _("the rows of “{what}”", { what: label }), fact: rowFact(doc, item, lang) };
  const asked = (item.items ?? []).find((one) => one.key === inner);
  if (!asked) return gone();
  const told = partOf({ doc, lang }, asked, rest);
  return { words: _("{what} in the rows of “{list}”", { what: told.words, list: label }), fact: told.fact };
}

function rowFact(doc, item, lang) {
  return factsOf({ ...doc, items: [item], computed: {} }, { lang }).find((one) => one.path.startsWith(`${item.key}.`));
}
