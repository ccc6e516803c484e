/* What the fields of a step share: changing it, and the people of the form as a choice. */
import { changeStep } from "./steps.js";
import { _ } from "./words.js";

/** Members of a step, as one step of undo per field. */
export const putStep = (store, step, members) =>
  store.apply(changeStep(store.doc, step.id, members), _("Changed step “{step}”", { step: store.words(step.label) }), { group: `${step.id}:${Object.keys(members).join()}` });

export const peopleChoice = (store) => Object.entries(store.doc.roles).map(([value, role]) => ({ value, label: store.words(role.label) || _("Somebody") }));

/** The steps before a place, as a choice. */
export const stepsChoice = (store, stages) => stages.map((one) => ({ value: one.id, label: store.words(one.label) || _("Step {n}", { n: store.doc.stages.indexOf(one) + 1 }) }));
