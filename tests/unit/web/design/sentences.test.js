import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { begin, comparisons, factsOf, nearest, readRule, writeRule } from "../../../../gateway/web/assets/design/conditions.js";
import { walk } from "../../../../gateway/web/assets/design/document.js";
import { evaluate } from "../../../../gateway/web/assets/rules.js";
import { ruleWords, workingWords } from "../../../../gateway/web/assets/design/rule-words.js";
import { addLevel, addScale, changeKind, removeLevel, takeShared } from "../../../../gateway/web/assets/design/scales.js";
import { addScore, beginWay, nameScore, removeScore, ruleOf, wayOf, ways, waysOf } from "../../../../gateway/web/assets/design/scores.js";
import { scoreFacts } from "../../../../gateway/web/assets/design/score-facts.js";
import { writtenIn } from "../../../../gateway/web/assets/design/languages.js";
import { placeOf } from "../../../../gateway/web/assets/design/text-places.js";
import { progressOf, putText, textsOf } from "../../../../gateway/web/assets/design/texts.js";
import { _, _n, loadWords } from "../../../../gateway/web/assets/design/words.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const files = readdirSync(library).filter((name) => name.endsWith(".json"));
const read = (name) => JSON.parse(readFileSync(join(library, name), "utf8"));
const MINI_CEX = read("mini-cex.json");

beforeEach(() => loadWords({}, "en"));

describe("rules", () => {
  test.each([
    [{ eq: [{ get: "concern" }, true] }, { join: "and", conditions: [{ path: "concern", op: "eq", value: true }] }],
    [{ not: { answered: { get: "epa" } } }, { join: "and", conditions: [{ path: "epa", op: "blank" }] }],
    [
      { or: [{ le: [{ get: "a" }, 2] }, { has: [{ get: "b" }, "x"] }] },
      { join: "or", conditions: [{ path: "a", op: "le", value: 2 }, { path: "b", op: "has", value: "x" }] },
    ],
    [{ get: "concern" }, { join: "and", conditions: [{ path: "concern", op: "eq", value: true, bare: true }] }],
    [{ not: { get: "concern" } }, { join: "and", conditions: [{ path: "concern", op: "eq", value: false, bare: true }] }],
    [
      { and: [{ or: [{ eq: [{ get: "a" }, 1] }, { eq: [{ get: "a" }, 2] }] }, { gt: [{ get: "b" }, 3] }] },
      { join: "and", conditions: [{ join: "or", conditions: [{ path: "a", op: "eq", value: 1 }, { path: "a", op: "eq", value: 2 }] }, { path: "b", op: "gt", value: 3 }] },
    ],
    [{ not: { has: [{ get: "b" }, "x"] } }, { join: "and", conditions: [{ path: "b", op: "lacks", value: "x" }] }],
  ])("are sentences and back", (rule, sentence) => {
    expect(readRule(rule)).toEqual(sentence);
    expect(writeRule(sentence)).toEqual(rule);
  });

  test("what is more than a sentence is told, never changed", () => {
    const rule = { gt: [{ add: [{ get: "a" }, 1] }, 3] };
    expect(readRule(rule)).toBe(null);
    expect(ruleWords({ ...MINI_CEX, computed: { a: 1 } }, rule, "en")).toBe("“A” + 1 is above 3");
  });

  test("speak of labels and levels, never of keys", () => {
    expect(ruleWords(MINI_CEX, { le: [{ get: "overall" }, 3] }, "en")).toBe("“Over all” is at most 3 – just below");
    expect(ruleWords(MINI_CEX, { eq: [{ get: "complexity" }, "high"] }, "nl")).toBe("“Hoe complex was het?” is Complex");
    expect(ruleWords(MINI_CEX, { eq: [{ get: "skills.history" }, 9] }, "en")).toMatch("Parts of the contact › Taking the history");
  });

  test("inside a repeat can be about the row itself, which comes first; elsewhere about no row", () => {
    const text = (key, label) => ({ type: "text", key, label: { en: label } });
    const hard = { type: "yesno", key: "hard", label: { en: "Hard?" } };
    const doc = { items: [text("why", "Of the form"), text("far", "Far"), { type: "repeat", key: "goals", items: [hard, text("why", "Of the row"), text("who", "Who")] }] };
    const of = (without) => factsOf(doc, { without, lang: "en" }).map((fact) => fact.label);
    expect(of("goals/who")).toEqual(["Hard?", "Of the row", "Far"]);
    expect(of("far")).toEqual(["Of the form"]);
    expect(nearest(doc, factsOf(doc, { without: "goals/who", lang: "en" }), "goals/who").path).toBe("hard");
  });

  test("begin as something that holds together, for every fact of every form", () => {
    for (const name of files) {
      const doc = read(name);
      for (const fact of factsOf(doc, { lang: "en" })) {
        const condition = begin(fact);
        expect(comparisons(fact.kind).map(([op]) => op)).toContain(condition.op);
        expect(readRule(writeRule({ join: "and", conditions: [condition] })).conditions[0]).toEqual(condition);
      }
    }
  });
});

