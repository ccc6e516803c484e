/* The panel of the programme editor: everything about what is selected. */
import { checksField, fold, numberField, radioField, selectField, textField } from "./fields.js";
import { button, html, icon, nothing } from "./part.js";
import { PLANNERS, addOption, all, change, changeOption, formsOf, frameworksOf, partOf, removeOption, withFrameworks } from "./programme-document.js";
import { effectPanel } from "./programme-effect.js";
import { requirementPanel } from "./programme-requirement.js";
import { chartScaleTitle, formTitle, frameworkTitle, named, plannerWords, stakesWords } from "./programme-sentences.js";
import { assign, edit } from "./document.js";
import { takingAway } from "./removing.js";
import { throwAway } from "./throwing-away.js";
import { _ } from "./words.js";

export function programmePanel(store) {
  const { kind, key } = store.selected;
  const part = key ? partOf(store.doc, kind, key) : null;
  const [title, picture, body] = PANELS()[kind];
  return html`<div class="panel__head">${icon(picture)}<h2 class="panel__title">${title}</h2></div>
    <div class="panel__body">${body(store, part)}</div>`;
}

const PANELS = () => ({
  programme: [_("The programme itself"), "settings", itself],
  phase: [_("Phase"), "calendar", phase],
  dossier: [_("Dossier"), "folder", dossier],
  requirement: [_("Requirement"), "list-checks", requirementPanel],
  choice: [_("Elective"), "circle-dot", choice],
  route: [_("Route"), "route", route],
  decision: [_("Decision"), "gavel", decision],
  problems: [_("To solve before publishing"), "triangle-alert", problems],
  effect: [_("Who is affected"), "users", effectPanel],
});

const CHOOSERS = () => [
  { value: "learner", label: _("The learner chooses") },
  { value: "teacher", label: _("A teacher chooses") },
];

/** Change members of the part; typing in one field is one step back. */
export const put = (store, kind, key, members) =>
  store.apply(change(store.doc, kind, key, members), _("Changed a line"), { group: `${kind}:${key}:${Object.keys(members).join()}` });

export function titleField(store, kind, one, { label = _("Name"), help } = {}) {
  return textField("part-title", label, one.title?.[store.lang] ?? "", {
    lang: store.lang,
    max: 200,
    help,
    input: (text) => put(store, kind, one.key, { title: text || kind !== "requirement" ? withText(one.title, store.lang, text) : undefined }),
    change: () => store.settle(kind, one.key),
  });
}

/** A language map with other words; beside others no words are kept empty. */
export function withText(map, lang, text) {
  const changed = { ...map, [lang]: text };
  if (text === "" && Object.keys(changed).length > 1) delete changed[lang];
  return changed;
}

/** The phases to choose from; one without words has its number. */
export const phaseOptions = (store) => all(store.doc, "phase").map((one, place) => ({ value: one.key, label: store.words(one.title) || _("Phase {n}", { n: place + 1 }) }));

export const formOptions = (store, { decides } = {}) =>
  (store.library.forms ?? []).filter((one) => decides === undefined || one.decides === decides).map((one) => ({ value: one.key, label: one.title }));

