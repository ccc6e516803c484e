/* What two versions of a framework say differently, in the words of its editor. Documents in, rows out. */
import { alikeWords } from "./framework-panel.js";
import { kindWords } from "./framework-tree.js";
import { alike, inLanguages, orderRow, rowOf, rowsOf, withTheRest, wording } from "./laid-beside.js";
import { codeOf, outcomeOf, rows, titleOf } from "./tree.js";
import { _, _n, language, languageName, wordsOf } from "./words.js";

const TOLD = ["title", "description", "source", "languages", "version", "phases", "outcomes", "crosswalks"];

/**
 * Rows as in laid-beside.js. `known` names what stands elsewhere: {scale(reference), framework(reference),
 * level(scale, value), outcome(framework, code)}.
 */
export function comparedFrameworks(mine, theirs, known) {
  const docs = [mine, theirs];
  const sides = docs.map((doc) => new Side(doc, known));
  const titles = sides.map((side) => (one) => side.title(codeOf(one)));
  const outcomes = docs.map((doc) => rows(doc).map(({ one }) => one));
  return withTheRest([
    ...wholeRows(docs),
    ...rowsOf(docs.map((doc) => doc.phases), ({ key }) => key, (one) => wordsOf(one.title), alike((one) => wording(_("Title"), one.title, language()))),
    ...rowsOf(outcomes, codeOf, (one, side) => titles[side](one), sides.map((side) => (one) => side.outcome(one))),
    ...orderRow(_("Order of the outcomes"), outcomes, codeOf, titles),
    ...rowsOf(docs.map((doc) => doc.crosswalks), ({ to }) => to, () => _("Compare with"), sides.map((side) => (one) => side.crosswalk(one))),
  ], docs, TOLD);
}

function wholeRows(docs) {
  const of = (name, label, tell) => rowOf(label, docs.map((doc) => doc[name]), alike(tell));
  const worded = (name, label) => of(name, label, (map) => wording(label, map, language()));
  return [
    ...worded("title", _("Title")),
    ...worded("description", _("Description")),
    ...worded("source", _("Where it comes from")),
    ...of("languages", _("Languages"), (codes) => [codes.map(languageName).join(", ")]),
    ...of("version", _("Version"), (version) => [String(version)]),
  ];
}

const EPA_PARTS = () => ({
  specification: _("What belongs to it"),
  limitations: _("What does not belong to it"),
  risks: _("Risks when it goes wrong"),
  requires: _("Knowledge, skills, attitude, experience"),
  evidence: _("Sources for progress and for entrustment"),
});

/** One of both versions: the lines of each kind of part. */
class Side {
  constructor(doc, known) {
    Object.assign(this, { doc, known });
  }

  title(code) {
    return wordsOf(titleOf(outcomeOf(this.doc, code))) || _("Without a title");
  }

  outcome(one) {
    return [
      ...wording(_("Title"), titleOf(one), language()),
      one.number && `${_("Code, as people write it")}: ${one.number}`,
      `${_("What it is")}: ${kindWords()[one.kind ?? "competency"]}`,
      one.parent ? _("under {name}", { name: this.title(one.parent) }) : _("at the top"),
      ...inLanguages(_("What do you call it?"), one.unit),
      ...inLanguages(_("Description"), one.description),
      ...this.activity(one.epa ?? {}),
      ...(one.expected ?? []).map((level) => this.expected(level)),
      ...Object.entries(one.descriptors ?? {}).flatMap(([scale, levels]) => this.descriptors(scale, levels)),
    ];
  }

  activity(epa) {
    const { competencies = [], expires_months: months } = epa;
    return [
      ...Object.entries(EPA_PARTS()).flatMap(([part, label]) => inLanguages(label, epa[part])),
      competencies.length > 0 && `${_("Competencies it asks for most")}: ${competencies.map((tied) => this.tied(tied)).join(", ")}`,
      months && `${_("Expires after so long without practice")}: ${_n("{n} month", "{n} months", months)}`,
    ];
  }

  tied(tied) {
    const [reference, ...code] = tied.split("/");
    return reference.includes("@") ? this.known.outcome(reference, code.join("/")) : this.title(tied);
  }

  expected({ phase, scale, level }) {
    const named = (this.doc.phases ?? []).find((one) => one.key === phase);
    return `${_("Expected level per phase")}: ${wordsOf(named?.title) || phase}, ${this.known.scale(scale)}, ${this.known.level(scale, level)}`;
  }

  descriptors(scale, levels) {
    const title = this.known.scale(scale);
    const told = Object.entries(levels).flatMap(([value, words]) => inLanguages(`${title}, ${this.known.level(scale, Number(value))}`, words));
    return told.length ? told : [`${_("What each level looks like")}: ${title}`];
  }

  crosswalk({ to, maps }) {
    const told = maps.map((map) => `${this.title(map.from)} ${alikeWords()[map.as]} ${this.known.outcome(to, map.to)}`);
    return [this.known.framework(to), ...told, ...maps.flatMap((map, place) => inLanguages(told[place], map.note))];
  }
}
