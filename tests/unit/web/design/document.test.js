import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { find, insert, itemOf, move, placeAfter, places, remove, step, walk } from "../../../../gateway/web/assets/design/document.js";
import { History } from "../../../../gateway/web/assets/design/history.js";
import { copyOf, pathsOf, renameItem, renameMember, renamePerson, renameScale, renameStep, slug, unique } from "../../../../gateway/web/assets/design/naming.js";
import { addPerson, addStep, moveStep, removePerson, removeStep, stepsOf } from "../../../../gateway/web/assets/design/steps.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const files = readdirSync(library).filter((name) => name.endsWith(".json"));
const read = (name) => JSON.parse(readFileSync(join(library, name), "utf8"));
const MINI_CEX = read("mini-cex.json");
const keys = (doc) => [...walk(doc)].map(({ item }) => item.key);

const SMALL = {
  roles: { learner: { who: "subject" }, boss: { who: "invited" } },
  stages: [{ id: "ask", by: ["learner"], next: "judge" }, { id: "judge", by: ["boss"], next: "done" }],
  items: [
    { type: "text", key: "a", label: { en: "A" } },
    { type: "section", key: "s", label: { en: "S" }, items: [{ type: "text", key: "b", label: { en: "B" } }] },
    { type: "repeat", key: "r", label: { en: "R" }, items: [{ type: "text", key: "c", label: { en: "C" } }] },
    { type: "rubric", key: "d", label: { en: "D" }, rows: [] },
  ],
};

describe("items", () => {
  test("are found at every depth, in the order of the page", () => {
    expect(keys(SMALL)).toEqual(["a", "s", "b", "r", "c", "d"]);
    expect(find(SMALL, "c").parent.key).toBe("r");
  });

  test("are added and removed without touching what was there before", () => {
    const before = JSON.stringify(SMALL);
    const added = insert(SMALL, { type: "text", key: "n", label: { en: "N" } }, { parent: "s", index: 0 });
    expect(keys(added)).toEqual(["a", "s", "n", "b", "r", "c", "d"]);
    expect(keys(remove(added, "n"))).toEqual(keys(SMALL));
    expect(JSON.stringify(SMALL)).toBe(before);
  });

  test("step over a neighbour, into a section and out of it again", () => {
    const inside = step(SMALL, "a", 1);
    expect(keys(inside)).toEqual(["s", "a", "b", "r", "c", "d"]);
    expect(find(inside, "a").parent.key).toBe("s");
    const out = step(step(inside, "a", 1), "a", 1);
    expect(find(out, "a").parent).toBe(null);
    expect(keys(out)).toEqual(["s", "b", "a", "r", "c", "d"]);
    expect(step(SMALL, "a", -1)).toBe(SMALL);
  });

  test("do not go where they do not fit", () => {
    expect(move(SMALL, "d", { parent: "r", index: 0 })).toBe(SMALL);
    expect(move(SMALL, "s", { parent: "s", index: 0 })).toBe(SMALL);
    expect(places(SMALL, "d").every((place) => place.parent !== "r")).toBe(true);
    expect(step(SMALL, "c", -1)).toBe(SMALL);
  });

  test("a new one comes after what is selected, inside a section that is", () => {
    expect(placeAfter(SMALL, "a")).toEqual({ parent: null, index: 1 });
    expect(placeAfter(SMALL, "s")).toEqual({ parent: "s", index: 1 });
    expect(placeAfter(SMALL, null)).toEqual({ parent: null, index: 4 });
  });
});

describe("keys", () => {
  test("are slugs of what an author wrote", () => {
    expect(slug("Wat ging er goed?")).toBe("wat-ging-er-goed");
    expect(slug("3. Één ding")).toBe("een-ding");
    expect(slug("…")).toBe("");
    expect(unique("a", new Set(["a", "a-2"]))).toBe("a-3");
  });

  test("renaming an item takes every rule, outcome link and text along", () => {
    const renamed = renameItem(MINI_CEX, "epa", "activity");
    expect(JSON.stringify(renamed)).not.toContain("$epa");
    expect(itemOf(renamed, "overall").outcomes).toEqual(["$activity"]);
    expect(pathsOf(renamed.emit)).toContain("activity");
    expect(renamed.frameworks.epa).toBe("gp-epas@1");
  });

  test("renaming a row, step, person or scale takes along what points at it", () => {
    const rules = { ...SMALL, items: [{ type: "rubric", key: "d", rows: [{ key: "x" }] }, { type: "text", key: "t", by: ["boss"], stage: "judge", show: { le: [{ get: "d.x" }, 2] } }] };
    expect(itemOf(renameMember(rules, "d", "rows", "key", "x", "talk"), "t").show).toEqual({ le: [{ get: "d.talk" }, 2] });
    const step_ = renameStep(rules, "judge", "assess");
    expect([step_.stages[0].next, itemOf(step_, "t").stage]).toEqual(["assess", "assess"]);
    const person = renamePerson(rules, "boss", "chief");
    expect([Object.keys(person.roles), person.stages[1].by, itemOf(person, "t").by]).toEqual([["learner", "chief"], ["chief"], ["chief"]]);
    const scale = renameScale(MINI_CEX, "mini-cex@1", "own");
    expect(itemOf(scale, "overall").scale).toBe("own");
  });
});

