/* One step of the path: who does what, and what else may happen there. */
import { checksField, fold, numberField, selectField, textField } from "./fields.js";
import { button, desk, html, nothing } from "./part.js";
import { moveTo } from "./path.js";
import { peopleChoice, putStep, stepsChoice } from "./step-changes.js";
import { anonymous, reading } from "./step-reading.js";
import { IN_BATCH, taken, time } from "./step-taking.js";
import { listOf, removeStep, stepOf } from "./steps.js";
import { _ } from "./words.js";

export function stepPanel(store) {
  const step = stepOf(store.doc, store.selected.key);
  const place = store.doc.stages.indexOf(step);
  const count = store.doc.stages.length;
  return html`
    <div class="panel__head"><h2 class="panel__title">${_("Step {n}", { n: place + 1 })}</h2></div>
    <div class="panel__body">
      ${textField("step-label", _("What is this step called?"), step.label?.[store.lang] ?? "", { lang: store.lang, input: (text) => putStep(store, step, { label: { ...step.label, [store.lang]: text } }), change: () => store.settle("step", step.id) })}
      ${desk(html`
        ${checksField("step-by", _("Who acts here?"), peopleChoice(store), listOf(step.by), { change: (by) => by.length && putStep(store, step, byMembers(step, by)) })}
        ${selectField("step-act", _("What do they do?"), ACTS(), step.act ?? "fill", { change: (act) => putStep(store, step, actMembers(store, step, act)) })}
        ${together(store, step)}
        ${checksField("step-can", _("What else may they do?"), CAN(place), listOf(step.can), { change: (can) => putStep(store, step, canMembers(step, can)) })}
        ${listOf(step.can).includes("return") ? wayBack(store, step, place) : nothing}
        ${fold(_("Reminders and time"), time(store, step, place))}
        ${fold(_("Who reads it, and when"), reading(store, step))}
        ${fold(_("Anonymous round"), anonymous(store, step), { open: Boolean(step.anonymous) })}
        ${fold(_("When this step is taken"), taken(store, step, place))}`)}
      <div class="button-row">
          ${button(_("Earlier"), () => moveTo(store, step, place - 1, count), { icon: "arrow-left", disabled: place === 0 })}
          ${button(_("Later"), () => moveTo(store, step, place + 1, count), { icon: "arrow-right", disabled: place === count - 1 })}
          <span class="desk-only">${button(_("Remove this step"), () => store.apply(removeStep(store.doc, step.id), _("Removed step “{step}”", { step: store.words(step.label) }), { say: _("The step was removed. Undo brings it back.") }), { icon: "trash-2", kind: "danger", disabled: count === 1 })}</span>
      </div>
    </div>`;
}

const ACTS = () => [
  { value: "fill", label: _("Fill in") },
  { value: "prepare", label: _("Prepare, for somebody else to sign") },
  { value: "approve", label: _("Approve") },
  { value: "sign", label: _("Sign") },
  { value: "decide", label: _("Decide") },
  { value: "release", label: _("Release what was filled in") },
];

const CAN = (place) => [
  { value: "decline", label: _("Decline") },
  ...(place > 0 ? [{ value: "return", label: _("Hand back to who came before") }, { value: "object", label: _("Object") }] : []),
  { value: "pass_on", label: _("Pass on to a colleague") },
];

/** Who acts no longer cannot be let off either. */
function byMembers(step, chosen) {
  const before = listOf(step.by).filter((key) => chosen.includes(key));
  const by = [...before, ...chosen.filter((key) => !before.includes(key))];
  const free = listOf(step.optional_by).filter((key) => by.includes(key));
  return { by, optional_by: free.length ? free : undefined };
}

/** A decision about much rests on a snapshot of what was there. */
function actMembers(store, step, act) {
  const isHigh = (step.stakes ?? store.doc.stakes) === "high";
  const batch = IN_BATCH.includes(act) ? step.batch : undefined;
  return { act: act === "fill" ? undefined : act, batch, evidence: act === "decide" && isHigh ? "snapshot" : undefined };
}

