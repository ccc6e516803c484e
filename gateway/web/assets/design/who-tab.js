/* Who fills in a question, at which step, and who may read it. */
import { put } from "./content-tab.js";
import { checksField, radioField, selectField } from "./fields.js";
import { html, nothing } from "./part.js";
import { fillersOf, listOf } from "./steps.js";
import { _ } from "./words.js";

const people = (store, keys) => keys.map((key) => ({ value: key, label: store.words(store.doc.roles[key]?.label) || _("Somebody") }));

export function whoTab(store, { item, parent }) {
  if (parent?.type === "repeat") return html`<p class="soft">${_("This belongs to a list: who fills in the list, fills this in.")}</p>`;
  const acts = Object.keys(store.doc.roles).filter((key) => store.doc.stages.some((stage) => listOf(stage.by).includes(key)));
  const isNote = item.type === "note";
  const inherits = item.by === undefined && parent?.by !== undefined;
  return html`
    ${checksField("who-by", isNote ? _("Who reads this?") : _("Who fills this in?"), people(store, acts), fillersOf(item, parent), {
      help: inherits ? _("As the section says.") : isNote ? _("Nobody ticked: everybody.") : item.type === "section" ? _("Nobody ticked: each question says so itself.") : undefined,
      change: (by) => put(store, item, { by: by.length ? by : undefined, stage: undefined }),
    })}
    ${isNote ? nothing : stepField(store, item, parent)}
    ${isNote ? nothing : readers(store, item)}`;
}

function stepField(store, item, parent) {
  const by = fillersOf(item, parent);
  const steps = store.doc.stages.filter((stage) => listOf(stage.by).some((role) => by.includes(role)));
  if (steps.length < 2) return nothing;
  const options = steps.map((stage) => ({ value: stage.id, label: store.words(stage.label) }));
  const now = listOf(item.stage ?? parent?.stage);
  if (now.length > 1) return checksField("who-steps", _("At which steps?"), options, now, { change: (stage) => put(store, item, { stage: stage.length ? stage : undefined }) });
  return selectField("who-step", _("At which step?"), options, now[0], { empty: _("The first step of who fills it in"), change: (stage) => put(store, item, { stage }) });
}

function readers(store, item) {
  const all = item.see === undefined;
  return html`
    ${radioField("who-reads", _("Who may read the answer?"), [{ value: true, label: _("Everybody in this form") }, { value: false, label: _("Only some of them") }], all, {
      change: (everybody) => put(store, item, { see: everybody ? undefined : Object.keys(store.doc.roles) }),
    })}
    ${all ? nothing : checksField("who-see", _("These people"), people(store, Object.keys(store.doc.roles)), listOf(item.see), {
      help: _("Who fills it in always reads the own answer."),
      change: (see) => put(store, item, { see: see.length ? see : listOf(item.see) }),
    })}`;
}
