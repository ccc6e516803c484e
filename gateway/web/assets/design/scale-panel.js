/* Scales: choosing one for a question, and writing the steps of one's own. */
import { change } from "./document.js";
import { checkField, numberField, selectField, textField } from "./fields.js";
import { button, desk, html, icon, nothing } from "./part.js";
import { addLevel, addScale, changeKind, changeLevel, changeScale, isShared, removeLevel, removeScale, scaleKinds, scaleTitle, takeShared, usersOf } from "./scales.js";
import { _, _n, wordsOf } from "./words.js";

const titleOf = (store, name) => scaleTitle(name, store.doc.scales[name], (map) => wordsOf(map, store.lang));

const NEW = Symbol("new");

/** Scales of the form first, then the shared ones, then a new one; for rows only those with steps. */
export function scalePicker(store, item) {
  const fits = (scale) => item.type !== "rubric" || scale?.kind !== "vas";
  const own = Object.entries(store.doc.scales ?? {}).filter(([, scale]) => fits(scale)).map(([name]) => ({ value: name, label: titleOf(store, name) }));
  const shared = (store.library.scales ?? []).filter((one) => !store.doc.scales?.[one.name] && fits(one.document)).map((one) => ({ value: one.name, label: one.title }));
  const options = [
    ...(own.length ? [{ label: _("In this form"), options: own }] : []),
    ...(shared.length ? [{ label: _("Shared scales"), options: shared }] : []),
    { label: _("Your own"), options: [{ value: NEW, label: _("Make a new scale") }] },
  ];
  const now = store.doc.scales?.[item.scale] ? item.scale : undefined;
  return html`${selectField("item-scale", _("Scale"), options, now, { change: (name) => name && pick(store, item, name) })}
    ${now ? preview(store, now) : nothing}`;
}

function pick(store, item, name) {
  if (name === NEW) {
    const [doc, made] = addScale(store.doc, "ordinal", store.lang, _("Own scale"));
    store.apply(change(doc, store.selected.key, { scale: made }), _("Made a scale"), { say: _("A new scale was made; its steps can be written.") });
    store.select("scale", made);
    return;
  }
  const shared = store.library.scales?.find((one) => one.name === name);
  const doc = store.doc.scales?.[name] || !shared ? store.doc : takeShared(store.doc, name, shared.document);
  store.apply(change(doc, store.selected.key, { scale: name }), _("Chose a scale"));
}

function preview(store, name) {
  const scale = store.doc.scales[name];
  const words = (scale.levels ?? []).map((level) => store.words(level.label));
  const ends = (scale.ends ?? []).map((end) => store.words(end));
  const told = words.length ? words : ends.length ? ends : [String(scale.min ?? 0), String(scale.max ?? 100)];
  return html`<div class="scale-preview"><p class="field__help">${words.length ? told.join(" · ") : told.join(" – ")}</p>
    ${button(isShared(name) ? _("Look at this scale") : _("Change the steps"), () => store.select("scale", name), { icon: "sliders-horizontal", kind: "quiet" })}</div>`;
}

export function scalePanel(store) {
  const { key } = store.selected;
  return key ? oneScale(store, key) : newScale(store);
}

function newScale(store) {
  const take = (one) => {
    store.apply(takeShared(store.doc, one.name, one.document), _("Chose a scale"), { say: _("{what} was added.", { what: one.title }) });
    store.select("scale", one.name);
  };
  const make = (kind) => {
    const [doc, name] = addScale(store.doc, kind.value, store.lang, kind.label);
    store.apply(doc, _("Made a scale"), { say: _("{what} was added.", { what: kind.label }) });
    store.select("scale", name);
  };
  return html`<div class="panel__head"><h2 class="panel__title">${_("Scales to choose from")}</h2></div>
    <div class="panel__body">
      <h3 class="panel__sub">${_("A new one")}</h3>
      <div class="stack stack--tight">${scaleKinds().map((kind) => button(kind.label, () => make(kind), { icon: "plus" }))}</div>
      <h3 class="panel__sub">${_("Shared scales")}</h3><p class="field__help">${_("Judgements on a shared scale can be compared between forms.")}</p>
      <div class="stack stack--tight">${(store.library.scales ?? []).filter((one) => !store.doc.scales?.[one.name]).map((one) => button(one.title, () => take(one), { icon: "plus" }))}</div>
    </div>`;
}

