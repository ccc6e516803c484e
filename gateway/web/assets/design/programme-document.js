/*
 * A programme while it is designed: adding, moving, naming and removing its parts. Everything takes a document and
 * gives a new one. A part is found by {kind, key}; a requirement always has a key of its own here.
 */
import { assign, edit } from "./document.js";
import { languagesOf } from "./languages.js";
import { fresh, isFresh, slug, unique } from "./naming.js";

export const LISTS = { phase: "phases", dossier: "dossiers", requirement: "requirements", choice: "choices", route: "routes", decision: "decisions" };

/** Who may change the plan of a learner, unless the programme says otherwise. */
export const PLANNERS = ["teacher", "coach", "head"];

const listed = (given) => (given === undefined || given === null ? [] : Array.isArray(given) ? given : [given]);
/** An empty list says nothing, as everywhere else. */
const either = (many, single) => (listed(many).length ? listed(many) : listed(single));
export const formsOf = (one) => either(one.forms, one.form);
export const phasesOf = (one) => either(one.phases, one.phase);
export const all = (doc, kind) => doc[LISTS[kind]] ?? [];
export const partOf = (doc, kind, key) => all(doc, kind).find((one) => one.key === key);

/** The members that say which forms are counted. */
export const withForms = (keys) => ({ form: keys.length === 1 ? keys[0] : undefined, forms: keys.length > 1 ? keys : undefined });

/** The frameworks (`key@version`) that a programme names, however they are listed. */
export const frameworksOf = (doc) => (typeof doc.frameworks === "string" ? [doc.frameworks] : Object.values(doc.frameworks ?? {}));

/** Other frameworks: those that stay keep the name they are listed under, a new one is listed under its key. */
export function withFrameworks(doc, names) {
  const before = Object.entries(typeof doc.frameworks === "object" && !Array.isArray(doc.frameworks) ? doc.frameworks : {});
  const found = Object.fromEntries(before.filter(([, name]) => names.includes(name)));
  for (const name of names) {
    if (!Object.values(found).includes(name)) found[unique(name.split("@")[0], new Set(Object.keys(found)))] = name;
  }
  return { frameworks: names.length ? found : undefined };
}

/** Of a requirement: another form in front; the others that count stay. */
export const countFirst = (one, form) => ({ ...withForms([form, ...formsOf(one).slice(1)].filter((key, place, keys) => key && keys.indexOf(key) === place)), registration: undefined, hours: undefined });

/** Of a requirement: which forms count besides the first. */
export const countBesides = (one, forms) => withForms([formsOf(one)[0], ...forms]);

/** A level on a scale of the library. Another version of the same scale keeps all that still makes sense on it. */
export function levelOn(scale, level) {
  const top = scale.levels.at(-1)?.value ?? scale.max;
  const has = (value) => (scale.levels.length ? scale.levels.some((one) => one.value === value) : value >= scale.min && value <= scale.max);
  if (level?.scale?.split("@")[0] !== scale.key) return { scale: scale.name, min: top };
  const made = { ...level, scale: scale.name, min: has(level.min) ? level.min : top };
  const alike = listed(level.same_as).filter((name) => name !== scale.name);
  assign(made, { same_as: alike.length ? alike : undefined });
  return made;
}

/** The document with its languages, a key for every requirement, and lists where one name stood: what it says stays the same. */
export function tidied(doc) {
  return edit(doc, (copy) => {
    copy.languages = languagesOf(copy);
    for (const [place, one] of (copy.requirements ?? []).entries()) {
      const made = [...formsOf(one), ...phasesOf(one)].join("-");
      one.key ??= made || String(place + 1);
      if (one.forms) assign(one, withForms(formsOf(one)));
      if (one.phase) assign(one, { phases: phasesOf(one), phase: undefined });
    }
  });
}

const BLANK = {
  phase: () => ({ months: 12 }),
  dossier: () => ({ forms: [] }),
  requirement: (doc) => ({ form: doc.dossiers?.[0]?.forms?.[0], count: 1, per: "year" }),
  choice: () => ({ pick: 1, by: "learner", of: [] }),
  route: () => ({ by: "teacher", options: [{ key: "new-1", requirements: [] }, { key: "new-2", requirements: [] }] }),
  decision: (doc) => ({ after_months: length(doc) || 12 }),
};

