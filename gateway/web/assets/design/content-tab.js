/* What is asked, and in which form. */
import { canBegin, defaultField } from "./default-field.js";
import { levelWords } from "./conditions.js";
import { dayBound, dayChoice, dayChoices } from "./day-bounds.js";
import { change } from "./document.js";
import { checkField, checksField, fold, numberField, radioField, selectField, textField } from "./fields.js";
import { memberList } from "./member-list.js";
import { html, nothing } from "./part.js";
import { scalePicker } from "./scale-panel.js";
import { listOf } from "./steps.js";
import { _, _n } from "./words.js";

/** Members of the selected item, as one step of undo per field. Its key may stand in another list too. */
export function put(store, item, members, what = _("Changed {what}", { what: store.words(item.label) })) {
  store.apply(change(store.doc, store.selected.key, members), what, { group: `${store.selected.key}:${Object.keys(members).join()}` });
}

/** A text of the item in the language that is being written. */
export function putWords(store, item, name, text) {
  const map = { ...item[name], [store.lang]: text };
  const isGone = name !== "label" && text === "" && Object.keys(map).length === 1;
  if (text === "" && !isGone && Object.keys(map).length > 1) delete map[store.lang];
  put(store, item, { [name]: isGone ? undefined : map });
}

export function contentTab(store, { item }) {
  const words = { lang: store.lang, rows: item.type === "note" ? 4 : 2 };
  return html`
    ${textField("item-label", item.type === "note" ? _("What people read") : item.type === "section" ? _("Heading") : _("Question"), item.label?.[store.lang] ?? "", {
      ...words,
      input: (text) => putWords(store, item, "label", text),
      change: () => store.settle("item", store.selected.key),
    })}
    ${item.type === "note" ? nothing : textField("item-help", _("Explanation under it"), item.help?.[store.lang] ?? "", { ...words, input: (text) => putWords(store, item, "help", text) })}
    <div class="stack desk-only">${OWN[item.type]?.(store, item) ?? nothing}
      ${canBegin(store, item) ? fold(_("Filled in beforehand"), defaultField(store, item, (value) => put(store, item, { default: value })), { open: item.default !== undefined }) : nothing}</div>`;
}

const bounds = (store, item, least, most, more = {}) => html`<div class="fields-row">
  ${numberField("item-min", least, item.min, { ...more, change: (min) => put(store, item, { min }) })}
  ${numberField("item-max", most, item.max, { ...more, change: (max) => put(store, item, { max }) })}</div>`;

const check = (store, item, name, label, help) => checkField(`item-${name}`, label, item[name], { help, change: (on) => put(store, item, { [name]: on || undefined }) });

/** The numbers stay where one may be chosen, and say nothing there: they are there again with "Several". */
const several = (store, item) => radioField("item-many", _("How many may be chosen?"), [{ value: false, label: _("One") }, { value: true, label: _("Several") }], Boolean(item.many), {
  change: (many) => put(store, item, { many: many || undefined }),
});

/** How many are picked from a framework or the portfolio: `usual` where the form says nothing, `limit` in the format. */
const highest = (store, item, { usual, limit }) => (item.many ? numberField("item-max", _("How many at most"), item.max ?? usual, { min: 1, max: limit, change: (max) => put(store, item, { max }) }) : nothing);

const comment = (store, item, label) => selectField("item-comment", label, [
  { value: "never", label: _("No") }, { value: "may", label: _("Yes, who wants to") }, { value: "must", label: _("Yes, always") },
], item.comment ?? "never", { change: (value) => put(store, item, { comment: value === "never" ? undefined : value }) });

