/* Who reads what is filled in at a step, and the rounds in which nobody learns who answered what. */
import { checkField, numberField, radioField, selectField } from "./fields.js";
import { html, nothing } from "./part.js";
import { peopleChoice, putStep } from "./step-changes.js";
import { listOf } from "./steps.js";
import { _ } from "./words.js";

const OPENINGS = () => [
  { value: "never", label: _("Does not read it") },
  { value: "now", label: _("At once, also while it is filled in") },
  { value: "sent", label: _("When it was sent") },
  { value: "joined", label: _("When all are done") },
  { value: "released", label: _("When it is released") },
];

export function reading(store, step) {
  const open = step.open_to;
  const all = Object.fromEntries(Object.keys(store.doc.roles).map((key) => [key, "sent"]));
  const set = (key, when) => {
    const { [key]: _gone, ...rest } = open;
    putStep(store, step, { open_to: when === "never" ? rest : { ...rest, [key]: when } });
  };
  return html`
    ${radioField("step-open", _("Who reads what is filled in here?"), [{ value: false, label: _("Everybody in this form, when it was sent") }, { value: true, label: _("I say it for each of them") }], open !== undefined, { change: (on) => putStep(store, step, { open_to: on ? all : undefined }) })}
    ${open === undefined ? nothing : peopleChoice(store).map(({ value, label }) => selectField(`step-open-${value}`, label, OPENINGS(), open[value] ?? "never", { change: (when) => set(value, when) }))}
    ${step.anonymous ? nothing : releaser(store, step)}
    ${checkField("step-private", _("Nobody else sees that it exists until it is sent"), step.private, { change: (on) => putStep(store, step, { private: on ? "until_shared" : undefined }) })}`;
}

/** Where something waits to be released, somebody in particular may do that. */
function releaser(store, step) {
  if (!step.release && !Object.values(step.open_to ?? {}).includes("released")) return nothing;
  return selectField("step-releaser", _("Who releases it?"), peopleChoice(store), step.release?.by, {
    empty: _("Whoever acts at the step that releases"),
    help: _("That takes a later step in which somebody releases what was filled in."),
    change: (by) => putStep(store, step, { release: by ? { by, after: "closed" } : undefined }),
  });
}

/** An anonymous round belongs together: all at once, until it is closed, then somebody releases it. */
export function anonymous(store, step) {
  const releasers = peopleChoice(store).filter(({ value }) => !listOf(step.by).includes(value) && store.doc.roles[value].who !== "subject");
  if (!step.anonymous && releasers.length === 0) return html`<p class="field__help">${_("For an anonymous round somebody other than the learner releases the answers. Add that person first.")}</p>`;
  const on = (one) => ({ anonymous: step.anonymous ?? { min_group: 3, comments: "shuffled" }, release: { by: one, after: "closed" }, mode: "parallel", join: "closed", can: undefined, optional_by: undefined, lapse: step.anonymous ? step.lapse : undefined, open_to: { ...Object.fromEntries(Object.keys(store.doc.roles).map((key) => [key, "released"])), [one]: "joined" } });
  const off = { anonymous: undefined, release: undefined, join: undefined, open_to: undefined };
  const toggle = (wanted) => putStep(store, step, wanted ? on(releasers[0].value) : off);
  const members = (changed) => putStep(store, step, { anonymous: { ...step.anonymous, ...changed } });
  return html`
    ${checkField("step-anonymous", _("Nobody learns who answered what"), step.anonymous, { help: _("Answers are shown together, once enough people have answered."), change: toggle })}
    ${step.anonymous ? html`
      ${numberField("step-min-group", _("Shown from this many answers"), step.anonymous.min_group, { min: 3, max: 1000, change: (least) => members({ min_group: least ?? 3 }) })}
      ${selectField("step-comments", _("Written comments"), [{ value: "shuffled", label: _("Shown, in another order") }, { value: "hidden", label: _("Not shown") }], step.anonymous.comments ?? "shuffled", { change: (comments) => members({ comments }) })}
      ${selectField("step-release", _("Who closes and releases the round?"), releasers, step.release?.by, { change: (by) => by && putStep(store, step, on(by)) })}` : nothing}`;
}
