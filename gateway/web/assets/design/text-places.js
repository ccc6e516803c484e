/* Where a text of a document stands, in words: whose it is, and which part of it. */
import { kindWord } from "./kinds.js";
import { _, wordsOf } from "./words.js";

const MEMBERS = () => ({
  items: _("Question"),
  options: _("Option"),
  rows: _("Row"),
  levels: _("Step of the scale"),
  stages: _("Step"),
  roles: _("Person"),
  groups: _("Group"),
  scales: _("Scale"),
  computed: _("Score"),
  names: _("Score"),
  phases: _("Phase"),
  dossiers: _("Dossier"),
  requirements: _("Requirement"),
  choices: _("Elective"),
  routes: _("Route"),
  decisions: _("Decision"),
  outcomes: _("Outcome"),
});

const PARTS = () => ({
  title: _("Title"),
  description: _("Description"),
  purpose: _("What it is for"),
  source: _("Source"),
  help: _("Explanation"),
  unit: _("Unit"),
  na: _("Not applicable"),
  specification: _("What belongs to it"),
  limitations: _("What does not belong to it"),
  risks: _("Risks when it goes wrong"),
  requires: _("Knowledge, skills, attitude, experience"),
  evidence: _("Sources for progress and for entrustment"),
  note: _("Remark on a comparison"),
});

/** "Which activity is it about? › Option": the words of what it belongs to, then the part of it. */
export function placeOf(doc, path, lang) {
  const part = partOf(doc, path);
  const owner = ownerOf(doc, path, lang);
  return owner ? `${owner} › ${part}` : part;
}

/** A title inside a document is the name of that thing, as a label is. */
const isName = (path) => path.length > 1 && ["label", "title"].includes(path.at(-1));

function partOf(doc, path) {
  if (isName(path)) return itemWord(doc, path) ?? memberOf(path);
  if (path[0] === "outcomes" && path.at(-3) === "descriptors") return _("Level {n}", { n: path.at(-1) });
  if (path[0] === "ends") return path[1] === "0" ? _("Words at the beginning") : _("Words at the end");
  return PARTS()[path.at(-1)] ?? memberOf(path);
}

/** What asks nothing is no question: a heading over questions, words to read, a list. */
function itemWord(doc, path) {
  if (path.at(-3) !== "items") return undefined;
  const { type } = path.slice(0, -1).reduce((part, name) => part[name], doc);
  return type === "section" ? _("Heading") : type === "note" || type === "repeat" ? kindWord(type) : undefined;
}

/** What the thing is that carries this name: the last list on the way to it that is known. */
function memberOf(path) {
  const names = MEMBERS();
  const list = path.findLast((name) => typeof name === "string" && Object.hasOwn(names, name));
  if (list === "options" && path[0] === "routes") return _("Way {n}", { n: Number(path[3]) + 1 });
  return names[list] ?? _("Text");
}

/** The words of the nearest thing around a text, itself left out. */
function ownerOf(doc, path, lang) {
  const around = path.slice(0, -1).map((_name, depth) => path.slice(0, depth + 1));
  const things = around.map((way) => way.reduce((part, name) => part[name], doc));
  const own = things.at(-1);
  const named = things.filter((thing) => (thing?.label ?? thing?.title) && (thing !== own || !isName(path)));
  const nearest = named.at(-1);
  return nearest ? wordsOf(nearest.label ?? nearest.title, lang) : "";
}
