/* What a score can be made of: answers of several people or rows, and what a condition within it can be about. */
import { factsOf } from "./conditions.js";
import { walk } from "./document.js";
import { factAt } from "./rule-words.js";
import { stepOf, stepsOf } from "./steps.js";

/** The parts of an item that are counted or compared, and those that a condition can ask for. */
const COUNTED = { number: [""], scale: [""], choice: [""], rubric: [".*"], checklist: [".points", ".max"] };
const ASKED = { number: [""], scale: [""], choice: [""], yesno: [""], rubric: [".*"], checklist: [".critical_ok"] };

const partsOf = (item, known) => (item.type === "choice" && item.many ? [] : (known[item.type] ?? []));

/** Where an item gives several answers: [{path, item}]. By its rows, in a list, or by all in a step for several people. */
export function severalOf(doc, { item, parent }) {
  const inList = parent?.type === "repeat" && ["number", "scale"].includes(item.type) ? [""] : [];
  return listed(doc, { item, parent }, partsOf(item, COUNTED), inList).map((path) => ({ path, item }));
}

function listed(doc, { item, parent }, parts, inList) {
  if (parent?.type === "repeat") return inList.map((part) => `${parent.key}.*.${item.key}${part}`);
  const rows = item.type === "rubric" ? [`${item.key}.*`] : [];
  const steps = parts.length ? stepsOf(doc, item, parent).filter((id) => ["each", "parallel"].includes(stepOf(doc, id)?.mode)) : [];
  return [...rows, ...steps.flatMap((id) => parts.map((part) => `${id}.${item.key}${part}`))];
}

/** The facts of the form, and of lists what is among their answers. `without`: the score itself. */
export function scoreFacts(doc, { without, lang } = {}) {
  const lists = [...walk(doc)].flatMap((found) => {
    const parts = partsOf(found.item, ASKED);
    return listed(doc, found, parts, parts.filter((part) => part === ""));
  });
  const among = lists.map((path) => {
    const { words, fact } = factAt(doc, path, lang);
    return { path, label: words, words, kind: "many", values: fact?.values ?? [] };
  });
  return [...factsOf(doc, { without, lang }), ...among];
}

/** The days a score can count between: that of the form, and those that are asked. */
export function daysOf(facts) {
  const asked = facts.filter(({ kind }) => kind === "date").map(({ path }) => path);
  return ["context.encounter_date", ...asked];
}
