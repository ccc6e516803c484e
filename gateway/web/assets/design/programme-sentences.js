/* A programme in sentences: what people read on the page of the editor and when two versions are compared. */
import { formsOf, partOf, phasesOf } from "./programme-document.js";
import { _, _n, wordsOf } from "./words.js";

const EVERY = () => ({
  programme: _("in the whole programme"),
  phase: _("in each phase"),
  year: _("per year"),
  half_year: _("per half year"),
  quarter: _("per quarter"),
  month: _("per month"),
});

export const periods = () => Object.entries(EVERY()).map(([value, label]) => ({ value, label }));

/**
 * `library`: {forms: [{key, title, ratings: [{item, scale, title}], ...}], scales: [{name, title, levels, min, max}], registrations: [{key, title}],
 * frameworks and chart_scales: [{name, title}]}
 */
export const formTitle = (library, key) => library.forms?.find((one) => one.key === key)?.title ?? _("A form that is gone");
export const scaleTitle = (library, name) => library.scales?.find((one) => one.name === name)?.title ?? _("a scale that is gone");

export const frameworkTitle = (library, name) => titleAmong(library.frameworks, name) ?? _("a framework that is gone");
export const chartScaleTitle = (library, name) => titleAmong(library.chart_scales, name) ?? _("a scale that is gone");

/** Only newest versions are known here; one of another number has the title of the newest. */
function titleAmong(known, name) {
  const [key, version] = name.split("@");
  const found = known?.find((one) => one.name === name) ?? known?.find((one) => one.name.split("@")[0] === key);
  return found && (found.name === name ? found.title : found.title.replace(/\(\d+\)$/, `(${version})`));
}

const and = (names) => (names.length < 2 ? (names[0] ?? "") : _("{first} and {last}", { first: names.slice(0, -1).join(", "), last: names.at(-1) }));

export function counted(one, library, lang) {
  const forms = formsOf(one).map((key) => formTitle(library, key));
  const given = wordsOf(one.title, lang) || (one.registration ? registered(one, library) : and(forms));
  return given || _("something");
}

export const registered = (one, library) => library.registrations?.find((each) => each.key === one.registration)?.title ?? _("registrations");

/** "At least 6 Short practice assessments per half year in year 1, by 2 or more assessors, level 3 or higher on ..." */
export function sentence(doc, one, library, lang) {
  const what = counted(one, library, lang);
  const phases = phasesOf(one).map((key) => wordsOf(partOf(doc, "phase", key)?.title, lang) || _("a phase that is gone"));
  const amount = one.hours ? _("At least {count} hours of {what}", { count: one.count, what }) : _("At least {count} {what}", { count: one.count, what });
  const head = `${amount} ${EVERY()[one.per ?? (phases.length ? "phase" : "programme")]}`;
  const where = phases.length ? `${head} ${_("in {phases}", { phases: and(phases) })}` : head;
  return `${[where, ...asked(one, library, lang)].join(", ")}.`;
}

function asked(one, library, lang) {
  return [
    one.assessors && _n("by {n} or more assessor", "by {n} or more assessors", one.assessors),
    one.assessor_roles && _n("of {n} or more kind", "of {n} or more kinds", one.assessor_roles),
    one.contexts && _n("in {n} or more place", "in {n} or more places", one.contexts),
    one.months && _n("in {n} or more month", "in {n} or more different months", one.months),
    one.at_most && most(one.at_most),
    one.level && reached(one, library, lang),
  ].filter(Boolean);
}

function reached(one, library, lang) {
  const { level } = one;
  const words = { level: levelWords(level, library, lang), scale: scaleTitle(library, level.scale) };
  return level.item ? _("{level} or higher on {scale} at {item}", { ...words, item: ratingName(library, one) }) : _("{level} or higher on {scale}", words);
}

/** The ratings that its forms give, each question once: the first form that asks it words it. */
export function ratingsOf(library, one) {
  const given = formsOf(one).flatMap((key) => library.forms?.find((form) => form.key === key)?.ratings ?? []);
  return given.filter(({ item }, place) => given.findIndex((each) => each.item === item) === place);
}

/** What a rating is called: the words of its question, or that no single question gives it. */
export const ratingTitle = (rating) => (rating ? rating.title || _("a score that is worked out") : _("a question that is gone"));

/** The rating that a level asks. */
export const ratingOf = (library, one) => ratingsOf(library, one).find(({ item }) => item === one.level.item);

function ratingName(library, one) {
  const found = ratingOf(library, one);
  return found?.title ? `“${found.title}”` : ratingTitle(found);
}

const most = ({ count, per }) => (per === "month" ? _("counting at most {count} a month", { count }) : _("counting at most {count} a week", { count }));

export function levelWords(level, library, lang) {
  const scale = library.scales?.find((one) => one.name === level.scale);
  const words = wordsOf(scale?.levels.find((one) => one.value === level.min)?.label, lang);
  // A step without words of its own is called by its number.
  return words && words !== String(level.min) ? words : _("level {n}", { n: level.min ?? "?" });
}

const CHOOSERS = () => ({ learner: _("the learner"), teacher: _("a teacher") });

export function choiceSentence(doc, one, library, lang) {
  const names = one.of.map((key) => named(doc, key, library, lang));
  return _("{n} of: {names}. Chosen by {who}.", { n: one.pick, names: names.join("; ") || "…", who: CHOOSERS()[one.by ?? "teacher"] });
}

export function named(doc, key, library, lang) {
  const found = partOf(doc, "requirement", key);
  return found ? counted(found, library, lang) : _("a requirement that is gone");
}

export function routeSentence(one, lang) {
  const names = one.options.map((option) => wordsOf(option.title, lang) || _("Without a title"));
  return _("One of: {names}. Chosen by {who}.", { names: names.join("; "), who: CHOOSERS()[one.by ?? "teacher"] });
}

export function decisionSentence(one, library) {
  const form = formsOf(one)[0];
  const after = _n("after {n} month", "after {n} months", one.after_months);
  return form ? _("{after}, with {form}", { after, form: formTitle(library, form) }) : after;
}

export const stakesWords = () => ({ on: _("Yes"), off: _("No, this is for learning only") });

export const plannerWords = () => ({ teacher: _("Teacher"), coach: _("Coach"), head: _("Head of programme"), trainer: _("Trainer") });
