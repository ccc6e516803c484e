/* When a question is shown and when it must be answered, as sentences. */
import { begin, comparisons, conditionWords, factsOf, nearest, readRule, writeRule } from "./conditions.js";
import { put } from "./content-tab.js";
import { radioField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { ruleWords } from "./rule-words.js";
import { _ } from "./words.js";

export function rulesTab(store, { item }) {
  return html`
    ${ruleField(store, "show", _("When is this shown?"), item.show, { always: _("Always"), only: _("Only when …"), without: store.selected.key, set: (rule) => put(store, item, { show: rule }) })}
    ${["section", "note"].includes(item.type) ? nothing : requiredField(store, item)}
    <p class="field__help">${_("People see the effect at once while they fill in the form. What is not shown is not asked and does not count.")}</p>`;
}

function requiredField(store, item) {
  const options = [{ value: "no", label: _("No, it may stay empty") }, { value: "yes", label: _("Yes, always") }, { value: "rule", label: _("Only when …") }];
  const without = store.selected.key;
  const facts = factsOf(store.doc, { without, lang: store.lang });
  const now = item.required === true ? "yes" : item.required ? "rule" : "no";
  const first = () => (facts.length ? writeRule({ join: "and", conditions: [begin(nearest(store.doc, facts, without))] }) : true);
  const change = (value) => put(store, item, { required: { no: undefined, yes: true, rule: first() }[value] });
  return html`${radioField("rule-required", _("Must it be answered?"), facts.length ? options : options.slice(0, 2), now, { change })}
    ${now === "rule" ? sentence(store, "required", item.required, { without: store.selected.key, set: (rule) => put(store, item, { required: rule }) }) : nothing}`;
}

/** A rule that may be absent: a choice, and under it the sentence. */
export function ruleField(store, id, label, rule, { always, only, without, set }) {
  const facts = factsOf(store.doc, { without, lang: store.lang });
  const first = () => writeRule({ join: "and", conditions: [begin(nearest(store.doc, facts, without))] });
  const options = [{ value: false, label: always }, { value: true, label: only }];
  if (facts.length === 0 && rule === undefined) return html`<p class="field__help">${label} ${_("Always. There is no other question yet that it could depend on.")}</p>`;
  return html`${radioField(`rule-${id}`, label, options, rule !== undefined, { change: (on) => set(on ? first() : undefined) })}
    ${rule === undefined ? nothing : sentence(store, id, rule, { without, set })}`;
}

/** [Concern] [is] [Yes], and more of them. `facts`: what it may be about. */
export function sentence(store, id, rule, { without, set, facts = factsOf(store.doc, { without, lang: store.lang }) }) {
  const read = readRule(rule);
  const fresh = () => begin(nearest(store.doc, facts, without));
  if (!read) {
    return html`<div class="rule"><p class="rule__words">${_("A rule of more than one sentence: {rule}.", { rule: ruleWords(store.doc, rule, store.lang, facts) })}</p>
      ${facts.length ? button(_("Write it anew"), () => set(writeRule({ join: "and", conditions: [fresh()] }))) : nothing}</div>`;
  }
  const within = () => ({ join: read.join === "and" ? "or" : "and", conditions: [fresh(), fresh()] });
  return html`<div class="rule" role="group" aria-label=${_("Rule")}>
    ${joinedFields(id, facts, read, fresh, (changed) => set(writeRule(changed)))}
    ${button(_("And or or, between brackets …"), () => set(writeRule({ ...read, conditions: [...read.conditions, within()] })), { icon: "plus", kind: "quiet" })}
  </div>`;
}

/** Conditions with their joints; those between brackets are such a row of their own. */
function joinedFields(id, facts, read, fresh, write) {
  const { conditions } = read;
  const put = (changed) => write({ ...read, conditions: changed });
  const swap = (place, condition) => put(conditions.map((one, number) => (number === place ? condition : one)));
  return html`${conditions.map((condition, place) => html`
      ${place > 0 ? joint(`${id}-${place}`, read.join, (join) => write({ ...read, join })) : nothing}
      ${conditionOrMore(`${id}-${place}`, facts, condition, fresh, (one) => swap(place, one))}
      ${conditions.length > 1 ? button(_("Remove: {what}", { what: conditionWords(facts, condition) }), () => put(conditions.filter((_one, number) => number !== place)), { icon: "x", short: true, kind: "quiet" }) : nothing}`)}
    ${button(_("And or or …"), () => put([...conditions, fresh()]), { icon: "plus", kind: "quiet" })}`;
}

function conditionOrMore(id, facts, condition, fresh, set) {
  if (!condition.conditions) return conditionFields(id, facts, condition, set);
  return html`<div class="rule" role="group" aria-label=${_("Between brackets")}>${joinedFields(id, facts, condition, fresh, set)}</div>`;
}

const joint = (id, join, change) => html`<div class="rule__joint"><label class="visually-hidden" for="joint-${id}">${_("How they are joined")}</label>
  <select class="input" id="joint-${id}" .value=${join} @change=${(event) => change(event.target.value)}><option value="and" ?selected=${join === "and"}>${_("and")}</option><option value="or" ?selected=${join === "or"}>${_("or")}</option></select></div>`;

function conditionFields(id, facts, condition, set) {
  const fact = facts.find((one) => one.path === condition.path);
  const kinds = comparisons(fact?.kind);
  const needsValue = kinds.find(([op]) => op === condition.op)?.[2];
  const pickFact = (event) => set(begin(facts[Number(event.target.value)]));
  const pickOp = (event) => {
    const [op, , needs] = kinds[Number(event.target.value)];
    set({ path: condition.path, op, value: needs ? (condition.value ?? begin(fact).value) : undefined });
  };
  return html`<div class="rule__line">
    <label class="visually-hidden" for="fact-${id}">${_("What it depends on")}</label>
    <select class="input rule__fact" id="fact-${id}" @change=${pickFact}>${fact ? nothing : html`<option selected>${_("something that is no longer there")}</option>`}
      ${facts.map((one, place) => html`<option value=${place} ?selected=${one === fact} .selected=${one === fact}>${one.label}</option>`)}</select>
    ${fact ? html`<label class="visually-hidden" for="op-${id}">${_("How it is compared")}</label>
      <select class="input rule__op" id="op-${id}" @change=${pickOp}>${kinds.map(([op, words], place) => html`<option value=${place} .selected=${op === condition.op}>${words}</option>`)}</select>` : nothing}
    ${fact && needsValue ? valueField(id, fact, condition, set) : nothing}</div>`;
}

function valueField(id, fact, condition, set) {
  const label = html`<label class="visually-hidden" for="value-${id}">${_("With what")}</label>`;
  if (fact.values.length) {
    return html`${label}<select class="input rule__value" id="value-${id}" @change=${(event) => set({ ...condition, value: fact.values[Number(event.target.value)].value })}>
      ${fact.values.map((one, place) => html`<option value=${place} .selected=${one.value === condition.value}>${one.label}</option>`)}</select>`;
  }
  const type = fact.kind === "date" ? "date" : "number";
  const read = (event) => set({ ...condition, value: type === "number" ? Number(event.target.value) : event.target.value });
  return html`${label}<input class="input rule__value" id="value-${id}" type=${type} step="any" .value=${condition.value ?? ""} @change=${read}>`;
}
