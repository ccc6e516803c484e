/* Where a text of a form stands, in words: whose it is, and which part of it. */
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
});

const PARTS = () => ({
  title: _("Title"),
  description: _("Description"),
  purpose: _("What it is for"),
  source: _("Source"),
  help: _("Explanation"),
  unit: _("Unit"),
  na: _("Not applicable"),
});

/** "Which activity is it about? › Option": the words of what it belongs to, then the part of it. */
export function placeOf(doc, path, lang) {
  const part = PARTS()[path.at(-1)] ?? memberOf(path);
  const owner = ownerOf(doc, path, lang);
  return owner ? `${owner} › ${part}` : part;
}

/** What the thing is that carries this label: the last list on the way to it that has a name. */
function memberOf(path) {
  const names = MEMBERS();
  const list = path.findLast((name) => typeof name === "string" && Object.hasOwn(names, name));
  return names[list] ?? _("Text");
}

/** The words of the nearest thing around a text, itself left out. */
function ownerOf(doc, path, lang) {
  const around = path.slice(0, -1).map((_name, depth) => path.slice(0, depth + 1));
  const things = around.map((way) => way.reduce((part, name) => part[name], doc));
  const own = things.at(-1);
  const named = things.filter((thing) => thing?.label && (thing !== own || path.at(-1) !== "label"));
  return named.length ? wordsOf(named.at(-1).label, lang) : "";
}
