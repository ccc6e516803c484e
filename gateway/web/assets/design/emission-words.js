/* What comes out of a form, as people call it. */
import { scoreTitle } from "./conditions.js";
import { itemOf } from "./document.js";
import { aboutWords, factsFor } from "./emissions.js";
import { ruleWords } from "./rule-words.js";
import { stepOf } from "./steps.js";
import { _ } from "./words.js";

/** Kinds as [kind, icon, word, what it is for]. */
export const emissionKinds = () => [
  ["narrative", "notebook-pen", _("Text"), _("Words that are shown with the progress of the learner")],
  ["goal", "target", _("Learning goal"), _("Something the learner goes on to work at")],
  ["registration", "clipboard-check", _("Registration"), _("Something that was done and is counted")],
  ["point", "chart-line", _("Data point"), _("A score or number on a scale")],
  ["flag", "flag", _("Flag"), _("Somebody should look at this")],
  ["decision", "gavel", _("Decision"), _("What was decided about the learner")],
];

export const kindOf = (kind) => emissionKinds().find(([name]) => name === kind) ?? emissionKinds()[0];

const FIELDS = () => ({
  goal: { state: _("How it stands with the goal"), due_on: _("To be reached on") },
  registration: { kind: _("What sort of registration"), on: _("On which day"), hours: _("Hours"), state: _("How it stands with it") },
  flag: { kind: _("What sort of flag"), state: _("How it stands with it"), due_on: _("To be looked at again on") },
  decision: { kind: _("What sort of decision"), result: _("What was decided"), light: _("What it means for the learner"), valid_from: _("Valid from"), valid_until: _("Valid until"), valid_months: _("Valid for so many months"), advice: _("It is an advice, and decides nothing") },
});

export const fieldWord = (kind, name) => FIELDS()[kind]?.[name] ?? scoreTitle(name);

const TEXTS = () => ({
  goal: { title: _("What the goal is called") },
  flag: { text: _("What it is about") },
  decision: { rationale: _("Why it was decided"), conditions: _("Conditions") },
});

export const textWord = (kind, name) => TEXTS()[kind]?.[name] ?? scoreTitle(name);

/** The values of fields that say one of a few. */
export const valueWord = (name, value) => ({
  open: _("Open"), met: _("Reached"), partly: _("Partly reached"), dropped: _("Dropped"),
  registered: _("Registered"), approved: _("Approved"),
  closed: _("Closed"),
  go: _("Good"), care: _("Take care"), stop: _("Not good enough"),
})[value] ?? scoreTitle(String(value));

/** One line: `Learning goal: New goal`. */
export function emissionTitle(store, one) {
  const about = aboutWords(store.doc, one, store.lang);
  const [, , word] = kindOf(one.kind);
  return about ? `${word}: ${about}` : word;
}

/** When and how often it comes out, in a sentence. */
export function emissionWhen(store, one) {
  const step = store.words(stepOf(store.doc, one.at)?.label) || "…";
  const each = one.each && store.words(itemOf(store.doc, one.each)?.label);
  const parts = [
    _("At “{step}”", { step }),
    one.when !== undefined && _("only when {rule}", { rule: ruleWords(store.doc, one.when, store.lang, factsFor(store.doc, one, store.lang)) }),
    each && _("once for each row of “{list}”", { list: each }),
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