describe("scores", () => {
  const terms = [
    { sign: "add", of: "max", from: "judge.mark", least: 2 },
    { sign: "sub", of: "min", from: "judge.mark", least: 2 },
    { sign: "mul", of: "number", number: 100 },
    { sign: "div", of: "value", from: "valid", empty: 1 },
    { sign: "add", of: "count", from: "skills.*" },
    { sign: "add", of: "value", from: "total" },
  ];

  test.each([
    { way: "middle", from: "skills.*", least: 3 },
    { way: "average", from: "judge.mark", least: 1 },
    { way: "lowest", from: "goals.*.grade", least: 2 },
    { way: "highest", from: "judge.mark", least: 2 },
    { way: "sum", from: "skills.*", least: 1 },
    { way: "count", from: "vote.vote_for" },
    { way: "points", from: "steps" },
    { way: "percent", from: "steps" },
    { way: "cut", from: "total", cut: 12 },
    { way: "cut", from: "total", than: "mark" },
    { way: "terms", terms },
    { way: "terms", terms, digits: 1 },
    { way: "terms", terms: [{ sign: "add", of: "days", from: "context.encounter_date", until: "last" }, { sign: "add", of: "number", number: 1 }] },
    { way: "holds", rule: { and: [{ eq: [{ get: "sort" }, "worked"] }, { gt: [{ get: "hours" }, 48] }] } },
    { way: "holds", rule: { not: { has: [{ get: "judge.fine" }, false] } } },
    { way: "depends", rule: { or: [{ get: "late" }, { ge: [{ get: "days" }, 7] }] }, then: { way: "terms", terms, digits: 1 }, other: { way: "none" } },
    { way: "depends", rule: { get: "late" }, then: { way: "none" }, other: { way: "depends", rule: { answered: { get: "last" } }, then: { way: "terms", terms }, other: { way: "none" } } },
  ])("are made and read again by what they do: $way", (made) => {
    expect(waysOf(ruleOf(made))[0]).toEqual(made);
  });

  test("a sum is worked out from left to right, whatever is done with its terms", () => {
    const values = { mark: 4, valid: 8 };
    const number = (sign, given) => ({ sign, of: "number", number: given });
    const rule = ruleOf({ way: "terms", terms: [number("add", 2), number("add", 3), { sign: "mul", of: "value", from: "mark" }, number("sub", 4), { sign: "div", of: "value", from: "valid" }] });
    expect(evaluate(rule, (path) => values[path])).toBe(2);
    expect(evaluate(ruleOf({ way: "terms", terms: [{ sign: "add", of: "value", from: "gone", empty: 7 }] }), () => undefined)).toBe(7);
  });

  test("what is more than a row of terms is not taken for one", () => {
    for (const rule of [{ add: [1, { sub: [{ get: "a" }, 1] }] }, { if: [{ ge: [{ get: "a" }, 1] }, "a", 0] }, { days: ["2026-01-01", { get: "a" }] }, { sum: [{ list: [1, 2] }] }]) expect(waysOf(rule)).toEqual([]);
    for (const rule of [null, 5, "x", [], { get: 5 }, { round: null }, { ge: [] }, { add: [] }, { mean: null }, { if: 1 }, { if: [{ get: "a" }] }, { days: null }, { count: {} }, { sum: [[]] }]) {
      expect(() => [waysOf(rule), workingWords(MINI_CEX, rule, "en")]).not.toThrow();
    }
  });

  const SCORES = files.flatMap((name) => Object.keys(read(name).computed ?? {}).map((score) => [name, score]));

  test.each(SCORES)("of the library are opened and stay exactly the same when nothing is changed: %s %s", (name, score) => {
    const doc = read(name);
    const made = wayOf(ways(doc, score), doc.computed[score]);
    expect(made).not.toBe(null);
    expect(JSON.stringify(ruleOf(made))).toBe(JSON.stringify(doc.computed[score]));
  });

  test("begin as something that can be changed, in every form", () => {
    for (const name of files) {
      const possible = ways(read(name));
      for (const { way } of possible) {
        const made = wayOf(possible, ruleOf(beginWay(possible, way)));
        expect([name, way, made !== null]).toEqual([name, way, true]);
      }
    }
  });

  test("an average is not offered over words in order", () => {
    expect(ways(MINI_CEX).map((one) => one.way)).toEqual(["middle", "lowest", "highest", "count", "cut", "terms", "holds", "depends"]);
    const [doc, name] = addScore(MINI_CEX, "Typical level!", { way: "middle", from: "skills.*", least: 2 });
    expect([name, doc.computed[name]]).toEqual(["typical-level", { median: [{ get: "skills.*" }, 2] }]);
  });

  test("are about no question of a list that has their name", () => {
    const talk = { ...read("progress-talk.json"), computed: { when: 1, total: 2 } };
    const { from } = ways(talk, "when").find(({ way }) => way === "holds");
    expect(from).not.toContain("who");
    expect(from).toEqual(expect.arrayContaining(["total", "agreements.*.who"]));
  });

  test("ask what is among the answers of rows and of everybody at a step", () => {
    const doc = read("osce-station.json");
    const facts = scoreFacts(doc, { lang: "en" });
    expect(facts.find(({ path }) => path === "mark.steps.critical_ok")).toMatchObject({ kind: "many", values: [{ value: true, label: "Yes" }, { value: false, label: "No" }] });
    expect(scoreFacts(MINI_CEX, { lang: "en" }).find(({ path }) => path === "skills.*").values[0].value).toBe(1);
    for (const name of files) for (const { path, label } of scoreFacts(read(name), { lang: "nl" })) expect([name, path, label]).toEqual([name, path, expect.not.stringMatching(/no longer there|undefined/)]);
  });

  test("are made of no ordinal level where one number is asked, and never of themselves", () => {
    const { from } = ways(MINI_CEX, "skills_typical").find(({ way }) => way === "terms");
    expect(from).not.toContain("skills_typical");
    expect(from).not.toContain("overall");
  });

  test("a new score is called what its author called it, also in the first language, and is shown", () => {
    const [doc, name] = addScore(MINI_CEX, "Typical level!", { way: "middle", from: "skills.*" }, "nl");
    const first = MINI_CEX.languages[0];
    expect(doc.names).toEqual({ [name]: { label: { [first]: "Typical level!", nl: "Typical level!" }, shown: true } });
    expect(textsOf(doc).map(({ path }) => path.join("."))).toContain(`names.${name}.label`);
    expect(factsOf(doc, { lang: "nl" }).find(({ path }) => path === name).label).toBe("Typical level!");
  });

  test("its words go when they are emptied, and with the score", () => {
    const [doc, name] = addScore(MINI_CEX, "Level", { way: "middle", from: "skills.*" }, "en");
    const unit = nameScore(doc, name, { unit: { en: "points" } });
    expect(unit.names[name]).toMatchObject({ unit: { en: "points" }, shown: true });
    expect(nameScore(unit, name, { label: undefined, unit: undefined, shown: false }).names).toBeUndefined();
    expect(removeScore(unit, name).names).toBeUndefined();
  });

  test("words that something which comes out needs stay when the score of that name goes", () => {
    const doc = removeScore(read("hours.json"), "days");
    expect(Object.keys(doc.names)).toContain("days");
  });
});