const OWN = {
  text: (store, item) => html`
    ${radioField("item-long", _("How much room?"), [{ value: false, label: _("One line") }, { value: true, label: _("Several lines") }], Boolean(item.long), { change: (long) => put(store, item, { long: long || undefined }) })}
    ${fold(_("Length"), bounds(store, item, _("At least (characters)"), _("At most (characters)"), { min: 0 }))}`,
  number: (store, item) => html`${bounds(store, item, _("Lowest"), _("Highest"), { step: "any" })}
    <div class="fields-row">${numberField("item-decimals", _("Digits after the point"), item.decimals, { min: 0, max: 6, change: (decimals) => put(store, item, { decimals }) })}
    ${textField("item-unit", _("Unit"), item.unit?.[store.lang] ?? "", { input: (text) => putWords(store, item, "unit", text) })}</div>`,
  date: (store, item) => html`<div class="fields-row">${day(store, item, "min", _("Not before"))}${day(store, item, "max", _("Not after"))}</div>`,
  choice: (store, item) => html`${several(store, item)}
    ${memberList(store, item, { list: "options", name: "value", title: _("Choices"), add: _("Add a choice"), fresh: _("Choice"), help: true })}
    ${check(store, item, "other", _("Something else may be written in"))}
    ${item.many ? fold(_("How many"), bounds(store, item, _("At least"), _("At most"), { min: 0 })) : nothing}`,
  scale: (store, item) => html`${scalePicker(store, item)}${comment(store, item, _("May people explain their judgement?"))}`,
  rubric: (store, item) => html`${scalePicker(store, item)}
    ${memberList(store, item, { list: "rows", name: "key", title: _("Rows"), add: _("Add a row"), fresh: _("Row"), help: true, more: (row, set) => rubricRow(store, item, row, set) })}
    ${comment(store, item, _("May people explain each row?"))}
    ${fold(_("Enough rows"), numberField("item-least", _("Rows that must be judged at least"), item.least, { min: 0, max: item.rows.length, help: _("Besides rows that may be left out."), change: (least) => put(store, item, { least }) }))}`,
  checklist: (store, item) => html`${memberList(store, item, { list: "rows", name: "key", title: _("Steps of the checklist"), add: _("Add a step to the checklist"), fresh: _("Step"), more: checklistRow })}
    ${checkField("item-na", _("“Not applicable” may be chosen"), item.na, { change: (on) => put(store, item, { na: on ? { [store.lang]: _("Not applicable") } : undefined }) })}`,
  repeat: (store, item) => html`<p class="field__help">${_n("Each row asks {n} question; select it in the form to change it.", "Each row asks {n} questions; select one in the form to change it.", item.items.length)}</p>
    ${rowTitle(store, item)}
    ${bounds(store, item, _("Rows at least"), _("Rows at most"), { min: 0, max: 200 })}`,
  file: (store, item) => html`${checksField("item-accept", _("Which files?"), [
      { value: "image/*", label: _("Pictures") }, { value: "application/pdf", label: _("PDF") }, { value: "video/*", label: _("Film") }, { value: "audio/*", label: _("Sound") },
    ], listOf(item.accept), { help: _("Nothing ticked: every kind."), change: (accept) => put(store, item, { accept: accept.length ? accept : undefined }) })}
    ${check(store, item, "capture", _("Open the camera on a phone"))}
    ${numberField("item-max", _("How many at most"), item.max ?? 1, { min: 1, max: 50, change: (max) => put(store, item, { max }) })}`,
  signature: (store, item) => radioField("item-kind", _("How do people confirm?"), [
    { value: "attest", label: _("A tick: “I confirm this”") }, { value: "draw", label: _("A drawn signature") },
  ], item.kind ?? "attest", { change: (kind) => put(store, item, { kind }) }),
  outcome: (store, item) => html`${frameworkPicker(store, item)}${several(store, item)}${highest(store, item, { usual: 10, limit: 50 })}`,
  ref: (store, item) => html`${checksField("item-to", _("What may be pointed at?"), [
      { value: "goal", label: _("Learning goals") }, { value: "entry", label: _("Filled-in forms") }, { value: "file", label: _("Documents") }, { value: "dashboard", label: _("Reports of the dashboard") },
    ], listOf(item.to), { change: (to) => put(store, item, { to: to.length ? to : ["entry"] }) })}${several(store, item)}${highest(store, item, { usual: 20, limit: 100 })}`,
  person: (store, item) => selectField("item-role", _("Is this person asked to take part?"), Object.entries(store.doc.roles).filter(([, role]) => role.who === "invited")
    .map(([value, role]) => ({ value, label: _("Yes, as {role}", { role: store.words(role.label) }) })), item.role, { empty: _("No"), change: (role) => put(store, item, { role }) }),
};

