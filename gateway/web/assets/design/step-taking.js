/* When a step is taken, when its time is up, and when it comes again. */
import { checkField, numberField, radioField, readDays, selectField, textField } from "./fields.js";
import { html, nothing } from "./part.js";
import { ruleField } from "./rules-tab.js";
import { putStep, stepsChoice } from "./step-changes.js";
import { listOf } from "./steps.js";
import { _ } from "./words.js";

const FILLING = ["fill", "prepare"];
export const IN_BATCH = ["approve", "sign", "release"];

export function time(store, step, place) {
  const expire = (expires) => putStep(store, step, { expires, lapse: expires ? step.lapse : undefined });
  return html`
    ${textField("step-remind", _("Remind after these days"), listOf(step.remind).join(", "), { placeholder: "3, 7", help: _("Counted from when somebody was asked."), change: (text) => putStep(store, step, { remind: readDays(text) }) })}
    ${numberField("step-expires", _("Closes by itself after"), step.expires, { min: 1, max: 3660, unit: _("days"), change: expire })}
    ${mayLapse(step, place) ? lapse(store, step) : nothing}
    ${place === 0 ? nothing : numberField("step-opens", _("Opens only after"), step.timer?.opens_after_days, { min: 1, max: 3660, unit: _("days"), change: (days) => putStep(store, step, { timer: days ? { opens_after_days: days } : undefined }) })}`;
}

/** What may be left unsaid: not the beginning, a round with names, a signature or a decision. */
function mayLapse(step, place) {
  const fits = place > 0 && step.expires && !step.optional && (step.join !== "closed" || step.anonymous) && [...FILLING, "approve"].includes(step.act ?? "fill");
  return fits || step.lapse === "go_on";
}

const lapse = (store, step) => radioField("step-lapse", _("And when the time is up?"), [
  { value: "end", label: _("The form ends there"), help: _("Nothing more is asked of anybody.") },
  { value: "go_on", label: _("The form goes on without it"), help: _("What was not given is left out.") },
], step.lapse ?? "end", { change: (value) => putStep(store, step, { lapse: value === "end" ? undefined : value }) });

export function taken(store, step, place) {
  return html`
    ${checkField("step-optional", _("May be skipped: the form does not wait for it"), step.optional, { change: (on) => putStep(store, step, { optional: on || undefined, lapse: on ? undefined : step.lapse }) })}
    ${mayBeUnasked(store, step, place) ? unasked(store, step) : nothing}
    ${mayBeBatch(store, step) ? batch(store, step) : nothing}
    ${place === 0 ? nothing : ruleField(store, "when", _("When is this step taken?"), step.when, { always: _("Always"), only: _("Only when …"), set: (rule) => putStep(store, step, { when: rule }) })}
    ${again(store, step, place)}
    ${weight(store, step)}`;
}

/** Only what says the same of every form, by others than the learner; a round is read before it is released. */
function mayBeBatch(store, step) {
  const byOthers = listOf(step.by).some((key) => store.doc.roles[key]?.who !== "subject");
  const opensRound = step.act === "release" && store.doc.stages.some((one) => one.anonymous);
  return step.batch || (IN_BATCH.includes(step.act) && byOthers && !opensRound);
}

const batch = (store, step) => checkField("step-batch", _("May be done for many at once"), step.batch, {
  help: _("From the list of what waits, without opening each: so nothing has to be answered here."),
  change: (on) => putStep(store, step, { batch: on || undefined }),
});

/** Only the learner's question may be left out, by one who is otherwise asked. */
function mayBeUnasked(store, step, place) {
  const by = listOf(step.by);
  const learner = Object.entries(store.doc.roles).find(([, role]) => role.who === "subject")?.[0];
  const asked = place > 0 && store.doc.stages.slice(0, place).every((one) => listOf(one.by).join() === learner);
  const waits = step.optional || step.when !== undefined || step.timer;
  const fits = by.length === 1 && store.doc.roles[by[0]]?.who === "invited" && asked && !waits && FILLING.includes(step.act ?? "fill");
  return fits || step.unasked;
}

const unasked = (store, step) => checkField("step-unasked", _("May be begun here without being asked"), step.unasked, {
  help: _("Whoever fills this in may start the form of their own accord. What the learner would have done before it is left out."),
  change: (on) => putStep(store, step, { unasked: on || undefined }),
});

function again(store, step, place) {
  const back = (id) => putStep(store, step, { cycle: id ? { max: 2, ...step.cycle, back_to: id } : undefined });
  const change = (members) => putStep(store, step, { cycle: JSON.parse(JSON.stringify({ ...step.cycle, ...members })) });
  return html`${selectField("step-again", _("Another round begins at"), stepsChoice(store, store.doc.stages.slice(0, place + 1)), step.cycle?.back_to, { empty: _("No other round"), change: back })}
    ${step.cycle ? html`${numberField("step-rounds", _("At most this many rounds more"), step.cycle.max, { min: 1, max: 100, change: (max) => change({ max: max ?? 1 }) })}
      ${ruleField(store, "again", _("When is there another round?"), step.cycle.when, { always: _("Every time, until that many"), only: _("Only when …"), set: (when) => change({ when }) })}` : nothing}`;
}

const STAKES = () => [{ value: "low", label: _("Little") }, { value: "medium", label: _("Something") }, { value: "high", label: _("Much") }];

/** How much hangs on it; a decision about much always rests on a snapshot of what was there. */
function weight(store, step) {
  const isHigh = (stakes) => (stakes ?? store.doc.stakes) === "high";
  const choose = (stakes) => putStep(store, step, { stakes, evidence: step.act === "decide" && (isHigh(stakes) || step.evidence) ? "snapshot" : undefined });
  return html`${selectField("step-stakes", _("How much hangs on this step"), STAKES(), step.stakes, { empty: _("As the form says"), change: choose })}
    ${step.act !== "decide" ? nothing : isHigh(step.stakes) && step.evidence
      ? html`<p class="field__help">${_("What was in the portfolio is kept with the decision, as it was that day.")}</p>`
      : checkField("step-evidence", _("Keep with the decision what was in the portfolio that day"), step.evidence, { change: (on) => putStep(store, step, { evidence: on ? "snapshot" : undefined }) })}`;
}
