/* The answer that stands there before anybody filled it in. */
import { checksField, numberField, selectField, textField } from "./fields.js";
import { levelWords } from "./conditions.js";
import { html, nothing } from "./part.js";
import { listOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

/** What can stand there beforehand: words, numbers, choices, somebody outside; not what only the person at hand can give (a file, a signature). */
export const canBegin = (store, item) => FIELDS[item.type] !== undefined && (item.type !== "person" || mayBeOutside(store, item));

/** `set` gets the new answer; undefined: nothing stands there. */
export function defaultField(store, item, set) {
  return html`<p class="field__help">${_("Stands there when somebody opens the form; they may change it.")}</p>${FIELDS[item.type](store, item, set)}`;
}

const id = "item-default";
const label = () => _("Filled in beforehand");
const pick = (options, value, set) => selectField(id, label(), options, value, { empty: _("Nothing"), change: set });
const number = (item, set) => numberField(id, label(), item.default, { step: "any", change: set });

const FIELDS = {
  text: (store, item, set) => textField(id, label(), item.default, { rows: item.long ? 3 : undefined, lang: store.lang, input: (text) => set(text || undefined) }),
  number: (_store, item, set) => number(item, set),
  date: (_store, item, set) => html`<div class="field"><label class="field__label" for=${id}>${label()}</label>
    <input class="input input--date" type="date" id=${id} .value=${item.default ?? ""} @change=${(event) => set(event.target.value || undefined)}></div>`,
  yesno: (_store, item, set) => pick([{ value: true, label: _("Yes") }, { value: false, label: _("No") }], item.default, set),
  choice: choice,
  scale: judgement,
  outcome: outcome,
  rubric: rubric,
  checklist: checklist,
  person: person,
};

function choice(store, item, set) {
  const options = item.options.map((one) => ({ value: one.value, label: store.words(one.label) }));
  if (!item.many) return pick(options, item.default, set);
  return checksField(id, label(), options, listOf(item.default), { change: (values) => set(values.length ? values : undefined) });
}

function judgement(store, item, set) {
  const levels = store.doc.scales?.[item.scale]?.levels ?? [];
  const options = levels.map((level) => ({ value: level.value, label: levelWords(level, store.lang) }));
  return options.length ? pick(options, item.default, set) : number(item, set);
}

function outcome(store, item, set) {
  const framework = (store.library.frameworks ?? []).find((one) => one.name === store.doc.frameworks?.[item.framework]);
  const options = (framework?.outcomes ?? []).map((one) => ({ value: `${item.framework}/${one.code}`, label: wordsOf(one.title, store.lang) }));
  if (!item.many) return pick(options, item.default, set);
  return checksField(id, label(), options, listOf(item.default), { change: (values) => set(values.length ? values : undefined) });
}

/** One answer per row; a row without one begins empty. */
function rubric(store, item, set) {
  const levels = store.doc.scales?.[item.scale]?.levels ?? [];
  const options = levels.map((level) => ({ value: level.value, label: levelWords(level, store.lang) }));
  const put = (row, value) => set(withRow(item, row, value === undefined ? undefined : { ...mapped(item.default?.[row]), v: value }));
  return perRow(store, item, (row, name) => {
    const now = mapped(item.default?.[row.key]).v ?? undefined;
    const change = (value) => put(row.key, value);
    return options.length
      ? selectField(`${id}-${row.key}`, name, options, now, { empty: _("Nothing"), change })
      : numberField(`${id}-${row.key}`, name, now, { step: "any", change });
  });
}

const mapped = (answer) => (typeof answer === "object" && answer !== null ? answer : { v: answer });

function checklist(store, item, set) {
  return perRow(store, item, (row, name) => {
    const options = [{ value: true, label: _("Yes") }, { value: false, label: _("No") }];
    return selectField(`${id}-${row.key}`, name, options, item.default?.[row.key], { empty: _("Nothing"), change: (value) => set(withRow(item, row.key, value)) });
  });
}

const perRow = (store, item, field) => html`<div class="stack stack--tight" role="group" aria-label=${label()}>${(item.rows ?? []).map((row) => field(row, store.words(row.label) || _("Row")))}</div>`;

function withRow(item, key, value) {
  const all = { ...item.default, [key]: value };
  if (value === undefined) delete all[key];
  return Object.keys(all).length ? all : undefined;
}

/** Whoever has an account is not known before; somebody outside has a name and an address. */
function mayBeOutside({ doc }, item) {
  const role = doc.roles?.[item.role];
  return !role || Boolean(role.external && listOf(role.auth).includes("link"));
}

function person(store, item, set) {
  const given = item.default ?? {};
  const put = (members) => {
    const all = Object.fromEntries(Object.entries({ ...given, ...members }).filter(([, value]) => value));
    set(all.name || all.email ? all : undefined);
  };
  const groups = (store.doc.roles?.[item.role]?.groups ?? []).map((one) => ({ value: one.key, label: store.words(one.label) }));
  return html`<div class="stack stack--tight" role="group" aria-label=${label()}>
    ${textField(`${id}-name`, _("Name"), given.name, { input: (name) => put({ name }), max: 200 })}
    ${textField(`${id}-email`, _("E-mail address"), given.email, { input: (email) => put({ email: email.trim() }), max: 200 })}
    ${groups.length ? selectField(`${id}-group`, _("Kind of people"), groups, given.group, { empty: _("Nothing"), change: (group) => put({ group }) }) : nothing}</div>`;
}
