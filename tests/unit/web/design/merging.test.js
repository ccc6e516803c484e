import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { change, edit, insert, itemOf, move, remove } from "../../../../gateway/web/assets/design/document.js";
import { changedByBoth, differences, firstChoices, merged, same } from "../../../../gateway/web/assets/design/merging.js";
import { addStep, changeStep } from "../../../../gateway/web/assets/design/steps.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const BEFORE = JSON.parse(readFileSync(join(library, "mini-cex.json"), "utf8"));

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
    expect(firstChoices(found, BEFORE)).toMatchObject({ "items/extra": "theirs", "items/strong": "theirs", "items/overall": "mine", "stages/assess": "mine", "whole/stakes": "theirs", "whole/title": "mine" });
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

  test("keep one path when a step of theirs comes in", () => {
    const [theirs, id] = addStep(BEFORE, 1, "learner", "en");
    const found = differences(MINE, theirs);
    const both = merged(MINE, theirs, firstChoices(found, BEFORE));
    expect(both.stages.map((one) => one.next)).toEqual([id, "assess", "respond", "done"]);
    expect(both.stages[2].expires).toBe(14);
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
