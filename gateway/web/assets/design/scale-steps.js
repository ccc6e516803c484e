/* A shared scale: its levels and what each kind of scale needs. Documents in, documents out. */
import { assign, edit } from "./tree.js";
import { _ } from "./words.js";

export const KINDS = ["ordinal", "interval", "points", "vas"];
export const MOST_LEVELS = 11;

export const kindTitles = () => ({ ordinal: _("Levels in words"), interval: _("Equal steps"), points: _("Points"), vas: _("A line") });
export const signTitles = () => ({ stop: _("Stop"), care: _("Take care"), go: _("Go") });

const START = {
  ordinal: (words) => ({ levels: [1, 2, 3].map((value) => ({ value, label: words(value) })) }),
  interval: () => ({ min: 1, max: 10, step: 1 }),
  points: () => ({ min: 0, max: 10 }),
  vas: (words) => ({ ends: [words("low"), words("high")] }),
};

/** Another kind: what only the old kind had goes. `words` gives a language map for a level or an end. */
export function setKind(doc, kind, words) {
  const { format, key, version, title, source, na } = doc;
  const kept = { format, key, version, title, source, na };
  return JSON.parse(JSON.stringify({ ...kept, kind, ...START[kind](words) }));
}

export function addLevel(doc, words) {
  return edit(doc, (copy) => {
    const value = Math.max(0, ...(copy.levels ?? []).map((one) => one.value)) + 1;
    copy.levels = [...(copy.levels ?? []), { value, label: words(value) }];
  });
}

export function changeLevel(doc, place, members) {
  return edit(doc, (copy) => assign(copy.levels[place], members));
}

export function removeLevel(doc, place) {
  return edit(doc, (copy) => copy.levels.splice(place, 1));
}

/** The words change places; the values stay where they are, lowest first. */
export function moveLevel(doc, place, by) {
  const other = place + by;
  if (!doc.levels?.[other]) return doc;
  return edit(doc, (copy) => {
    const values = copy.levels.map((one) => one.value);
    [copy.levels[place], copy.levels[other]] = [copy.levels[other], copy.levels[place]];
    copy.levels.forEach((one, at) => {
      one.value = values[at];
    });
  });
}