describe("scales", () => {
  test("get levels that count on", () => {
    const [doc, name] = addScale({ scales: {} }, "ordinal", "en", "How far");
    expect(name).toBe("how-far");
    const more = addLevel(doc, name, "en");
    expect(more.scales[name].levels.map((one) => one.value)).toEqual([1, 2, 3, 4]);
    expect(removeLevel(more, name, 2).scales[name].levels.map((one) => one.value)).toEqual([1, 2, 3]);
    expect(changeKind(doc, name, "vas", "en").scales[name]).toMatchObject({ kind: "vas", ends: [{ en: "Not at all" }, { en: "Completely" }] });
  });

  test("a shared one comes along in full", () => {
    const shared = MINI_CEX.scales["mini-cex@1"];
    expect(takeShared({ scales: {} }, "mini-cex@1", shared).scales["mini-cex@1"]).toEqual(shared);
  });
});

describe("translations", () => {
  test("every text of a form stands in the list, shared scales apart", () => {
    const doc = read("kpb.json");
    const words = textsOf(doc).map((one) => one.words);
    for (const { item } of walk(doc)) expect(words).toContainEqual(item.label);
    expect(textsOf(doc).some(({ path }) => path[1]?.includes("@"))).toBe(false);
  });

  test("say how much is done, and a text put in its place counts", () => {
    const languages = [...MINI_CEX.languages];
    const [base] = languages;
    const german = writtenIn(MINI_CEX, [...languages, "de"]);
    expect(progressOf(german, "de", base).percent).toBe(0);
    const [first] = textsOf(german);
    const one = putText(german, first.path, "de", "Titel");
    expect(progressOf(one, "de", base).done).toBe(1);
    expect(putText(one, first.path, "de", "")).toEqual(german);
    expect(writtenIn(one, languages)).toEqual(MINI_CEX);
    expect(progressOf(MINI_CEX, "en", base)).toMatchObject({ percent: 100 });
  });
});