describe("the path", () => {
  test("stays one line when steps come, move and go", () => {
    const [added, id] = addStep(SMALL, 1, "boss", "en");
    expect(added.stages.map((one) => one.next)).toEqual([id, "judge", "done"]);
    const moved = moveStep(added, id, 2);
    expect(moved.stages.map((one) => [one.id, one.next])).toEqual([["ask", "judge"], ["judge", id], [id, "done"]]);
    expect(removeStep(moved, id).stages).toEqual(SMALL.stages);
  });

  test("a person who leaves takes the steps of nobody else along", () => {
    const [doc, key] = addPerson(SMALL, "en");
    expect(doc.roles[key].who).toBe("invited");
    const gone = removePerson(SMALL, "boss");
    expect(gone.stages).toEqual([{ id: "ask", by: ["learner"], next: "done" }]);
  });

  test("a question is asked in the first step of who fills it, unless it says otherwise", () => {
    const found = stepsOf(MINI_CEX, itemOf(MINI_CEX, "takeaway"));
    expect(found).toEqual(["respond"]);
    expect(stepsOf(MINI_CEX, itemOf(MINI_CEX, "epa"))).toEqual(["ask"]);
  });
});

test("fifty changes can be undone and done again, typing in one field is one of them", () => {
  const history = new History(0);
  for (let number = 1; number <= 60; number += 1) history.put(number, `change ${number}`);
  for (let number = 0; number < 50; number += 1) expect(history.undo()).toBe(`change ${60 - number}`);
  expect([history.now, history.canUndo, history.undo()]).toEqual([10, false, null]);
  expect([history.redo(), history.now]).toEqual(["change 11", 11]);
  history.put("a", "label", "label:x");
  history.put("ab", "label", "label:x");
  expect([history.canRedo, history.undo(), history.now]).toEqual([false, "label", 11]);
});

test.each(files)("%s survives moving every item and back", (name) => {
  const doc = read(name);
  for (const key of keys(doc)) {
    const { parent, index } = find(doc, key);
    const away = remove(doc, key);
    expect(insert(away, itemOf(doc, key), { parent: parent?.key ?? null, index })).toEqual(doc);
    expect(renameItem(renameItem(doc, key, "zz-other"), "zz-other", key)).toEqual(doc);
  }
});

describe("a copy", () => {
  const GOALS = {
    stages: [{ id: "set", by: ["learner"], next: "done" }],
    items: [
      { type: "yesno", key: "sure", label: { en: "Sure?" } },
      {
        type: "section",
        key: "plan",
        label: { en: "Plan" },
        items: [
          {
            type: "repeat",
            key: "goals",
            label: { en: "Goals" },
            row_title: "what",
            items: [
              { type: "text", key: "what", label: { en: "What?" } },
              { type: "outcome", key: "area", label: { en: "Area" } },
              { type: "text", key: "how", label: { en: "How?" }, outcomes: ["$area", "area/care"], required: { answered: { get: "what" } }, show: { eq: [{ get: "sure" }, true] } },
            ],
          },
          { type: "text", key: "more", label: { en: "More?" }, show: { and: [{ gt: [{ count: { get: "goals.*.what" } }, 2] }, { answered: { get: "set.goals" } }] } },
        ],
      },
    ],
  };
  const inside = (item) => [...walk({ items: [item] })].map(({ item: one }) => one);

  test("of a list points at its own rows: their title, their rules and what was picked in them", () => {
    const copied = copyOf(GOALS, "goals");
    const [list, what, area, how] = inside(copied);
    const fresh = [list, what, area, how].map((one) => one.key);
    expect(new Set([...fresh, ...keys(GOALS)]).size).toBe(4 + keys(GOALS).length);
    expect(list.row_title).toBe(what.key);
    expect(how.required).toEqual({ answered: { get: what.key } });
    expect(how.outcomes).toEqual([`$${area.key}`, "area/care"]);
    expect(how.show).toEqual({ eq: [{ get: "sure" }, true] });
  });

  test("of a section points at what was copied along, also through a list and a step", () => {
    const [, list, what, , , more] = inside(copyOf(GOALS, "plan"));
    expect(pathsOf(more.show)).toEqual([`${list.key}.*.${what.key}`, `set.${list.key}`]);
  });

  test("leaves what it was made of as it was", () => {
    const before = JSON.stringify(GOALS);
    copyOf(GOALS, "plan");
    expect(JSON.stringify(GOALS)).toBe(before);
  });

  test("and its model read the rows of a list under another name when a question in it is named", () => {
    const named = renameItem(GOALS, "what", "aim");
    expect(pathsOf(itemOf(named, "more").show)).toEqual(["goals.*.aim", "set.goals"]);
    expect(itemOf(named, "goals").row_title).toBe("aim");
  });
});