function itself(store) {
  const { doc } = store;
  const set = (members) => store.apply(edit(doc, (copy) => assign(copy, members)), _("Changed the programme"), { group: `programme:${Object.keys(members).join()}` });
  const cohort = (members) => {
    const changed = { ...doc.cohort, ...members };
    for (const name of Object.keys(changed)) if (!changed[name] || changed[name].length === 0) delete changed[name];
    set({ cohort: Object.keys(changed).length ? changed : undefined });
  };
  return html`
    ${textField("programme-title", _("Title"), doc.title?.[store.lang] ?? "", { lang: store.lang, max: 200, input: (text) => set({ title: withText(doc.title ?? {}, store.lang, text) }) })}
    ${textField("programme-description", _("What it is about"), doc.description?.[store.lang] ?? "", { lang: store.lang, rows: 3, input: (text) => set({ description: text ? withText(doc.description, store.lang, text) : undefined }) })}
    <fieldset class="field"><legend class="field__label">${_("Whom this version is for")}</legend><p class="field__help">${_("Learners whose programme begins in these days. Empty: everybody who follows it.")}</p>
      ${dayField("cohort-from", _("First day from"), doc.cohort?.from, (from) => cohort({ from }))}
      ${dayField("cohort-until", _("First day until"), doc.cohort?.until, (until) => cohort({ until }))}
      ${textField("cohort-names", _("Intakes, with commas between them"), (doc.cohort?.names ?? []).join(", "), { change: (text) => cohort({ names: text.split(",").map((one) => one.trim()).filter(Boolean) }) })}
    </fieldset>
    ${radioField("stakes", _("Is anything decided?"), [
      { value: "on", label: stakesWords().on, help: _("Forms may decide, and decisions stand on the line of time.") },
      { value: "off", label: stakesWords().off, help: _("Nothing is decided, and no page shows stakes.") },
    ], doc.stakes ?? "on", { change: (stakes) => set(stakes === "off" ? { stakes, decisions: undefined } : { stakes: undefined }) })}
    ${checksField("planners", _("Who may change the plan of a learner"), Object.entries(plannerWords()).map(([value, label]) => ({ value, label })), doc.planners ?? PLANNERS, { change: (planners) => set({ planners }) })}
    ${fold(_("Frameworks and the line chart"), charts(store, set), { open: Boolean(doc.frameworks || doc.progress), desk: false })}
    ${throwAway(store)}`;
}

/** What the dashboard lists although nothing was collected yet, and what its line chart follows. */
function charts({ doc, library }, set) {
  const options = (given, named, title) => [...given, ...named.filter((name) => name && !given.some(({ value }) => value === name)).map((value) => ({ value, label: title(library, value) }))];
  const { form, scale } = doc.progress ?? {};
  const progress = (members) => {
    const changed = Object.fromEntries(Object.entries({ ...doc.progress, ...members }).filter(([, value]) => value !== undefined));
    set({ progress: Object.keys(changed).length ? changed : undefined });
  };
  const listed = (given = []) => given.map((one) => ({ value: one.name, label: one.title }));
  const forms = (library.forms ?? []).map((one) => ({ value: one.key, label: one.title }));
  return html`
    ${checksField("frameworks", _("Frameworks that the dashboard always shows"), options(listed(library.frameworks), frameworksOf(doc), frameworkTitle), frameworksOf(doc), { change: (names) => set(withFrameworks(doc, names)) })}
    ${selectField("progress-form", _("The line chart follows which form"), options(forms, [form], formTitle), form, { change: (value) => progress({ form: value }), empty: _("No form") })}
    ${selectField("progress-scale", _("The line chart is on which scale"), options(listed(library.chart_scales), [scale], chartScaleTitle), scale, { change: (value) => progress({ scale: value }), empty: _("No scale") })}`;
}

