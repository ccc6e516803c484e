import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { Facts } from "../../../gateway/web/assets/form-facts.js";

const ITEMS = [
  { key: "trust", type: "scale", required: true },
  { key: "skills", type: "rubric", required: true, rows: [{ key: "talk" }, { key: "plan" }, { key: "extra", optional: true }] },
  { key: "tip", type: "text", required: { le: [{ get: "trust" }, 3] } },
  { key: "concern", type: "yesno" },
  { key: "what", type: "text", required: true, show: { eq: [{ get: "concern" }, true] } },
  { key: "chk", type: "checklist", rows: [{ key: "hands", critical: true, points: 1 }, { key: "name", points: 3, weight: 2 }] },
  { key: "goals", type: "repeat", items: [{ key: "text", type: "text" }] },
  { key: "places", type: "choice", many: true },
];

const facts = (answers, more = {}) =>
  new Facts({ items: ITEMS, computed: {}, ordinal: [], facts: {}, ...more }, answers);
const missing = (answers, more) => facts(answers, more).missing();

describe("what a rule sees", () => {
  test("not seen is no number", () => {
    expect(facts({ trust: { v: null, na: true } }).get("trust")).toBe(null);
    expect(facts({ trust: { v: 4, comment: "x" } }).get("trust")).toBe(4);
    expect(facts({ trust: 4 }).get("trust")).toBe(4);
  });

  test("rows of a rubric in their order, unanswered ones as null", () => {
    const answers = { skills: { plan: { v: 2 }, talk: { v: null, na: true } } };
    expect(facts(answers).get("skills.*")).toEqual([null, 2, null]);
    expect(facts({}).get("skills.*")).toEqual([]);
    expect(facts(answers).get("skills.plan")).toBe(2);
  });

  test("points of a checklist, weighted, and whether the critical ones are right", () => {
    const answers = { chk: { hands: true, name: 2 } };
    expect(facts(answers).get("chk.points")).toBe(1 + 2 * 2);
    expect(facts(answers).get("chk.max")).toBe(7);
    expect(facts(answers).get("chk.critical_ok")).toBe(true);
    expect(facts({ chk: { hands: false } }).get("chk.critical_ok")).toBe(false);
    expect(facts({ chk: { name: 2 } }).get("chk.critical_ok")).toBe(null);
    expect(facts({ chk: { hands: { v: null, na: true } } }).get("chk.critical_ok")).toBe(true);
  });

  test("a mark beside not applicable earns nothing, and where nothing applied there are no points", () => {
    const na = { v: null, na: true };
    expect(facts({ chk: { hands: na, name: { v: 3, na: true } } }).get("chk.points")).toBe(null);
    expect(facts({ chk: { hands: na, name: 0 } }).get("chk.points")).toBe(0);
    expect(facts({ chk: { name: { v: 3, na: true } } }).get("chk.name")).toBe(null);
    expect(facts({ trust: { v: 4, na: true } }).get("trust")).toBe(null);
  });

  test("other without words is no choice", () => {
    expect(facts({ places: ["home", { other: " " }] }).get("places")).toEqual(["home"]);
    expect(facts({ places: [{ other: "" }] }).get("places")).toEqual([]);
  });

  test("a column of repeated rows", () => {
    expect(facts({ goals: [{ _id: "1", text: "a" }, { _id: "2" }] }).get("goals.*.text")).toEqual(["a", null]);
  });

  test("many choices, the free one as its code", () => {
    expect(facts({ places: ["home", { other: "ship" }] }).get("places")).toEqual(["home", "other"]);
    expect(facts({}).get("places")).toEqual([]);
  });

  test("an item that is hidden counts as unanswered", () => {
    expect(facts({ concern: false, what: "old text" }).get("what")).toBe(null);
    expect(facts({ concern: true, what: "text" }).get("what")).toBe("text");
  });

  test("computed scores, and a circle between them ends", () => {
    const computed = { typical: { median: [{ get: "skills.*" }, 1] }, one: { get: "two" }, two: { get: "one" } };
    const answers = { skills: { talk: { v: 2 }, plan: { v: 3 } } };
    expect(facts(answers, { computed }).get("typical")).toBe(2.5);
    expect(facts(answers, { computed, ordinal: ["skills.*"] }).get("typical")).toBe(2);
    expect(facts(answers, { computed }).get("one")).toBe(null);
  });

  test("values from elsewhere, by the path the rules name", () => {
    const more = { facts: { "context.place": "ward", "judge.trust": [2, null], self: 3 } };
    expect(facts({}, more).get("context.place")).toBe("ward");
    expect(facts({}, more).get("judge.trust")).toEqual([2, null]);
    expect(facts({}, more).get("self")).toBe(3);
    expect(facts({}, more).get("nowhere")).toBe(null);
  });
});