/** {doc, key}: with a new part at the end, named later from its title. */
export function add(doc, kind, lang) {
  const key = fresh(new Set(all(doc, kind).map((one) => one.key)));
  const made = { key, title: { [lang]: "" }, ...BLANK[kind](doc) };
  for (const option of made.options ?? []) option.title = { [lang]: "" };
  if (kind === "requirement") delete made.title;
  const changed = edit(doc, (copy) => {
    copy[LISTS[kind]] = [...all(copy, kind), made];
  });
  return { doc: changed, key };
}

export const change = (doc, kind, key, members) => edit(doc, (copy) => assign(partOf(copy, kind, key), members));

/** One place up (-1) or down (1); the same document at the end. */
export function step(doc, kind, key, by) {
  const from = all(doc, kind).findIndex((one) => one.key === key);
  return moveTo(doc, kind, from, from + by);
}

export function moveTo(doc, kind, from, to) {
  if (to < 0 || to >= all(doc, kind).length || to === from) return doc;
  return edit(doc, (copy) => all(copy, kind).splice(to, 0, all(copy, kind).splice(from, 1)[0]));
}

/** Without the part, and without what names it. */
export function remove(doc, kind, key) {
  return edit(doc, (copy) => {
    const list = all(copy, kind);
    list.splice(list.findIndex((one) => one.key === key), 1);
    eachReference(copy, kind, (names) => names.filter((one) => one !== key));
    if (list.length === 0 && !["phase", "dossier", "requirement"].includes(kind)) delete copy[LISTS[kind]];
  });
}

/** Every list of names of a kind, changed by `change`: requirements' phases, choices and the options of routes. */
function eachReference(doc, kind, change) {
  const put = (holder, name) => {
    if (!holder[name]) return;
    holder[name] = change(holder[name]);
    if (holder[name].length === 0 && name === "phases") delete holder[name];
  };
  if (kind === "phase") for (const one of all(doc, "requirement")) put(one, "phases");
  if (kind === "requirement") for (const one of all(doc, "choice")) put(one, "of");
  for (const route of all(doc, "route")) for (const option of route.options) put(option, `${kind}s`);
}

/** What was new gets its name from its title, for good; what names it follows. The key it has then. */
export function settled(doc, kind, key, title) {
  const made = isFresh(key) ? slug(title ?? "") : "";
  if (!made) return { doc, key };
  const name = unique(made, new Set(all(doc, kind).map((one) => one.key)));
  const changed = edit(doc, (copy) => {
    partOf(copy, kind, key).key = name;
    eachReference(copy, kind, (names) => names.map((one) => (one === key ? name : one)));
  });
  return { doc: changed, key: name };
}

/** An option of a route: changed, named from its title. */
export function changeOption(doc, routeKey, place, members) {
  return edit(doc, (copy) => {
    const { options } = partOf(copy, "route", routeKey);
    const option = options[place];
    assign(option, members);
    const made = isFresh(option.key) && members.settle ? slug(members.settle) : "";
    delete option.settle;
    if (made) option.key = unique(made, new Set(options.map((one) => one.key)));
  });
}

export function addOption(doc, routeKey, lang) {
  return edit(doc, (copy) => {
    const { options } = partOf(copy, "route", routeKey);
    options.push({ key: fresh(new Set(options.map((one) => one.key))), title: { [lang]: "" }, requirements: [] });
  });
}

export const removeOption = (doc, routeKey, place) => edit(doc, (copy) => partOf(copy, "route", routeKey).options.splice(place, 1));

/** Months of full time, all phases together. */
export const length = (doc) => all(doc, "phase").reduce((sum, one) => sum + (Number(one.months) || 0), 0);

/** From `requirements/3/level/min` or `phases/ha1/months` to what is selected for it. */
export function placeOf(doc, path) {
  const [list, name] = path.split("/");
  const kind = Object.keys(LISTS).find((one) => LISTS[one] === list);
  if (!kind) return { kind: "programme", key: null };
  const found = partOf(doc, kind, name) ?? all(doc, kind)[Number(name) - 1];
  return found ? { kind, key: found.key } : { kind: "programme", key: null };
}