function oneScale(store, name) {
  const scale = store.doc.scales[name];
  const users = usersOf(store.doc, name);
  const put = (members) => store.apply(changeScale(store.doc, name, members), _("Changed a scale"), { group: `${name}:${Object.keys(members).join()}` });
  const head = html`<div class="panel__head">${icon("sliders-horizontal")}<h2 class="panel__title">${titleOf(store, name)}</h2></div>`;
  if (isShared(name)) {
    return html`${head}<div class="panel__body"><p class="field__help">${_("This scale is shared with other forms, so it is not changed here.")}</p>
      <ol class="scale-levels">${(scale.levels ?? []).map((level) => html`<li><strong>${store.words(level.label)}</strong>${level.description ? html`<br><span class="soft small">${store.words(level.description)}</span>` : nothing}</li>`)}</ol>
      ${users.length ? nothing : desk(dropButton(store, name))}</div>`;
  }
  const ends = scale.ends ?? [];
  const setEnd = (place, text) => put({ ends: [0, 1].map((one) => (one === place ? { ...ends[one], [store.lang]: text } : ends[one])) });
  return html`${head}<div class="panel__body">
    ${textField("scale-title", _("What is this scale called?"), scale.title?.[store.lang] ?? "", { lang: store.lang, input: (text) => put({ title: { ...scale.title, [store.lang]: text } }) })}
    ${desk(selectField("scale-kind", _("What kind of scale?"), kindsFor(users, scale.kind), scale.kind, { change: (kind) => store.apply(changeKind(store.doc, name, kind, store.lang), _("Changed a scale")), help: kindHelp(scale.kind) }))}
    ${scale.levels ? levels(store, name, scale) : nothing}
    ${scale.kind !== "ordinal" && !scale.levels ? html`<div class="fields-row desk-only">${numberField("scale-min", _("Lowest"), scale.min, { step: "any", change: (min) => put({ min }) })}${numberField("scale-max", _("Highest"), scale.max, { step: "any", change: (max) => put({ max }) })}
      ${scale.kind === "vas" ? nothing : numberField("scale-step", _("Step"), scale.step ?? 1, { step: "any", min: 0.01, change: (step) => put({ step }) })}</div>` : nothing}
    ${scale.kind === "vas" || scale.kind === "interval" ? html`${textField("scale-low", _("Words at the low end"), ends[0]?.[store.lang] ?? "", { lang: store.lang, input: (text) => setEnd(0, text) })}
      ${textField("scale-high", _("Words at the high end"), ends[1]?.[store.lang] ?? "", { lang: store.lang, input: (text) => setEnd(1, text) })}` : nothing}
    ${desk(checkField("scale-na", _("“Not observed” may be chosen"), scale.na, { help: _("It is an answer, and never counts as a number."), change: (on) => put({ na: on ? { [store.lang]: _("Not observed") } : undefined }) }))}
    ${scale.na ? textField("scale-na-words", _("In these words"), scale.na[store.lang] ?? "", { lang: store.lang, input: (text) => text && put({ na: { ...scale.na, [store.lang]: text } }) }) : nothing}
    ${users.length ? html`<p class="field__help">${_n("Used by {n} question.", "Used by {n} questions.", users.length)}</p>` : desk(dropButton(store, name))}
    </div>`;
}

/** A line with two ends has no steps for rows. */
const kindsFor = (users, now) => scaleKinds().filter(({ value }) => value === now || value !== "vas" || !users.some((one) => one.type === "rubric"));

const dropButton = (store, name) => button(_("Remove this scale"), () => store.apply(removeScale(store.doc, name), _("Removed a scale"), { say: _("The scale was removed. Undo brings it back.") }), { icon: "trash-2", kind: "danger" });

const kindHelp = (kind) => ({
  ordinal: _("The steps have an order, but are not equally far apart: no averages are made of them."),
  interval: _("You state that the steps are equally far apart; averages are allowed."),
  points: _("Points that can be added."),
  vas: _("People put a mark on a line."),
})[kind];

const SIGNS = () => [{ value: "go", label: _("good") }, { value: "care", label: _("take care") }, { value: "stop", label: _("not good enough") }];

function levels(store, name, scale) {
  const set = (value, members) => store.apply(changeLevel(store.doc, name, value, members), _("Changed a scale"), { group: `${name}:${value}:${Object.keys(members).join()}` });
  const words = (level, member, text) => set(level.value, { [member]: text === "" && member !== "label" ? undefined : { ...level[member], [store.lang]: text } });
  return html`<fieldset class="field"><legend class="field__label">${_("Steps, lowest first")}</legend><ol class="members">
    ${scale.levels.map((level) => html`<li class="member"><div class="member__line"><span class="member__value">${level.value}</span>
      <label class="visually-hidden" for="level-${level.value}">${_("Step {n}", { n: level.value })}</label>
      <input class="input" type="text" id="level-${level.value}" lang=${store.lang} maxlength="300" .value=${level.label[store.lang] ?? ""} @input=${(event) => words(level, "label", event.target.value)}>
      <span class="desk-only">${button(_("Remove: {what}", { what: store.words(level.label) }), () => store.apply(removeLevel(store.doc, name, level.value), _("Changed a scale")), { icon: "trash-2", short: true, kind: "quiet", disabled: scale.levels.length <= 2 })}</span></div>
      <details class="member__more"><summary>${_("More")}<span class="visually-hidden"> ${_("about {what}", { what: store.words(level.label) })}</span></summary><div class="stack stack--tight">
        ${textField(`level-${level.value}-more`, _("Description"), level.description?.[store.lang] ?? "", { rows: 2, lang: store.lang, input: (text) => words(level, "description", text) })}
        ${desk(selectField(`level-${level.value}-sign`, _("Traffic sign"), SIGNS(), level.sign, { empty: _("None"), change: (sign) => set(level.value, { sign }) }))}</div></details></li>`)}</ol>
    ${desk(button(_("Add a step to the scale"), () => store.apply(addLevel(store.doc, name, store.lang), _("Changed a scale")), { icon: "plus", disabled: scale.levels.length >= 11 }))}</fieldset>`;
}