function dayField(id, label, value, change) {
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>
    <input class="input" type="date" id=${id} .value=${value ?? ""} @change=${(event) => change(event.target.value)}></div>`;
}

function phase(store, one) {
  return html`${titleField(store, "phase", one)}
    ${numberField("phase-months", _("How long"), one.months, { min: 1, max: 120, unit: _("months of full time"), change: (months) => put(store, "phase", one.key, { months }) })}
    <p class="field__help">${_("Who works part-time takes longer; the line of time stretches by itself.")}</p>`;
}

function dossier(store, one) {
  const elsewhere = new Set(all(store.doc, "dossier").filter((other) => other !== one).flatMap((other) => other.forms));
  const options = formOptions(store).filter(({ value }) => !elsewhere.has(value));
  return html`${titleField(store, "dossier", one)}
    ${checksField("dossier-forms", _("Forms that are kept and started here"), options, one.forms, { change: (forms) => put(store, "dossier", one.key, { forms }), help: _("A form stands in one dossier.") })}`;
}

function choice(store, one) {
  const options = all(store.doc, "requirement").map(({ key }) => ({ value: key, label: named(store.doc, key, store.library, store.lang) }));
  return html`${titleField(store, "choice", one)}
    ${checksField("choice-of", _("Out of these requirements"), options, one.of, { change: (of) => put(store, "choice", one.key, { of }) })}
    ${numberField("choice-pick", _("So many count"), one.pick, { min: 1, max: Math.max(one.of.length, 1), change: (pick) => put(store, "choice", one.key, { pick: pick ?? 1 }) })}
    ${radioField("choice-by", _("Who chooses"), CHOOSERS(), one.by ?? "teacher", { change: (by) => put(store, "choice", one.key, { by }) })}`;
}

function route(store, one) {
  const parts = [
    ["requirements", _("Requirements of this way only"), all(store.doc, "requirement").map(({ key }) => ({ value: key, label: named(store.doc, key, store.library, store.lang) }))],
    ["phases", _("Phases of this way only"), phaseOptions(store)],
    ["dossiers", _("Dossiers of this way only"), all(store.doc, "dossier").map((each, place) => ({ value: each.key, label: store.words(each.title) || _("Dossier {n}", { n: place + 1 }) }))],
  ];
  const set = (place, members) => store.apply(changeOption(store.doc, one.key, place, members), _("Changed a route"), { group: `option:${one.key}:${place}:${Object.keys(members).join()}` });
  const option = (each, place) => html`<fieldset class="field route-option"><legend class="field__label">${_("Way {n}", { n: place + 1 })}</legend>
    ${textField(`option-${place}`, _("Name"), each.title?.[store.lang] ?? "", { lang: store.lang, max: 200, input: (text) => set(place, { title: withText(each.title, store.lang, text) }), change: () => set(place, { settle: store.words(each.title) }) })}
    ${parts.map(([name, label, options]) => (options.length ? checksField(`option-${place}-${name}`, label, options, each[name] ?? [], { change: (keys) => set(place, { [name]: keys }) }) : nothing))}
    ${one.options.length > 2 ? button(_("Remove this way"), (event) => takingAway(event, () => store.apply(removeOption(store.doc, one.key, place), _("Removed a way")), { otherwise: '[data-do="add-way"]' }), { icon: "trash-2", kind: "quiet", name: "remove-way" }) : nothing}</fieldset>`;
  return html`${titleField(store, "route", one)}
    ${radioField("route-by", _("Who chooses"), CHOOSERS(), one.by ?? "teacher", { change: (by) => put(store, "route", one.key, { by }) })}
    <p class="field__help">${_("What stands in no way is for everybody. Until somebody chooses, the first way holds.")}</p>
    ${one.options.map(option)}
    ${button(_("Add a way"), () => store.apply(addOption(store.doc, one.key, store.lang), _("Added a way")), { icon: "plus", name: "add-way" })}`;
}

function decision(store, one) {
  return html`${titleField(store, "decision", one)}
    ${numberField("decision-after", _("After how many months"), one.after_months, { min: 1, max: 240, unit: _("months of full time"), change: (months) => put(store, "decision", one.key, { after_months: months }) })}
    ${selectField("decision-form", _("With which form"), formOptions(store, { decides: true }), formsOf(one)[0], { change: (form) => put(store, "decision", one.key, { form, forms: undefined }), empty: _("No form") })}`;
}

function problems(store) {
  if (!store.problems.length) return html`<p class="soft">${_("Nothing. This programme can be published.")}</p>`;
  return html`<ul class="problem-list">${store.problems.map((one) => html`<li><button type="button" class="problem-list__line" @click=${() => store.goTo(one.path)}>
    ${one.where ? html`<strong>${one.where}</strong>` : nothing}<span>${one.sentence}</span></button></li>`)}</ul>`;
}
