/* Two authors at once: what both versions of a programme, a framework and a scale say differently, in words. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { comparedFrameworks } from "../../../../gateway/web/assets/design/framework-comparing.js";
import { comparedProgrammes } from "../../../../gateway/web/assets/design/programme-comparing.js";
import { comparedScales } from "../../../../gateway/web/assets/design/scale-comparing.js";
import { loadWords } from "../../../../gateway/web/assets/design/words.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const read = (name) => JSON.parse(readFileSync(join(library, name), "utf8"));
const changed = (doc, change) => {
  const copy = structuredClone(doc);
  change(copy);
  return copy;
};
const short = (rows) => rows.map(({ name, mine, theirs }) => [name, mine, theirs]);

beforeEach(() => loadWords({}, "en"));

/** Every place in a document where something simple stands, as a path. */
function* leaves(part, path = []) {
  if (part !== null && typeof part === "object") {
    for (const [name, inner] of Object.entries(part)) yield* leaves(inner, [...path, name]);
  } else yield path;
}

const otherwise = (value) => (typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value}x`);

/** The same document with one simple thing changed, for every one of them. */
function* mutations(doc) {
  for (const path of leaves(doc)) {
    yield [path.join("/"), changed(doc, (copy) => {
      const holder = path.slice(0, -1).reduce((part, name) => part[name], copy);
      holder[path.at(-1)] = otherwise(holder[path.at(-1)]);
    })];
  }
}

const expectEachTold = (doc, compare) => {
  for (const [path, other] of mutations(doc)) {
    expect(compare(doc, other), path).not.toEqual([]);
    expect(compare(other, doc), path).not.toEqual([]);
  }
  expect(compare(doc, structuredClone(doc))).toEqual([]);
};

describe("two versions of a programme", () => {
  const LIBRARY = {
    forms: [{ key: "kpb", title: "Short assessment" }, { key: "cex", title: "Mini-CEX" }],
    scales: [1, 2].map((version) => ({ name: `five@${version}`, key: "five", title: `Five (${version})`, levels: [{ value: 3, label: { en: "Alone" } }] })),
    registrations: [],
  };
  const SMALL = {
    format: "programme/1", key: "small", title: { en: "Small", nl: "Klein" }, languages: ["en", "nl"],
    phases: [{ key: "one", title: { en: "Year one" }, months: 12 }, { key: "two", title: { en: "Year two" }, months: 12 }],
    dossiers: [{ key: "work", title: { en: "Work" }, forms: ["kpb", "cex"] }],
    requirements: [{ key: "kpb", form: "kpb", count: 6, phases: ["one"] }, { key: "more", title: { en: "More" }, forms: ["kpb", "cex"], count: 2, grace_days: 5, level: { scale: "five@2", min: 3, item: "overall", same_as: ["five@1"] } }],
    choices: [{ key: "pick", title: { en: "Pick" }, pick: 1, of: ["kpb", "more"] }],
    routes: [{ key: "way", title: { en: "Way" }, options: [{ key: "a", title: { en: "A" }, requirements: ["kpb"] }, { key: "b", title: { en: "B" } }] }],
    decisions: [{ key: "end", title: { en: "End" }, form: "cex", after_months: 24 }],
  };
  const compare = (mine, theirs) => comparedProgrammes(mine, theirs, LIBRARY, "en");
  const from = (change) => short(compare(SMALL, changed(SMALL, change)));

  test("are laid beside each other where they differ", () => {
    expect(from((doc) => { doc.phases[1].months = 6; })).toEqual([["Year two", "12 months", "6 months"]]);
  });

  test.each([
    ["the cohort", (doc) => { doc.cohort = { from: "2026-09-01", names: ["autumn"] }; }, ["Whom this version is for", "Everybody who follows it", "First day from: 2026-09-01 · Intakes: autumn"]],
    ["stakes", (doc) => { doc.stakes = "off"; }, ["Is anything decided?", "Yes", "No, this is for learning only"]],
    ["planners", (doc) => { doc.planners = ["trainer"]; }, ["Who may change the plan of a learner", "Teacher, Coach, Head of programme", "Trainer"]],
    ["the description", (doc) => { doc.description = { en: "Three years" }; }, ["What it is about", null, "Three years"]],
    ["another language", (doc) => { doc.title.nl = "Anders"; }, ["Title", "Small · Title (Dutch): Klein", "Small · Title (Dutch): Anders"]],
    ["what belongs to a way", (doc) => { doc.routes[0].options[1].phases = ["two"]; }, ["Way", "One of: A; B. Chosen by a teacher. · B: …", "One of: A; B. Chosen by a teacher. · B: Year two"]],
    ["the forms behind a name", (doc) => { doc.requirements[1].forms = ["cex"]; }, ["More", expect.stringContaining("Of what: Short assessment, Mini-CEX"), expect.stringContaining("Of what: Mini-CEX")]],
    ["days of grace", (doc) => { doc.requirements[1].grace_days = 9; }, ["More", expect.stringMatching(/behind: 5$/), expect.stringMatching(/behind: 9$/)]],
    ["the name of a phase", (doc) => { doc.phases[0].title.en = "First"; }, ["Year one", "12 months · Name (English): Year one", "12 months · Name (English): First"]],
    ["the order of phases", (doc) => { doc.phases.reverse(); }, ["Order of the phases", "Year one · Year two", "Year two · Year one"]],
  ])("differ in %s", (_name, change, row) => expect(from(change)).toContainEqual(row));

  test("that say the same in another spelling do not differ", () => {
    expect(from((doc) => { assignPhase(doc.requirements[0]); })).toEqual([]);
  });

  const assignPhase = (one) => {
    one.phase = one.phases[0];
    delete one.phases;
  };

  test("never look the same when they are not", () => {
    expectEachTold(SMALL, compare);
    expectEachTold(read("programmes/gp-specialty-training.json"), compare);
    expect(compare(SMALL, { ...SMALL, based_on: { programme: "x", version: 1, how: "extends" } })).toMatchObject([{ name: "Something else", isSilent: true }]);
  });
});

describe("two versions of a framework", () => {
  const AREAS = {
    format: "framework/1", key: "areas", version: 2, languages: ["en", "nl"], title: { en: "Areas" },
    phases: [{ key: "one", title: { en: "Year one" } }],
    outcomes: [
      { key: "care", title: { en: "Care", nl: "Zorg" }, number: "1" },
      {
        key: "lead", title: { en: "Leading" }, kind: "epa", parent: "care", lineage: "old/lead",
        epa: { risks: { en: "Harm" }, competencies: ["care", "old@1/x"], expires_months: 6 },
        expected: [{ phase: "one", scale: "five@2", level: 3 }],
        descriptors: { "five@2": { 3: { en: "On one's own" } } },
      },
      { key: "own", title: { en: "Theme" }, kind: "own", unit: { en: "Theme" } },
    ],
    crosswalks: [{ to: "old@1", maps: [{ from: "care", to: "x", as: "same", note: { en: "Nearly" } }] }],
  };
  const known = { scale: () => "Five", framework: () => "Old areas", level: (_scale, value) => `Level ${value}`, outcome: (_framework, code) => `old ${code}` };
  const compare = (mine, theirs) => comparedFrameworks(mine, theirs, known);
  const from = (change) => short(compare(AREAS, changed(AREAS, change)));

  test.each([
    ["a part of an activity", (doc) => { doc.outcomes[1].epa.risks.en = "Death"; }, ["Leading", "Leading · Risks when it goes wrong (English): Harm", "Leading · Risks when it goes wrong (English): Death"]],
    ["an expected level", (doc) => { doc.outcomes[1].expected[0].level = 4; }, ["Leading", "Leading · Expected level per phase: Year one, Five, Level 3", "Leading · Expected level per phase: Year one, Five, Level 4"]],
    ["what a level looks like", (doc) => { delete doc.outcomes[1].descriptors; }, ["Leading", "Leading · Five, Level 3 (English): On one's own", "Leading"]],
    ["a parent", (doc) => { delete doc.outcomes[1].parent; }, ["Leading", "Leading · under Care", "Leading · at the top"]],
    ["phases", (doc) => { doc.phases.push({ key: "two", title: { en: "Year two" } }); }, ["Year two", null, "Year two"]],
    ["comparisons", (doc) => { doc.crosswalks[0].maps[0].as = "broader"; }, ["Compare with", "Old areas · Care is the same as old x · Care is the same as old x (English): Nearly", "Old areas · Care is broader than old x · Care is broader than old x (English): Nearly"]],
    ["languages", (doc) => { doc.languages = ["en"]; }, ["Languages", "English, Dutch", "English"]],
    ["the version", (doc) => { doc.version = 3; }, ["Version", "2", "3"]],
    ["order", (doc) => { doc.outcomes.reverse(); }, ["Order of the outcomes", "Care · Leading · Theme", "Theme · Care · Leading"]],
    ["another language", (doc) => { doc.outcomes[0].title.nl = "Anders"; }, ["Care", "Care · Title (Dutch): Zorg", "Care · Title (Dutch): Anders"]],
  ])("differ in %s", (_name, change, row) => expect(from(change)).toContainEqual(row));

  test("tell that something differs which has no word here", () => {
    const other = changed(AREAS, (doc) => { doc.outcomes[1].lineage = "areas/lead.2"; });
    expect(compare(AREAS, other)).toEqual([{ name: "Leading", mine: "Leading", theirs: "Leading", isSilent: true }]);
  });

  test("never look the same when they are not", () => {
    expectEachTold(AREAS, compare);
    const epas = read("frameworks/gp-epas-1.json");
    expectEachTold({ ...epas, outcomes: epas.outcomes.slice(0, 3) }, compare);
  });
});

describe("two versions of a scale", () => {
  const FIVE = { format: "scale/1", key: "five", version: 1, title: { en: "Five" }, kind: "ordinal", levels: [{ value: 1, label: { en: "Low", nl: "Laag" }, sign: "stop" }, { value: 2, label: { en: "High" }, description: { en: "Very" } }], na: { en: "Not seen" } };
  const LINE = { format: "scale/1", key: "line", version: 1, title: { en: "Line" }, kind: "interval", min: 1, max: 10, step: 1, ends: [{ en: "Low" }, { en: "High" }], based_on: { scale: "other", version: 1 } };

  test("differ in what a level means", () => {
    const other = changed(FIVE, ({ levels }) => { levels[0].sign = "go"; levels[1].description.en = "Quite"; });
    expect(short(comparedScales(FIVE, other))).toEqual([
      ["Level 1", "Low · Traffic sign: Stop", "Low · Traffic sign: Go"],
      ["Level 2", "High · Explanation (English): Very", "High · Explanation (English): Quite"],
    ]);
  });

  test("never look the same when they are not", () => {
    expectEachTold(FIVE, comparedScales);
    expectEachTold(LINE, comparedScales);
  });
});