describe("the place of a text", () => {
  const doc = {
    title: { en: "Mini" },
    items: [{ key: "a", label: { en: "How complex?" }, help: { en: "For whom" }, options: [{ value: "s", label: { en: "Simple" } }] }],
    scales: { nine: { label: { en: "Nine steps" }, levels: [{ value: 1, label: { en: "Low" } }] } },
    roles: { learner: { label: { en: "Learner" } } },
  };

  test.each([
    [["title"], "Title"],
    [["items", "0", "label"], "Question"],
    [["items", "0", "help"], "How complex? › Explanation"],
    [["items", "0", "options", "0", "label"], "How complex? › Option"],
    [["scales", "nine", "levels", "0", "label"], "Nine steps › Step of the scale"],
    [["roles", "learner", "label"], "Person"],
  ])("says whose it is and which part of it", (path, words) => {
    expect(placeOf(doc, path, "en")).toBe(words);
  });

  test("is known for every text of every form of the library", () => {
    for (const name of files) {
      const form = read(name);
      for (const { path } of textsOf(form)) expect(placeOf(form, path, "en")).not.toMatch(/undefined|Text$/);
    }
  });
});

test("words are the reader's, numbers choose their form", () => {
  loadWords({ "Add {what}": "Voeg {what} toe", "{n} problem": ["{n} probleem", "{n} problemen"] }, "nl");
  expect(_("Add {what}", { what: "tekst" })).toBe("Voeg tekst toe");
  expect(_n("{n} problem", "{n} problems", 2)).toBe("2 problemen");
  expect(_("Something else")).toBe("Something else");
});
