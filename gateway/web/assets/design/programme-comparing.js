/* What two versions of a programme say differently, in the words of its editor. Documents in, rows out. */
import { alike, inLanguages, inOtherLanguages, orderRow, rowOf, rowsOf, withTheRest, wording } from "./laid-beside.js";
import { LISTS, PLANNERS, all, formsOf, frameworksOf, partOf, tidied } from "./programme-document.js";
import { chartScaleTitle, choiceSentence, counted, decisionSentence, formTitle, frameworkTitle, named, plannerWords, routeSentence, scaleTitle, sentence, stakesWords } from "./programme-sentences.js";
import { _, _n, languageName, wordsOf } from "./words.js";

/** Rows as in laid-beside.js. `library`: as in programme-sentences.js. */
export function comparedProgrammes(mine, theirs, library, lang) {
  const docs = [tidied(mine), tidied(theirs)];
  const sides = docs.map((doc) => new Side(doc, library, lang));
  const rows = [...wholeRows(docs, library, lang), ...Object.keys(LISTS).flatMap((kind) => partRows(kind, docs, sides))];
  return withTheRest(rows, docs, [...WHOLE, ...Object.values(LISTS)]);
}

const WHOLE = ["title", "description", "source", "languages", "cohort", "stakes", "planners", "frameworks", "progress"];

function wholeRows(docs, library, lang) {
  const of = (name, label, tell, given) => rowOf(label, docs.map((doc) => doc[name] ?? given), alike(tell));
  const worded = (name, label) => of(name, label, (map) => wording(label, map, lang));
  return [
    ...worded("title", _("Title")),
    ...worded("description", _("What it is about")),
    ...worded("source", _("Where it comes from")),
    ...of("languages", _("Languages"), (codes) => [codes.map(languageName).join(", ")]),
    ...of("cohort", _("Whom this version is for"), cohortLines, {}),
    ...of("stakes", _("Is anything decided?"), (stakes) => [stakesWords()[stakes]], "on"),
    ...of("planners", _("Who may change the plan of a learner"), (who) => [who.map((one) => plannerWords()[one]).join(", ") || _("Nobody")], PLANNERS),
    ...of("frameworks", _("Frameworks"), (frameworks) => [frameworksOf({ frameworks }).map((name) => frameworkTitle(library, name)).join(", ")]),
    ...of("progress", _("The line chart"), ({ form, scale }) => [[form && formTitle(library, form), scale && chartScaleTitle(library, scale)].filter(Boolean).join(", ")]),
  ];
}

const cohortLines = ({ from, until, names }) => {
  const said = [from && `${_("First day from")}: ${from}`, until && `${_("First day until")}: ${until}`, names?.length && `${_("Intakes")}: ${names.join(", ")}`].filter(Boolean);
  return [said.join(" · ") || _("Everybody who follows it")];
};

const ORDERS = () => ({
  phase: _("Order of the phases"),
  dossier: _("Order of the dossiers"),
  requirement: _("Order of the requirements"),
  choice: _("Order of the electives"),
  route: _("Order of the routes"),
  decision: _("Order of the decisions"),
});

function partRows(kind, docs, sides) {
  const lists = docs.map((doc) => all(doc, kind));
  const key = (one) => one.key;
  const titles = sides.map((side) => (one) => side.title(kind, one));
  return [
    ...rowsOf(lists, key, (one, side) => titles[side](one), sides.map((side) => (one) => [...side[kind](one), ...inLanguages(_("Name"), one.title)])),
    ...orderRow(ORDERS()[kind], lists, key, titles),
  ];
}

/** One of both versions: the lines of each kind of part. */
class Side {
  constructor(doc, library, lang) {
    Object.assign(this, { doc, library, lang });
  }

  title(kind, one) {
    return kind === "requirement" ? counted(one, this.library, this.lang) : wordsOf(one.title, this.lang) || _("Without a title");
  }

  forms(keys) {
    return keys.map((key) => formTitle(this.library, key)).join(", ");
  }

  phase({ months }) {
    return [_n("{n} month", "{n} months", months)];
  }

  dossier({ forms }) {
    return [this.forms(forms) || _("No form")];
  }

  requirement(one) {
    const { same_as: alsoOn = [] } = one.level ?? {};
    return [
      sentence(this.doc, one, this.library, this.lang),
      `${_("Of what")}: ${this.forms(formsOf(one))}`,
      one.grace_days !== undefined && `${_("Days of grace before somebody is behind")}: ${one.grace_days}`,
      alsoOn.length > 0 && `${_("Versions that mean the same")}: ${alsoOn.map((name) => scaleTitle(this.library, name)).join(", ")}`,
    ];
  }

  choice(one) {
    return [choiceSentence(this.doc, one, this.library, this.lang)];
  }

  route(one) {
    return [routeSentence(one, this.lang), ...one.options.flatMap((option) => this.way(option))];
  }

  /** A way with what belongs to it alone. */
  way(option) {
    const name = wordsOf(option.title, this.lang) || _("Without a title");
    const of = (kind) => (option[LISTS[kind]] ?? []).map((key) => (kind === "requirement" ? named(this.doc, key, this.library, this.lang) : this.partTitle(kind, key)));
    const its = ["requirement", "phase", "dossier"].flatMap(of);
    return [`${name}: ${its.join("; ") || "…"}`, ...inOtherLanguages(name, option.title, this.lang)];
  }

  partTitle(kind, key) {
    const part = partOf(this.doc, kind, key);
    return part ? this.title(kind, part) : (kind === "phase" ? _("a phase that is gone") : _("a dossier that is gone"));
  }

  decision(one) {
    return [decisionSentence(one, this.library)];
  }
}
