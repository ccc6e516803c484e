/* The languages that every editor offers, and those that a document is written in. */
import { edit } from "./document.js";
import { textsOf } from "./texts.js";
import { language } from "./words.js";

const OFFERED = ["en", "nl", "de", "fr", "es", "it", "pt", "pl", "tr", "ar", "uk"];
const MOST = 10;

const listed = (doc) => (Array.isArray(doc.languages) && doc.languages.length ? doc.languages : null);

/** The languages of a document, the first one first. Without a list of them: those of its texts, the most used first. */
export function languagesOf(doc) {
  return listed(doc) ?? languagesFound(doc);
}

/** The same while it is written. What has no list keeps the order in which it began, also where nothing is written yet. */
export const languagesKept = (doc, kept) => listed(doc) ?? [...new Set([...kept, ...languagesFound(doc)])];

function languagesFound(doc) {
  const counts = new Map();
  for (const { words } of textsOf(doc)) {
    for (const [code, text] of Object.entries(words)) if (text.trim()) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const weight = ([code, count]) => count + (code === language() ? 0.5 : 0);
  const found = [...counts].sort((one, other) => weight(other) - weight(one)).map(([code]) => code);
  return found.length ? found : [language()];
}

/** What can still be added to these. */
export const offeredBeside = (languages) => (languages.length < MOST ? OFFERED.filter((code) => !languages.includes(code)) : []);

/** The document in these languages: what stands in another is taken away, unless it is all there is. A scale lists none. */
export function writtenIn(doc, languages) {
  const isScale = doc.format === "scale/1";
  const gone = languagesOf(doc).filter((code) => !languages.includes(code));
  if (isScale && !gone.length) return doc;
  return edit(doc, (copy) => {
    if (!isScale) copy.languages = languages;
    for (const { words } of textsOf(copy)) {
      for (const code of gone) if (Object.keys(words).length > 1) delete words[code];
    }
  });
}
