/*
 * What comes out of a form besides what judgements give by themselves: texts, learning goals, registrations, flags,
 * decisions and computed data points. Documents in, documents out; what an author reads is in emission-words.js.
 */
import { evaluate, paths } from "../rules.js";
import { factsOf } from "./conditions.js";
import { assign, edit, foundAt, itemOf, walk } from "./document.js";
import { unique } from "./naming.js";
import { wordsOf } from "./words.js";

/** The facts and texts the portfolio knows by name (docs/forms.md 7); any others may go along. */
export const KNOWN = {
  point: { fields: [], texts: [] },
  narrative: { fields: [], texts: [] },
  goal: { fields: ["state", "due_on"], texts: ["title"] },
  registration: { fields: ["kind", "on", "hours", "state"], texts: [] },
  flag: { fields: ["kind", "state", "due_on"], texts: ["text"] },
  decision: { fields: ["kind", "result", "light", "valid_from", "valid_until", "valid_months", "advice"], texts: ["rationale", "conditions"] },
};

/** How the other fields are asked. */
export const SORTS = {
  due_on: "date", on: "date", valid_from: "date", valid_until: "date", hours: "number", valid_months: "months", result: "any", kind: "word", advice: "flag",
};

/** What a field may say when its values are few. */
export const CLOSED = {
  goal: { state: ["open", "met", "partly", "dropped"] },
  registration: { state: ["registered", "approved"] },
  flag: { state: ["open", "closed"] },
  decision: { light: ["go", "care", "stop"] },
};

const BEGIN = {
  goal: () => ({ fields: { state: "open" } }),
  registration: () => ({ fields: { kind: "procedure", state: "registered", on: { get: "context.encounter_date" } } }),
  flag: () => ({ fields: { state: "open" } }),
  decision: () => ({ fields: { kind: "progress", light: "care" } }),
};

/** -> [document, place of the new one]. It comes at the last step that can give it. */
export function addEmission(doc, kind) {
  const fits = doc.stages.filter((one) => !one.anonymous);
  const at = ((kind === "decision" && fits.findLast((one) => one.act === "decide")) || fits.at(-1) || doc.stages.at(-1)).id;
  const made = { key: freshKey(doc, kind), kind, at, ...BEGIN[kind]?.() };
  const first = textsFor(doc, made)[0];
  if (first) made.texts = { [KNOWN[kind].texts[0] ?? first.key]: first.key };
  if (kind === "point" || kind === "registration") delete made.texts;
  return [edit(doc, (copy) => assign(copy, { emit: [...(copy.emit ?? []), made] })), (doc.emit ?? []).length];
}

const freshKey = (doc, kind) => unique(kind, new Set((doc.emit ?? []).map((one) => one.key)));

export const changeEmission = (doc, place, members) => edit(doc, (copy) => assign(copy.emit[place], members));

export function removeEmission(doc, place) {
  return edit(doc, (copy) => {
    copy.emit.splice(place, 1);
    if (copy.emit.length === 0) delete copy.emit;
  });
}

/** A field or text of an emission; undefined takes it away, and the whole with its last one. */
export function withMember(one, list, name, value) {
  const { [name]: _gone, ...rest } = one[list] ?? {};
  const all = value === undefined ? rest : { ...one[list], [name]: value };
  return { [list]: Object.keys(all).length ? all : undefined };
}

/** Those of the same kind that come out earlier: one with the same key changes what they gave. */
export function earlierOnes(doc, place) {
  const own = doc.emit[place];
  const order = doc.stages.map((one) => one.id);
  return doc.emit.filter((one) => one !== own && one.kind === own.kind && order.indexOf(one.at) < order.indexOf(own.at));
}

/** Let it change what came out under a key, or make it something of its own again. */
export const continueWith = (doc, place, key) => changeEmission(doc, place, { key: key ?? freshKey(doc, doc.emit[place].kind) });

/** The items its texts may name: those of the list whose rows it comes from, otherwise all. */
export function textsFor(doc, one) {
  const items = one.each ? (itemOf(doc, one.each)?.items ?? []) : [...walk(doc)].filter(({ parent }) => parent?.type !== "repeat").map(({ item }) => item);
  return items.filter((item) => item.type === "text");
}

/** What its rules may read, rows first. `date` stands for the day it is about. */
export function factsFor(doc, one, lang) {
  const asked = (one.each && itemOf(doc, one.each)?.items) || [];
  const rows = factsOf({ ...doc, items: asked, computed: {} }, { lang });
  return [
    ...rows.map((fact) => ({ ...fact, item: asked.find(({ key }) => key === fact.path) })),
    ...factsOf(doc, { lang }).map((fact) => ({ ...fact, item: foundAt(doc, fact.path)?.item })),
  ];
}

/** Facts that are numbers, days or codes: free text is never one. */
export const coded = (facts) => facts.filter((fact) => fact.kind !== "given" || fact.item?.type === "outcome");

/**
 * Which value each answer gives, for a rule that reads one question only: {path, values: [[answer, value]]}; null
 * for any other rule, or when it gives something else than `allowed`.
 */
export function readChoice(rule, facts, allowed) {
  const [path, ...more] = new Set(paths(rule));
  const fact = facts.find((one) => one.path === path && one.values.length > 0);
  if (!fact || more.length > 0) return null;
  const values = fact.values.map(({ value }) => [value, tried(rule, value)]);
  return values.every(([, given]) => allowed.includes(given)) ? { path, values } : null;
}

function tried(rule, value) {
  try {
    return evaluate(rule, () => value);
  } catch {
    return undefined;
  }
}

/** The rule of such a choice; the last value stands for every answer that is left. */
export function writeChoice({ path, values }) {
  const given = [...new Set(values.map(([, value]) => value))];
  const last = given.pop();
  return given.reduceRight((rest, value) => ({ if: [isOneOf(path, values.filter(([, one]) => one === value).map(([answer]) => answer)), value, rest] }), last);
}

function isOneOf(path, answers) {
  const each = answers.map((answer) => ({ eq: [{ get: path }, answer] }));
  return each.length === 1 ? each[0] : { or: each };
}

/** What it is about, in the words of the form and in its order: its texts, its number, what was decided. */
export function aboutWords(doc, one, lang) {
  const read = [...Object.values(one.texts ?? {}), ...paths(one.value ?? null), ...paths(one.fields?.result ?? null)];
  const keys = new Set(read.map((path) => path.split(".")[0]));
  const scope = one.each ? (itemOf(doc, one.each)?.items ?? []) : [...walk(doc)].map(({ item }) => item);
  const named = scope.filter((item) => keys.has(item.key)).map((item) => wordsOf(item.label, lang));
  return named.filter(Boolean).join(", ");
}
