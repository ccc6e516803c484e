/* One fact that goes along with what comes out: fixed, an answer, or said for each answer. */
import { CLOSED, SORTS, coded, factsFor, readChoice, withMember, writeChoice } from "./emissions.js";
import { fieldWord, valueWord } from "./emission-words.js";
import { checkField, numberField, selectField, textField } from "./fields.js";
import { scoreTitle } from "./conditions.js";
import { slug } from "./naming.js";
import { html, nothing } from "./part.js";
import { _ } from "./words.js";

export function fieldOf(store, one, name, put) {
  const allowed = CLOSED[one.kind]?.[name];
  const part = { store, one, id: `emission-${name}`, label: fieldWord(one.kind, name), rule: one.fields?.[name], facts: coded(factsFor(store.doc, one, store.lang)), set: (rule) => put(withMember(one, "fields", name, rule)) };
  if (allowed) return closedField(part, name, allowed);
  return { date: dateField, number: answeredField, months: monthsField, any: anyField, word: wordField, flag: flagField }[SORTS[name]](part);
}

const flagField = ({ id, label, rule, set }) => checkField(id, label, rule === true, { change: (on) => set(on || undefined) });

const asOptions = (facts) => facts.map((fact) => ({ value: fact.path, label: _("The answer to “{what}”", { what: fact.label }) }));

/** A choice among answers; a rule that is more than that is told, and stays until another is chosen. */
function answerField({ id, label, rule, set }, options) {
  const isOwn = rule !== undefined && !options.some((one) => one.value === rule?.get);
  return selectField(id, label, options, rule?.get, { empty: isOwn ? _("A rule of its own") : _("Nothing"), change: (path) => set(path && { get: path }) });
}

const dateField = (part) => answerField(part, [{ value: "context.encounter_date", label: _("The day the form is about") }, ...asOptions(part.facts.filter((fact) => fact.kind === "date"))]);

const answeredField = (part) => answerField(part, asOptions(part.facts.filter((fact) => fact.kind === "number")));

const anyField = (part) => answerField(part, asOptions(part.facts.filter((fact) => ["one", "level", "number", "yesno"].includes(fact.kind))));

const SAME = Symbol("always the same");
const A_YEAR = 12;

/** A number of months that is always the same, or the answer to a question. */
function monthsField(part) {
  const { id, label, rule, set } = part;
  const answers = asOptions(part.facts.filter((fact) => fact.kind === "number"));
  const isSame = typeof rule === "number";
  const now = isSame ? SAME : rule?.get;
  const isOwn = rule !== undefined && !isSame && !answers.some((one) => one.value === now);
  const change = (value) => set(value === SAME ? A_YEAR : value && { get: value });
  return html`${selectField(id, label, [{ value: SAME, label: _("Always the same") }, ...answers], now, { empty: isOwn ? _("A rule of its own") : _("Not said"), change })}
    ${isSame ? numberField(`${id}-number`, _("How many months?"), rule, { min: 1, max: 240, change: set }) : nothing}`;
}

/** A word that sorts it, written once or given by an answer. */
function wordField(part) {
  const { store, id, label, rule, set } = part;
  const answers = asOptions(part.facts.filter((fact) => fact.kind === "one"));
  const isWord = typeof rule === "string";
  const now = isWord ? SAME : rule?.get;
  const change = (value) => set(value === SAME ? slug(label).replaceAll("-", "_") : value && { get: value });
  const isOwn = rule !== undefined && !isWord && !answers.some((one) => one.value === now);
  return html`${selectField(id, label, [{ value: SAME, label: _("Always the same") }, ...answers], now, { empty: isOwn ? _("A rule of its own") : _("Not said"), change })}
    ${isWord ? textField(`${id}-word`, _("In a word or two"), scoreTitle(rule), { lang: store.lang, max: 60, help: _("Programmes and lists count what has the same words."), change: (text) => slug(text) && set(slug(text).replaceAll("-", "_")) }) : nothing}`;
}

/** One of a few values: always the same, or another for each answer to a question. */
function closedField({ store, one, id, label, rule, facts, set }, name, allowed) {
  const values = allowed.map((value) => ({ value, label: valueWord(name, value) }));
  const choice = readChoice(rule ?? null, facts, allowed);
  const asks = facts.filter((fact) => fact.values.length > 0);
  const begin = (fact) => ({ path: fact.path, values: fact.values.map(({ value }, place) => [value, allowed[place === 0 ? 0 : Math.min(1, allowed.length - 1)]]) });
  const options = [...values, ...(allowed.length > 1 ? asks.map((fact) => ({ value: fact, label: _("It depends on “{what}”", { what: fact.label }) })) : [])];
  const now = choice ? asks.find((fact) => fact.path === choice.path) : rule;
  const isOwn = rule !== undefined && typeof rule !== "string" && !choice;
  const change = (value) => set(typeof value === "object" ? writeChoice(begin(value)) : value);
  return html`${selectField(id, label, options, now, { empty: isOwn ? _("A rule of its own") : _("Not said"), change })}
    ${choice ? perAnswer({ store, one, id, set }, now, choice, values) : nothing}`;
}

function perAnswer({ id, set }, fact, choice, values) {
  const swap = (answer, value) => writeChoice({ ...choice, values: choice.values.map((pair) => (pair[0] === answer ? [answer, value] : pair)) });
  return html`<div class="rule" role="group" aria-label=${_("For each answer")}>${choice.values.map(([answer, value], place) =>
    selectField(`${id}-${place}`, _("When it is “{answer}”", { answer: fact.values[place].label }), values, value, { change: (chosen) => set(swap(answer, chosen)) }))}</div>`;
}
