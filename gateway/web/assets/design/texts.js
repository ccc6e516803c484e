/* Every text of a document beside its translation. */
import { edit } from "./document.js";
import { peopleOf } from "./steps.js";

const TEXTS = new Set(["title", "description", "purpose", "source", "label", "help", "unit", "na"]);

const isMap = (part) => part !== null && typeof part === "object" && !Array.isArray(part);

/** As a reader meets them: what it is called, what is said about it, then what is in it. What is not named here comes last, as it is written. */
const ORDER = [
  "title", "label", "description", "purpose", "source", "help", "unit",
  "epa", "specification", "limitations", "risks", "requires", "evidence",
  "roles", "stages", "phases", "dossiers", "requirements", "choices", "routes", "decisions",
  "items", "rows", "options", "outcomes", "crosswalks", "scales", "levels", "ends", "descriptors", "na",
];

const placeIn = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

/** The members of a part in that order; people as they act. A list stays as it is. */
function members(part, path, doc) {
  if (Array.isArray(part)) return Object.entries(part);
  if (path.length === 1 && path[0] === "roles") return peopleOf(doc);
  return Object.entries(part).sort(([one], [other]) => placeIn(one) - placeIn(other));
}

/** [{path: [member, ...], words: {en: ...}}] of every language map of a document, shared scales left out. */
export function textsOf(doc) {
  const found = [];
  visit(doc, [], found, doc);
  return found;
}

function visit(part, path, found, doc) {
  for (const [name, inner] of members(part, path, doc)) {
    const here = [...path, name];
    if (path[0] === "scales" && path[1]?.includes("@")) continue;
    if (name === "extensions") continue; // of another system, kept as it came
    if (isWording(name, inner, path)) found.push({ path: here, words: inner });
    else if (isMap(inner) || Array.isArray(inner)) visit(inner, here, found, doc);
  }
}

function isWording(name, inner, path) {
  if (!isMap(inner)) return false;
  return (TEXTS.has(name) || isHeld(name, path)) && Object.values(inner).every((words) => typeof words === "string");
}

/** Texts under names of their own: what levels look like, words at both ends, parts of an activity, remarks on comparisons. */
function isHeld(name, path) {
  if (path[0] === "outcomes") return path.at(-1) === "epa" || path.at(-2) === "descriptors";
  if (path[0] === "crosswalks") return name === "note";
  return path.at(-1) === "descriptors" || path.at(-1) === "ends";
}

/** How much of what is there in the `first` language is there in another: {done, total, percent}. */
export function progressOf(doc, language, first) {
  const wanted = textsOf(doc).filter(({ words }) => words[first]?.trim());
  const done = wanted.filter(({ words }) => words[language]?.trim()).length;
  return { done, total: wanted.length, percent: wanted.length ? Math.floor((100 * done) / wanted.length) : 100 };
}

/** Put a text into its place; an empty one is taken away, for a map may hold no empty words. */
export function putText(doc, path, language, words) {
  return edit(doc, (copy) => {
    const map = path.reduce((part, name) => part[name], copy);
    if (words === "" && Object.keys(map).length > 1) delete map[language];
    else map[language] = words;
  });
}
