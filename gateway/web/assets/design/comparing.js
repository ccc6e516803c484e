/* Two versions of a form beside each other: only what differs, in words. */
import { actWord, peopleWords } from "./path.js";
import { emissionTitle, emissionWhen } from "./emission-words.js";
import { foundAt } from "./document.js";
import { kindWord } from "./kinds.js";
import { differences, emissionName } from "./merging.js";
import { scoreWords } from "./conditions.js";
import { workingWords } from "./rule-words.js";
import { scaleTitle } from "./scales.js";
import { stepOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

/** [{id, label, mine, theirs}]: texts of what differs; undefined where a version does not have it. */
export function comparedParts(mine, theirs, lang) {
  return differences(mine, theirs).map((one) => {
    const side = (doc) => ({ doc, lang, words: (map) => wordsOf(map, lang) });
    const [ours, others] = [side(mine), side(theirs)];
    const told = { mine: tell(one, one.mine, ours), theirs: tell(one, one.theirs, others) };
    const silent = told.mine !== undefined && told.mine === told.theirs;
    return { ...one, label: labelOf(one, one.mine === undefined ? others : ours), ...told, silent };
  });
}

const WHOLE = () => ({
  title: _("Title"), description: _("What people read above it"), purpose: _("What it is for"), source: _("Source"), minutes: _("Minutes it takes"),
  stakes: _("How much hangs on it"), context: _("What is asked about the moment"), languages: _("Languages"), migrate: _("What happens to what people have open"),
  process: _("Number in the list of processes"), same_as: _("What it may be compared with"), based_on: _("Made of another form?"),
});

const ORDERS = () => ({ items: _("Order of the questions"), stages: _("Order of the steps"), emit: _("Order of what comes out") });

const KINDS = () => ({ stages: _("Step"), roles: _("Person"), scales: _("Scale"), computed: _("Score"), names: _("Words for a score"), frameworks: _("Framework"), emit: _("What comes out") });

function labelOf({ kind, name, mine, theirs }, side) {
  const part = mine ?? theirs;
  if (kind === "whole") return WHOLE()[name] ?? _("About the form");
  if (kind === "items") return questionIn(side, name);
  if (kind === "order") return ORDERS()[name];
  if (kind === "emit") return emissionTitle(side, part);
  const title = { scales: () => scaleTitle(name, part, side.words), computed: () => scoreWords(side.doc, name, side.lang), names: () => scoreWords(side.doc, name, side.lang), frameworks: () => part }[kind]?.() ?? side.words(part.label);
  return `${KINDS()[kind]}: ${title || _("without words yet")}`;
}

function tell({ kind, name }, part, side) {
  if (part === undefined) return undefined;
  return TELL[kind]?.(part, side, name) ?? plain(part, side);
}

const list = (parts) => parts.filter(Boolean).join(" · ");

/** Anything that is words, a number or a list of them. */
function plain(part, { words }) {
  if (typeof part !== "object" || part === null) return String(part);
  if (Array.isArray(part)) return part.every((one) => typeof one !== "object") ? part.join(" · ") : "";
  return Object.values(part).every((one) => typeof one === "string") ? words(part) : "";
}

/** What a question is called; in a list with that of its list, for another may ask the same. */
function questionIn({ doc, words }, address) {
  const { item, parent } = foundAt(doc, address);
  const own = words(item.label) || _("A question without words");
  return parent?.type === "repeat" ? `${words(parent.label)} › ${own}` : own;
}

const titleIn = {
  items: questionIn,
  stages: ({ doc, words }, id) => words(stepOf(doc, id)?.label),
  emit: (side, name) => emissionTitle(side, side.doc.emit.find((one) => emissionName(one) === name)),
};

const TELL = {
  items: (item, { words, doc }) => list([words(item.label), kindWord(item.type), words(item.help), ...[...(item.options ?? []), ...(item.rows ?? []), ...(item.items ?? [])].map((one) => words(one.label)), item.scale && scaleTitle(item.scale, doc.scales?.[item.scale], words), item.required === true && _("required")]),
  stages: (stage, side) => list([side.words(stage.label), `${peopleWords(side, stage.by)} ${actWord(stage.act)}`, stage.optional && _("optional"), stage.anonymous && _("anonymous"), stage.expires && _("closes after {n} days", { n: stage.expires })]),
  roles: (role, { words }) => words(role.label),
  scales: (scale, { words }) => list([words(scale.title), ...(scale.levels ?? []).map((level) => words(level.label))]),
  computed: (rule, { doc, lang }) => workingWords(doc, rule, lang),
  names: (one, { words }) => list([words(one.label), words(one.unit), one.shown && _("Show it where the form is read")]),
  frameworks: (name) => name,
  emit: (one, side) => emissionWhen(side, one),
  order: (keys, side, name) => list(keys.map((key) => titleIn[name](side, key))),
};
