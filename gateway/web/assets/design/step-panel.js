/* One step of the path: who does what, and what else may happen there. */
import { checkField, checksField, fold, numberField, radioField, readDays, selectField, textField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { moveTo } from "./path.js";
import { ruleField } from "./rules-tab.js";
import { changeStep, listOf, removeStep, stepOf } from "./steps.js";
import { _ } from "./words.js";

const put = (store, step, members) => store.apply(changeStep(store.doc, step.id, members), _("Changed step “{step}”", { step: store.words(step.label) }), { group: `${step.id}:${Object.keys(members).join()}` });

const people = (store) => Object.entries(store.doc.roles).map(([value, role]) => ({ value, label: store.words(role.label) || _("Somebody") }));

export function stepPanel(store) {
  const step = stepOf(store.doc, store.selected.key);
  const place = store.doc.stages.indexOf(step);
  const count = store.doc.stages.length;
  return html`
    <div class="panel__head"><h2 class="panel__title">${_("Step {n}", { n: place + 1 })}</h2></div>
    <div class="panel__body">
      ${textField("step-label", _("What is this step called?"), step.label?.[store.lang] ?? "", { lang: store.lang, input: (text) => put(store, step, { label: { ...step.label, [store.lang]: text } }), change: () => store.settle("step", step.id) })}
      <div class="stack desk-only">
        ${checksField("step-by", _("Who acts here?"), people(store), listOf(step.by), { change: (by) => by.length && put(store, step, { by }) })}
        ${selectField("step-act", _("What do they do?"), ACTS(), step.act ?? "fill", { change: (act) => put(store, step, actMembers(store, step, act)) })}
        ${together(store, step)}
        ${checksField("step-can", _("What else may they do?"), CAN(place), listOf(step.can), { change: (can) => put(store, step, { can: can.length ? can : undefined }) })}
        ${fold(_("Reminders and time"), time(store, step, place))}
        ${fold(_("Who reads it, and when"), reading(store, step))}
        ${fold(_("Anonymous round"), anonymous(store, step), { open: Boolean(step.anonymous) })}
        ${fold(_("When this step is taken"), taken(store, step, place))}
        <div class="button-row">
          ${button(_("Earlier"), () => moveTo(store, step, place - 1, count), { icon: "arrow-left", disabled: place === 0 })}
          ${button(_("Later"), () => moveTo(store, step, place + 1, count), { icon: "arrow-right", disabled: place === count - 1 })}
          ${button(_("Remove this step"), () => store.apply(removeStep(store.doc, step.id), _("Removed step “{step}”", { step: store.words(step.label) }), { say: _("The step was removed. Undo brings it back.") }), { icon: "trash-2", kind: "danger", disabled: count === 1 })}
        </div>
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

/** A decision about much rests on a snapshot of what was there. */
function actMembers(store, step, act) {
  const isHigh = (step.stakes ?? store.doc.stakes) === "high";
  return { act: act === "fill" ? undefined : act, evidence: act === "decide" && isHigh ? "snapshot" : undefined };
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
  return html`${selectField("step-mode", _("When there are several people"), MODES(), mode, { change: (value) => put(store, step, { mode: value === "one" ? undefined : value, join: undefined }) })}
    ${mode === "one" || step.anonymous ? nothing : join(store, step)}`;
}

function join(store, step) {
  const now = typeof step.join === "object" ? "some" : (step.join ?? "all");
  const options = [{ value: "all", label: _("Everybody has done it") }, { value: "some", label: _("A number of them have") }, { value: "closed", label: _("It is closed, or the time is up") }];
  const change = (value) => put(store, step, { join: { all: undefined, some: { at_least: 2 }, closed: "closed" }[value] });
  return html`${selectField("step-join", _("The step is complete when"), options, now, { change })}
    ${now === "some" ? numberField("step-least", _("How many at least"), step.join.at_least, { min: 1, max: 1000, change: (least) => put(store, step, { join: { at_least: least ?? 1 } }) }) : nothing}`;
}

function time(store, step, place) {
  return html`
    ${textField("step-remind", _("Remind after these days"), listOf(step.remind).join(", "), { placeholder: "3, 7", help: _("Counted from when somebody was asked."), change: (text) => put(store, step, { remind: readDays(text) }) })}
    ${numberField("step-expires", _("Closes by itself after"), step.expires, { min: 1, max: 3660, unit: _("days"), change: (expires) => put(store, step, { expires }) })}
    ${place === 0 ? nothing : numberField("step-opens", _("Opens only after"), step.timer?.opens_after_days, { min: 1, max: 3660, unit: _("days"), change: (days) => put(store, step, { timer: days ? { opens_after_days: days } : undefined }) })}`;
}

const OPENINGS = () => [
  { value: "never", label: _("Does not read it") },
  { value: "now", label: _("At once, also while it is filled in") },
  { value: "sent", label: _("When it was sent") },
  { value: "joined", label: _("When all are done") },
  { value: "released", label: _("When it is released") },
];

function reading(store, step) {
  const open = step.open_to;
  const all = Object.fromEntries(Object.keys(store.doc.roles).map((key) => [key, "sent"]));
  const set = (key, when) => {
    const { [key]: _gone, ...rest } = open;
    put(store, step, { open_to: when === "never" ? rest : { ...rest, [key]: when } });
  };
  return html`
    ${radioField("step-open", _("Who reads what is filled in here?"), [{ value: false, label: _("Everybody in this form, when it was sent") }, { value: true, label: _("I say it for each of them") }], open !== undefined, { change: (on) => put(store, step, { open_to: on ? all : undefined }) })}
    ${open === undefined ? nothing : people(store).map(({ value, label }) => selectField(`step-open-${value}`, label, OPENINGS(), open[value] ?? "never", { change: (when) => set(value, when) }))}
    ${checkField("step-private", _("Nobody else sees that it exists until it is sent"), step.private, { change: (on) => put(store, step, { private: on ? "until_shared" : undefined }) })}`;
}

/** An anonymous round belongs together: all at once, until it is closed, then somebody releases it. */
function anonymous(store, step) {
  const releasers = people(store).filter(({ value }) => !listOf(step.by).includes(value) && store.doc.roles[value].who !== "subject");
  if (!step.anonymous && releasers.length === 0) return html`<p class="field__help">${_("For an anonymous round somebody other than the learner releases the answers. Add that person first.")}</p>`;
  const on = (releaser) => ({ anonymous: { min_group: 3, comments: "shuffled" }, release: { by: releaser, after: "closed" }, mode: "parallel", join: "closed", can: undefined, open_to: { ...Object.fromEntries(Object.keys(store.doc.roles).map((key) => [key, "released"])), [releaser]: "joined" } });
  const off = { anonymous: undefined, release: undefined, join: undefined, open_to: undefined };
  const toggle = (wanted) => put(store, step, wanted ? on(releasers[0].value) : off);
  return html`
    ${checkField("step-anonymous", _("Nobody learns who answered what"), step.anonymous, { help: _("Answers are shown together, once enough people have answered."), change: toggle })}
    ${step.anonymous ? html`
      ${numberField("step-min-group", _("Shown from this many answers"), step.anonymous.min_group, { min: 3, max: 1000, change: (least) => put(store, step, { anonymous: { ...step.anonymous, min_group: least ?? 3 } }) })}
      ${selectField("step-comments", _("Written comments"), [{ value: "shuffled", label: _("Shown, in another order") }, { value: "hidden", label: _("Not shown") }], step.anonymous.comments ?? "shuffled", { change: (comments) => put(store, step, { anonymous: { ...step.anonymous, comments } }) })}
      ${selectField("step-release", _("Who closes and releases the round?"), releasers, step.release?.by, { change: (by) => by && put(store, step, on(by)) })}` : nothing}`;
}

function taken(store, step, place) {
  const before = store.doc.stages.slice(0, place + 1).map((one) => ({ value: one.id, label: store.words(one.label) }));
  return html`
    ${checkField("step-optional", _("May be skipped: the form does not wait for it"), step.optional, { change: (on) => put(store, step, { optional: on || undefined }) })}
    ${checkField("step-batch", _("May be done for many at once"), step.batch, { change: (on) => put(store, step, { batch: on || undefined }) })}
    ${place === 0 ? nothing : ruleField(store, "when", _("When is this step taken?"), step.when, { always: _("Always"), only: _("Only when …"), set: (rule) => put(store, step, { when: rule }) })}
    ${selectField("step-again", _("Another round begins at"), before, step.cycle?.back_to, { empty: _("No other round"), change: (back) => put(store, step, { cycle: back ? { back_to: back, max: step.cycle?.max ?? 2 } : undefined }) })}
    ${step.cycle ? numberField("step-rounds", _("At most this many rounds more"), step.cycle.max, { min: 1, max: 100, change: (max) => put(store, step, { cycle: { ...step.cycle, max: max ?? 1 } }) }) : nothing}
    ${selectField("step-stakes", _("How much hangs on this step"), [{ value: "low", label: _("Little") }, { value: "medium", label: _("Something") }, { value: "high", label: _("Much") }], step.stakes, { empty: _("As the form says"), change: (stakes) => put(store, step, { stakes, evidence: step.act === "decide" && (stakes ?? store.doc.stakes) === "high" ? "snapshot" : undefined }) })}`;
}
