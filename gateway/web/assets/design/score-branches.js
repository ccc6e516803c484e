/* A score that is one thing or another, in the panel: as what holds, and what it is then and otherwise. */
import { selectField } from "./fields.js";
import { html, nothing } from "./part.js";
import { sentence } from "./rules-tab.js";
import { scoreFacts } from "./score-facts.js";
import { termsFields } from "./score-terms-fields.js";
import { beginWay } from "./scores.js";
import { _ } from "./words.js";

/** What holds, as a sentence. `without`: the score itself. */
export function scoreSentence(store, id, made, set, without) {
  const facts = scoreFacts(store.doc, { without, lang: store.lang });
  return sentence(store, `score-${id}`, made.rule, { without, facts, set: (rule) => set({ rule }) });
}

export function branchFields(store, id, made, possible, set, without) {
  return html`${scoreSentence(store, id, made, set, without)}
    ${branch(store, `${id}-then`, _("The score when this holds"), made.then, possible, (then) => set({ then }), without)}
    ${branch(store, `${id}-other`, _("The score otherwise"), made.other, possible, (other) => set({ other }), without)}`;
}

const KINDS = () => [
  { value: "none", label: _("There is no score") }, { value: "terms", label: _("A sum of terms") }, { value: "depends", label: _("One or the other, as something holds") },
];

const FIELDS = { none: () => nothing, terms: termsFields, depends: branchFields };

function branch(store, id, label, made, possible, put, without) {
  const begin = (way) => way && put(beginWay(possible, way));
  return html`<div class="group-line" role="group" aria-label=${label}>
    ${selectField(`branch-${id}`, label, KINDS(), made.way, { change: begin })}
    ${FIELDS[made.way](store, id, made, possible, (changed) => put({ ...made, ...changed }), without)}</div>`;
}
