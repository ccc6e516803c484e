import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { change, edit, insert, itemOf, move, remove, same } from "../../../../gateway/web/assets/design/document.js";
import { changedByBoth, differences, firstChoices, merged } from "../../../../gateway/web/assets/design/merging.js";
import { comparedParts } from "../../../../gateway/web/assets/design/comparing.js";
import { addStep, changeStep } from "../../../../gateway/web/assets/design/steps.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const BEFORE = JSON.parse(readFileSync(join(library, "mini-cex.json"), "utf8"));
const TALK = JSON.parse(readFileSync(join(library, "progress-talk.json"), "utf8"));

const all = (found, side) => Object.fromEntries(found.map(({ id }) => [id, side]));
const put = (doc, members) => edit(doc, (copy) => Object.assign(copy, members));

const MINE = changeStep(put(change(BEFORE, "overall", { label: { en: "In all" } }), { title: { en: "Mine" } }), "assess", { expires: 14 });
const THEIRS = insert(move(remove(put(BEFORE, { title: { en: "Theirs" }, stakes: "high" }), "strong"), "complexity", { parent: null, index: 0 }), { type: "text", key: "extra", label: { en: "Extra" }, by: "assessor" }, { parent: null, index: 3 });

describe("two versions", () => {
  test("differ in parts that can be named", () => {
    expect(differences(MINE, THEIRS).map(({ id }) => id).sort()).toEqual(["items/extra", "items/overall", "items/strong", "order/items", "stages/assess", "whole/stakes", "whole/title"]);
    expect(differences(BEFORE, structuredClone(BEFORE))).toEqual([]);
  });

  test("are chosen by who changed what", () => {
    const found = differences(MINE, THEIRS);
    expect(firstChoices(found, BEFORE)).toMatchObject({ "items/extra": "theirs", "items/strong": "theirs", "order/items": "theirs", "items/overall": "mine", "stages/assess": "mine", "whole/stakes": "theirs", "whole/title": "mine" });
    expect(found.filter((one) => changedByBoth(one, BEFORE)).map(({ id }) => id)).toEqual(["whole/title"]);
  });

  test("give mine, theirs, or both together", () => {
    const found = differences(MINE, THEIRS);
    expect(merged(MINE, THEIRS, all(found, "mine"))).toEqual(MINE);
    expect(differences(merged(MINE, THEIRS, all(found, "theirs")), THEIRS)).toEqual([]);
    const both = merged(MINE, THEIRS, firstChoices(found, BEFORE));
    expect([both.title.en, both.stakes, itemOf(both, "strong"), itemOf(both, "overall").label.en]).toEqual(["Mine", "high", undefined, "In all"]);
    expect(itemOf(both, "extra")).toBeDefined();
  });

  test("take the words of each score apart", () => {
    const [level, seen] = [{ label: { en: "Level" } }, { label: { en: "Seen" } }];
    const [mine, theirs] = [put(BEFORE, { names: { level } }), put(BEFORE, { names: { seen } })];
    const found = differences(mine, theirs);
    expect(found.map(({ id }) => id).sort()).toEqual(["names/level", "names/seen"]);
    expect(merged(mine, theirs, firstChoices(found, BEFORE)).names).toEqual({ level, seen });
    expect(comparedParts(mine, theirs, "en").map(({ label }) => label).sort()).toEqual(["Words for a score: Level", "Words for a score: Seen"]);
  });

  test("keep one path when a step of theirs comes in", () => {
    const [theirs, id] = addStep(BEFORE, 1, "learner", "en");
    const found = differences(MINE, theirs);
    const both = merged(MINE, theirs, firstChoices(found, BEFORE));
    expect(both.stages.map((one) => one.next)).toEqual([id, "assess", "respond", "done"]);
    expect(both.stages[2].expires).toBe(14);
  });

  test("take the order of who moved something", () => {
    const moved = move(BEFORE, "complexity", { parent: null, index: 0 });
    for (const [mine, theirs, side] of [[MINE, moved, "theirs"], [moved, MINE, "mine"]]) {
      const found = differences(mine, theirs);
      expect(firstChoices(found, BEFORE)["order/items"]).toBe(side);
      expect(found.filter((one) => changedByBoth(one, BEFORE))).toEqual([]);
      expect(merged(mine, theirs, firstChoices(found, BEFORE)).items[0].key).toBe("complexity");
    }
  });

  test("say so where both moved something, also what is new to both", () => {
    const order = (mine, theirs) => differences(mine, theirs).find(({ id }) => id === "order/items");
    const clash = order(move(BEFORE, "overall", { parent: null, index: 0 }), move(BEFORE, "complexity", { parent: null, index: 0 }));
    expect([changedByBoth(clash, BEFORE), firstChoices([clash], BEFORE)]).toEqual([true, { "order/items": "mine" }]);
    const put = (index) => insert(BEFORE, { type: "text", key: "extra", label: { en: "Extra" } }, { parent: null, index });
    expect(changedByBoth(order(put(0), put(2)), BEFORE)).toBe(true);
  });

  test("tell the order of what comes out too, and which of it is chosen", () => {
    const emit = ["one", "two"].map((key) => ({ key, at: "assess", kind: "flag" }));
    const [before, turned] = [emit, emit.toReversed()].map((given) => put(BEFORE, { emit: given }));
    const found = differences(before, turned);
    expect(found.map(({ id }) => id)).toEqual(["order/emit"]);
    expect(merged(before, turned, firstChoices(found, before)).emit).toEqual(turned.emit);
    expect(comparedParts(before, turned, "en")[0].label).toBe("Order of what comes out");
  });

  test("bring a list of rows to the section where the other put it", () => {
    const [list, part] = [{ type: "repeat", key: "rows", label: { en: "Rows" }, items: [] }, { type: "section", key: "part", label: { en: "Part" }, items: [] }];
    const start = [part, list].reduce((doc, item) => insert(doc, item), BEFORE);
    const theirs = move(start, "rows", { parent: "part", index: 0 });
    const both = merged(start, theirs, firstChoices(differences(start, theirs), start));
    expect(differences(both, theirs)).toEqual([]);
  });

  test("are told apart question by question in lists that ask something under one key", () => {
    const mine = change(TALK, "goals/what", { label: { en: "Which goal?" } });
    const theirs = change(change(TALK, "agreements/what", { label: { en: "Agreed" } }), "agreements/who", { required: false });
    const found = differences(mine, theirs);
    expect(found.map(({ id }) => id).sort()).toEqual(["items/agreements/what", "items/agreements/who", "items/goals/what"]);
    expect(found.filter((one) => changedByBoth(one, TALK))).toEqual([]);
    expect(comparedParts(mine, theirs, "en").map(({ label }) => label).sort()).toEqual(["Learning goals for the coming period › Which goal?", "What did you agree? › Agreement", "What did you agree? › Who does it?"]);
    const words = (doc, address) => itemOf(doc, address).label.en;
    const both = merged(mine, theirs, firstChoices(found, TALK));
    expect([words(both, "goals/what"), words(both, "agreements/what"), itemOf(both, "agreements/who").required]).toEqual(["Which goal?", "Agreed", false]);
    const one = merged(mine, theirs, { "items/agreements/who": "theirs" });
    expect([words(one, "agreements/what"), itemOf(one, "agreements/who").required]).toEqual([words(TALK, "agreements/what"), false]);
    expect(merged(mine, theirs, all(found, "theirs"))).toEqual(theirs);
  });

  test("change the same question of one list, and only that is asked", () => {
    const put = (address, en) => change(TALK, address, { label: { en } });
    const found = differences(put("goals/what", "Mine"), put("goals/what", "Theirs"));
    expect(found.map((one) => [one.id, changedByBoth(one, TALK)])).toEqual([["items/goals/what", true]]);
  });

  test("bring new, gone and moved questions of a list to their own list", () => {
    const why = { type: "text", key: "why", label: { en: "Why?" } };
    const added = insert(remove(TALK, "goals/what"), why, { parent: "goals", index: 1 });
    const theirs = move(added, "agreements/when", { parent: "agreements", index: 0 });
    const mine = change(insert(TALK, { ...why, label: { en: "Why so?" } }, { parent: "agreements", index: 0 }), "goals", { label: { en: "Goals" } });
    const found = differences(mine, theirs);
    expect(found.map(({ id }) => id).sort()).toEqual(["items/agreements/why", "items/goals", "items/goals/what", "items/goals/why", "order/items"]);
    const both = merged(mine, theirs, firstChoices(found, TALK));
    expect(itemOf(both, "goals").items.map(({ key }) => key)).toEqual(["due", "why"]);
    expect(itemOf(both, "agreements").items.map(({ key }) => key)).toEqual(["why", "when", "what", "who"]);
    expect([itemOf(both, "goals").label.en, itemOf(both, "goals/why").label.en]).toEqual(["Goals", "Why?"]);
    expect(merged(mine, theirs, all(found, "theirs"))).toEqual(theirs);
  });

  test("keep a list whole that only one of them still has", () => {
    const mine = change(TALK, "goals/what", { label: { en: "Which goal?" } });
    const theirs = remove(TALK, "goals");
    const found = differences(mine, theirs);
    expect(found.map((one) => [one.id, changedByBoth(one, TALK)])).toEqual([["items/goals", true]]);
    expect(merged(mine, theirs, all(found, "theirs"))).toEqual(theirs);
    expect(merged(theirs, mine, all(differences(theirs, mine), "theirs")).items).toEqual(mine.items);
  });

  test("say the same whatever the order of members", () => {
    expect(same({ en: "a", nl: "b" }, { nl: "b", en: "a" })).toBe(true);
    expect(same(undefined, { en: "a" })).toBe(false);
  });

  test("keep what stood in a section that is gone", () => {
    const section = { type: "section", key: "part", label: { en: "Part" }, items: [] };
    const mine = move(insert(BEFORE, section, { parent: null, index: 0 }), "overall", { parent: "part", index: 0 });
    const gone = merged(mine, BEFORE, { "items/part": "theirs" });
    expect(itemOf(gone, "part")).toBeUndefined();
    expect(itemOf(gone, "overall")).toBeDefined();
    expect(differences(merged(mine, BEFORE, all(differences(mine, BEFORE), "theirs")), BEFORE)).toEqual([]);
  });
});