const canMembers = (step, can) => ({ can: can.length ? can : undefined, return_to: can.includes("return") ? step.return_to : undefined });

/** Which step is open again when something is handed back. */
function wayBack(store, step, place) {
  const filled = store.doc.stages.slice(0, place).filter((one) => ["fill", "prepare"].includes(one.act ?? "fill"));
  if (filled.length < 2 && !step.return_to) return nothing;
  return selectField("step-return", _("Handing back goes to"), stepsChoice(store, filled), step.return_to, { empty: _("The last step before it that was filled in"), change: (id) => putStep(store, step, { return_to: id }) });
}

const MODES = () => [
  { value: "one", label: _("One of them is enough") },
  { value: "each", label: _("Each of them, one after another") },
  { value: "parallel", label: _("All of them at the same time") },
];

function together(store, step) {
  const several = listOf(step.by).length > 1 || listOf(step.by).some((key) => (store.doc.roles[key]?.max ?? 2) > 1);
  if (!several) return nothing;
  const mode = step.mode ?? "one";
  return html`${selectField("step-mode", _("When there are several people"), MODES(), mode, { change: (value) => putStep(store, step, { mode: value === "one" ? undefined : value, join: undefined, optional_by: value === "parallel" ? step.optional_by : undefined }) })}
    ${mode === "one" || step.anonymous ? nothing : join(store, step)}
    ${mode === "each" && listOf(step.by).length > 1 ? turns(store, step) : nothing}
    ${mayLeaveIt(step) ? leaving(store, step) : nothing}`;
}

/** One after another, in an order that can be changed. */
function turns(store, step) {
  const name = (key) => store.words(store.doc.roles[key]?.label) || _("Somebody");
  const earlier = (key, place) => putStep(store, step, { by: [...step.by.slice(0, place - 1), key, step.by[place - 1], ...step.by.slice(place + 1)] });
  return html`<fieldset class="field"><legend class="field__label">${_("In this order")}</legend><ol class="members">${step.by.map((key, place) => html`<li class="member__line"><span class="member__value">${place + 1}</span><span class="grow">${name(key)}</span>
    ${button(_("Earlier: {what}", { what: name(key) }), () => earlier(key, place), { icon: "arrow-up", short: true, kind: "quiet", disabled: place === 0 })}</li>`)}</ol></fieldset>`;
}

/** Of several who fill it in at the same time some may leave it, where the step does not wait for a count. */
function mayLeaveIt(step) {
  const fills = ["fill", "prepare"].includes(step.act ?? "fill");
  return listOf(step.optional_by).length > 0 || (step.mode === "parallel" && step.join !== "closed" && listOf(step.by).length > 1 && fills);
}

const leaving = (store, step) => checksField("step-free", _("Who of them may leave it?"), peopleChoice(store).filter(({ value }) => listOf(step.by).includes(value)), listOf(step.optional_by), {
  help: _("They are neither waited for nor reminded, and may take part until the others are done. At least one person stays."),
  change: (free) => putStep(store, step, { optional_by: free.length ? free : undefined }),
});

function join(store, step) {
  const now = typeof step.join === "object" ? "some" : (step.join ?? "all");
  const options = [{ value: "all", label: _("Everybody has done it") }, { value: "some", label: _("A number of them have") }, { value: "closed", label: _("It is closed, or the time is up") }];
  const change = (value) => putStep(store, step, { optional_by: value === "closed" ? undefined : step.optional_by, join: { all: undefined, some: { at_least: 2 }, closed: "closed" }[value] });
  return html`${selectField("step-join", _("The step is complete when"), options, now, { change })}
    ${now === "some" ? numberField("step-least", _("How many at least"), step.join.at_least, { min: 1, max: 1000, change: (least) => putStep(store, step, { join: { at_least: least ?? 1 } }) }) : nothing}`;
}
