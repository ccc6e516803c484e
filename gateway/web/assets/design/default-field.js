/* The answer that stands there before anybody filled it in. */
import { checksField, numberField, selectField, textField } from "./fields.js";
import { levelWords } from "./conditions.js";
import { html } from "./part.js";
import { listOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

/** What can stand there beforehand: words, numbers, choices; not what only the person at hand can give. */
export const canBegin = (item) => FIELDS[item.type] !== undefined;

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
