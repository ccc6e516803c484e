/* What two versions of a shared scale say differently, in the words of its editor. Documents in, rows out. */
import { alike, inLanguages, inOtherLanguages, rowOf, rowsOf, withTheRest, wording } from "./laid-beside.js";
import { kindTitles, signTitles } from "./scale-steps.js";
import { _, language, wordsOf } from "./words.js";

const TOLD = ["title", "kind", "levels", "min", "max", "step", "ends", "na", "source", "version"];

/** Rows as in laid-beside.js. */
export function comparedScales(mine, theirs) {
  const docs = [mine, theirs];
  const of = (name, label, tell) => rowOf(label, docs.map((doc) => doc[name]), alike(tell));
  const worded = (name, label) => of(name, label, (map) => wording(label, map, language()));
  const number = (name, label) => of(name, label, (value) => [String(value)]);
  return withTheRest([
    ...worded("title", _("Title")),
    ...of("kind", _("What kind of scale is it?"), (kind) => [kindTitles()[kind]]),
    ...rowsOf(docs.map((doc) => doc.levels), ({ value }) => value, ({ value }) => _("Level {n}", { n: value }), alike(levelLines)),
    ...number("min", _("From")),
    ...number("max", _("To")),
    ...number("step", _("In steps of")),
    ...of("ends", _("Words at both ends"), (ends) => [ends.map((one) => wordsOf(one)).join(" – "), ...ends.flatMap((one) => inOtherLanguages(wordsOf(one), one, language()))]),
    ...worded("na", _("What stands for not observed?")),
    ...worded("source", _("Where it comes from")),
    ...number("version", _("Version")),
  ], docs, TOLD);
}

const levelLines = ({ label, sign, description }) => [
  ...wording(_("Words"), label, language()),
  sign && `${_("Traffic sign")}: ${signTitles()[sign]}`,
  ...inLanguages(_("Explanation"), description),
];
