/* Every text of a form beside its translation. */
import { edit } from "./document.js";

const TEXTS = new Set(["title", "description", "purpose", "source", "label", "help", "unit", "na"]);

const isMap = (part) => part !== null && typeof part === "object" && !Array.isArray(part);

/** [{path: [member, ...], words: {en: ...}}] of every language map of a document, shared scales left out. */
export function textsOf(doc) {
  const found = [];
  visit(doc, [], found);
  return found;
}

function visit(part, path, found) {
  for (const [name, inner] of Object.entries(part)) {
    const here = [...path, name];
    if (path[0] === "scales" && path[1]?.includes("@")) continue;
    if (isWording(name, inner, path)) found.push({ path: here, words: inner });
    else if (isMap(inner) || Array.isArray(inner)) visit(inner, here, found);
  }
}

function isWording(name, inner, path) {
  if (!isMap(inner)) return false;
  const known = TEXTS.has(name) || name === "description" || path.at(-1) === "descriptors" || path.at(-1) === "ends";
  return known && Object.values(inner).every((words) => typeof words === "string");
}

/** How much of a document is there in a language: {done, total, percent}. */
export function progressOf(doc, language) {
  const [first] = doc.languages;
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

export function addLanguage(doc, language) {
  return edit(doc, (copy) => {
    if (!copy.languages.includes(language)) copy.languages.push(language);
  });
}

/** Take a language and all its texts away; the first one stays. */
export function removeLanguage(doc, language) {
  return edit(doc, (copy) => {
    copy.languages = copy.languages.filter((one) => one !== language);
    for (const { path } of textsOf(copy)) {
      const map = path.reduce((part, name) => part[name], copy);
      if (Object.keys(map).length > 1) delete map[language];
    }
  });
}
