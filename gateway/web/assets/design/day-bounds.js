/* Between which days a date lies: any, today, a day that stands there, or what another date of the form says. */
import { factsOf, scoreTitle } from "./conditions.js";
import { _ } from "./words.js";

const OF_THE_FORM = "context.encounter_date";

/** The choices for a bound of the date at an address: [{value, label}]; `today` and `day` are words, another date is its path. */
export function dayChoices(doc, address, bound, lang) {
  const dates = factsOf(doc, { without: address, lang }).filter(({ kind }) => kind === "date");
  const others = [
    { value: OF_THE_FORM, label: _("The day the form is about") },
    ...dates.map(({ path, label }) => ({ value: path, label: _("The answer to “{what}”", { what: label }) })),
  ];
  const chosen = dayChoice(bound);
  if (bound?.get !== undefined && !others.some(({ value }) => value === chosen)) others.push({ value: chosen, label: elsewhere(doc, chosen) });
  return [{ value: "none", label: _("Any day") }, { value: "today", label: _("Today") }, { value: "day", label: _("A day") }, ...others];
}

/** A score that gives a day, or what is no date of the form any more. */
const elsewhere = (doc, path) => (doc.computed?.[path] === undefined ? _("something that is no longer there") : scoreTitle(path));

/** Which of the choices a bound is. */
export function dayChoice(bound) {
  if (bound === undefined) return "none";
  if (bound?.get !== undefined) return [bound.get].flat()[0];
  return bound === "today" ? "today" : "day";
}

/** The bound of a choice; a day begins as the one of `now`. */
export function dayBound(choice, now = new Date()) {
  if (choice === "none") return undefined;
  if (choice === "today") return "today";
  return choice === "day" ? now.toISOString().slice(0, 10) : { get: choice };
}