function day(store, item, name, label) {
  const kind = dayChoice(item[name]);
  const options = dayChoices(store.doc, store.selected.key, item[name], store.lang);
  const change = (value) => put(store, item, { [name]: dayBound(value) });
  return html`<div class="stack stack--tight">${selectField(`item-${name}`, label, options, kind, { change })}
    ${kind === "day" ? html`<label class="visually-hidden" for="item-${name}-day">${label}</label><input class="input input--date" type="date" id="item-${name}-day" .value=${item[name]} @change=${(event) => put(store, item, { [name]: event.target.value || undefined })}>` : nothing}</div>`;
}

const rubricRow = (store, item, row, set) => html`${checkField(`row-${row.key}-optional`, _("May be left out"), row.optional, { change: (on) => set({ optional: on || undefined }) })}
  ${descriptors(store, item, row, set)}`;

/** What each level of the scale looks like for this row; where nothing is written, the words of the scale stand. */
function descriptors(store, item, row, set) {
  const levels = store.doc.scales?.[item.scale]?.levels ?? [];
  const write = (value, text) => {
    const map = { ...row.descriptors?.[value], [store.lang]: text };
    if (text.trim() === "") delete map[store.lang];
    const { [value]: _gone, ...rest } = row.descriptors ?? {};
    const all = Object.keys(map).length ? { ...rest, [value]: map } : rest;
    set({ descriptors: Object.keys(all).length ? all : undefined });
  };
  if (levels.length === 0) return nothing;
  const title = _("What each step looks like here");
  return fold(title, html`<p class="field__help">${_("Left empty, the words of the scale stand there.")}</p><div class="stack stack--tight" role="group" aria-label=${title}>${levels.map((level) => textField(`row-${row.key}-level-${level.value}`, levelWords(level, store.lang), row.descriptors?.[level.value]?.[store.lang], {
      rows: 2, lang: store.lang, placeholder: store.words(level.description) || undefined, input: (text) => write(level.value, text),
    }))}</div>`, { open: row.descriptors !== undefined });
}

/** What each row of a list is called when it is folded: the answer to one of its questions. */
function rowTitle(store, item) {
  const options = item.items.filter((one) => one.type !== "note").map((one) => ({ value: one.key, label: store.words(one.label) || _("A question without words") }));
  return selectField("item-row-title", _("What is a row called after?"), options, item.row_title, { empty: _("Its number"), change: (key) => put(store, item, { row_title: key }) });
}

const checklistRow = (row, set) => html`<div class="fields-row">
  ${numberField(`row-${row.key}-points`, _("Points"), row.points ?? 1, { min: 1, max: 100, change: (points) => set({ points: points === 1 ? undefined : points }) })}
  ${numberField(`row-${row.key}-weight`, _("Weight"), row.weight ?? 1, { min: 0.1, max: 1000, step: "any", change: (weight) => set({ weight: weight === 1 ? undefined : weight }) })}</div>
  ${checkField(`row-${row.key}-critical`, _("Must be right"), row.critical, { change: (on) => set({ critical: on || undefined }) })}
  ${checkField(`row-${row.key}-optional`, _("May be left out"), row.optional, { change: (on) => set({ optional: on || undefined }) })}`;

/** Which framework people pick from; binding it to the form goes along. */
export function frameworkPicker(store, item) {
  const bound = store.doc.frameworks ?? {};
  const options = (store.library.frameworks ?? []).map((one) => ({ value: one.name, label: one.title }));
  return selectField("item-framework", _("Framework"), options, bound[item.framework], { change: (name) => name && pick(store, item, name) });
}

function pick(store, item, name) {
  const [doc, prefix] = bindFramework(store.doc, name);
  store.apply(change(doc, store.selected.key, { framework: prefix }), _("Chose a framework"));
}

/** -> [document, the prefix under which the framework stands in it]. */
export function bindFramework(doc, name) {
  const known = Object.entries(doc.frameworks ?? {}).find(([, reference]) => reference === name);
  if (known) return [doc, known[0]];
  const wanted = name.split("@")[0];
  const prefix = doc.frameworks?.[wanted] ? name.replace("@", "-") : wanted;
  return [{ ...doc, frameworks: { ...doc.frameworks, [prefix]: name } }, prefix];
}