describe("what only the server knows", () => {
  const over = (rule) => ({ key: "late", type: "text", show: rule, required: true });
  const low = { le: [{ min: { get: "judge.trust" } }, 2] };
  const page = (rule, more) => new Facts({ items: [...ITEMS, over(rule)], computed: {}, ordinal: [], facts: {}, ...more }, {});

  test("such a question is shown and not required, whatever its rule says", () => {
    const untold = page(low);
    expect(untold.isShown(over(low))).toBe(true);
    expect(untold.isRequired({ required: low })).toBe(false);
    expect(untold.missing()).not.toContain("late");
    expect(page(low, { facts: { "judge.trust": [2] } }).missing()).toContain("late");
    const told = page(low, { facts: { "judge.trust": [4] } });
    expect(told.isShown(over(low))).toBe(false);
  });

  test("that nothing was given is known, and so is a score over it", () => {
    const computed = { lowest: { min: { get: "judge.trust" } } };
    const rule = { answered: { get: "lowest" } };
    expect(page(rule, { computed }).isShown(over(rule))).toBe(true);
    expect(page(rule, { computed, facts: { "judge.trust": [] } }).isShown(over(rule))).toBe(false);
  });

  test("a question that waits for one of them is left open too", () => {
    const items = [{ key: "seen", type: "yesno", show: low }, { key: "why", type: "text", required: true, show: { get: "seen" } }];
    const found = new Facts({ items, computed: {}, ordinal: [], facts: {} }, {});
    expect(found.isShown(items[1])).toBe(true);
    const told = new Facts({ items, computed: {}, ordinal: [], facts: { "judge.trust": [1] } }, {});
    expect(told.isShown(items[1])).toBe(false);
  });
});

describe("inside a row of a repeat", () => {
  const goals = {
    key: "goals",
    type: "repeat",
    items: [
      { key: "what", type: "text", required: true },
      { key: "help", type: "yesno" },
      { key: "who", type: "text", required: true, show: { eq: [{ get: "help" }, true] } },
      { key: "why", type: "text", required: { eq: [{ get: "urgent" }, true] } },
      { key: "skills", type: "scale", required: { le: [{ get: "trust" }, 2] } },
    ],
  };
  const items = [{ key: "trust", type: "scale" }, { key: "help", type: "yesno" }, { key: "urgent", type: "yesno" }, goals];
  const page = (answers, rows) => new Facts({ items, computed: {}, ordinal: [], facts: {} }, answers, rows);

  test("the row's own items come first, then those of the form", () => {
    const [, [, second]] = page({ help: true }, new Map([["goals", [[0, { help: true }], [1, { what: "x", help: false }]]]])).rows.get("goals");
    expect(second.isShown(goals.items[2])).toBe(false);
    expect(page({ help: true, goals: [{ what: "x" }] }).missing()).toEqual([]);
    expect(page({ goals: [{ what: "x", help: true }] }).missing()).toEqual(["goals.0.who"]);
    expect(page({ urgent: true, trust: 2, goals: [{ what: "x" }] }).missing()).toEqual(["goals.0.why", "goals.0.skills"]);
  });

  test("places carry the number of the row in the page; an empty row asks nothing", () => {
    const rows = new Map([["goals", [[0, {}], [3, { help: false }]]]]);
    expect(page({ goals: [{ help: false }] }, rows).missing()).toEqual(["goals.3.what"]);
  });

  test("rows of a hidden list are not asked", () => {
    const hidden = { ...goals, show: { get: "urgent" } };
    const found = new Facts({ items: [items[2], hidden], computed: {}, ordinal: [], facts: {} }, { urgent: false, goals: [{ help: true }] });
    expect(found.missing()).toEqual([]);
  });
});

describe("what is still missing", () => {
  test("required items, row by row, optional rows not", () => {
    expect(missing({})).toEqual(["trust", "skills"]);
    expect(missing({ trust: 4, skills: { talk: { v: 3 } } })).toEqual(["skills.plan"]);
  });

  test("not seen is an answer, a comment alone is none", () => {
    const skills = { talk: { v: null, na: true }, plan: { v: null, comment: "later" } };
    expect(missing({ trust: { v: null, na: true }, skills })).toEqual(["skills.plan"]);
  });

  test("a rule makes an item required", () => {
    const skills = { talk: { v: 3 }, plan: { v: 3 } };
    expect(missing({ trust: 3, skills })).toEqual(["tip"]);
    expect(missing({ trust: 4, skills })).toEqual([]);
  });

  test("what is hidden is not asked", () => {
    const skills = { talk: { v: 3 }, plan: { v: 3 } };
    expect(missing({ trust: 4, skills, concern: false })).toEqual([]);
    expect(missing({ trust: 4, skills, concern: true })).toEqual(["what"]);
  });
});

describe("what the page shows, counts and misses, by the vectors that the server keeps to", () => {
  const golden = new URL("../../../libs/formengine/golden/showing.json", import.meta.url);
  const { vectors } = JSON.parse(readFileSync(golden));

  test.each(vectors.map((vector) => [vector.says, vector]))("%s", (_, { rules, answers, shown, values, missing: asked }) => {
    const found = facts(answers, { items: rules });
    expect(rules.filter((item) => found.isShown(item)).map((item) => item.key)).toEqual(shown);
    expect(Object.fromEntries(Object.keys(values).map((path) => [path, found.get(path)]))).toEqual(values);
    expect([...new Set(found.missing().map((place) => place.split(".")[0]))]).toEqual(asked);
  });

  test("a section whose rule nobody knows here is left open, and so is what stands in it", () => {
    const within = { get: "context.place" };
    const item = { key: "why", type: "text", required: true, within, show: true };
    const found = facts({}, { items: [{ key: "page", type: "section", show: within }, item] });
    expect(found.isShown(item)).toBe(true);
    expect(found.missing()).toEqual([]);
    const closed = facts({}, { items: [{ ...item, show: false }] });
    expect(closed.isShown({ ...item, show: false })).toBe(false);
  });
});
