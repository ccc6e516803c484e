/* The tree of a framework: what each key of the outline does to the document. */
import { describe, expect, it } from "vitest";

import {
  add, drag, indent, merge, move, neighbour, outdent, parts, relate, remove, renew, rows, settle, slug,
} from "../../../gateway/web/assets/design/tree.js";

const doc = (text) => {
  const line = [];
  const outcomes = text.trim().split("\n").map((row) => {
    const level = (row.length - row.trimStart().length) / 2;
    const key = row.trim();
    line[level] = key;
    return level ? { key, title: { en: key }, parent: line[level - 1] } : { key, title: { en: key } };
  });
  return { key: "areas", version: 2, outcomes };
};
const told = (given) => rows(given).map((row) => "  ".repeat(row.level - 1) + row.code).join("\n");
const TREE = doc(`
a
  a1
  a2
    a21
b
  b1
c`.slice(1));

describe("a tree", () => {
  it("is shown from the top down, whatever the order of the list", () => {
    const mixed = { ...TREE, outcomes: [...TREE.outcomes].reverse() };
    expect(told(mixed)).toBe("c\nb\n  b1\na\n  a2\n    a21\n  a1");
  });

  it("shows an outcome whose parent is gone, or that goes round, so that it can be mended", () => {
    const broken = { outcomes: [{ key: "x", parent: "y" }, { key: "y", parent: "x" }, { key: "z", parent: "no" }] };
    expect(rows(broken).map((row) => row.code).sort()).toEqual(["x", "y", "z"]);
  });

  it("is never changed in place", () => {
    const before = JSON.stringify(TREE);
    add(TREE, "a");
    indent(TREE, "b");
    outdent(TREE, "a1");
    move(TREE, "b", -1);
    remove(TREE, "a");
    merge(TREE, [{ key: "z", title: {} }]);
    expect(JSON.stringify(TREE)).toBe(before);
  });
});

describe("Enter", () => {
  it("adds a sibling after everything under the row", () => {
    const [made, code] = add(TREE, "a");
    expect(told(made)).toBe("a\n  a1\n  a2\n    a21\nnew-1\nb\n  b1\nc");
    expect(code).toBe("new-1");
  });

  it("adds under the row when asked, as its first child", () => {
    expect(told(add(TREE, "a", { under: true })[0])).toContain("a\n  new-1\n  a1");
  });

  it("gives the new one the kind of the row", () => {
    const own = { outcomes: [{ key: "a", kind: "own", unit: { en: "Theme" }, title: {} }] };
    expect(add(own, "a")[0].outcomes[1]).toMatchObject({ kind: "own", unit: { en: "Theme" } });
  });

  it("begins an empty framework", () => {
    expect(told(add({ key: "x" }, null)[0])).toBe("new-1");
  });
});

describe("Tab and Shift-Tab", () => {
  it("puts a row under the one before it, with what is under it", () => {
    expect(told(indent(TREE, "b"))).toBe("a\n  a1\n  a2\n    a21\n  b\n    b1\nc");
  });

  it("does nothing for the first row, and never goes deeper than eight", () => {
    expect(indent(TREE, "a")).toBe(TREE);
    const deep = doc(Array.from({ length: 8 }, (_, n) => "  ".repeat(n) + `n${n}`).join("\n") + "\n" + "  ".repeat(7) + "last");
    expect(indent(deep, "last")).toBe(deep);
  });

  it("brings a row beside its parent, right after it", () => {
    expect(told(outdent(TREE, "a1"))).toBe("a\n  a2\n    a21\na1\nb\n  b1\nc");
    expect(outdent(TREE, "a")).toBe(TREE);
    expect("parent" in outdent(TREE, "a1").outcomes.find((one) => one.key === "a1")).toBe(false);
  });

  it("undoes itself", () => {
    expect(told(outdent(indent(TREE, "c"), "c"))).toBe(told(TREE));
  });
});

describe("Alt and an arrow", () => {
  it("moves a row with what is under it among those beside it", () => {
    expect(told(move(TREE, "a", 1))).toBe("b\n  b1\na\n  a1\n  a2\n    a21\nc");
    expect(told(move(TREE, "c", -1))).toBe("a\n  a1\n  a2\n    a21\nc\nb\n  b1");
  });

  it("does nothing at the ends", () => {
    expect(move(TREE, "a", -1)).toBe(TREE);
    expect(move(TREE, "a2", 1)).toBe(TREE);
  });
});

describe("dragging", () => {
  const at = (code) => rows(TREE).findIndex((row) => row.code === code);
  const dragged = (code, to) => drag(TREE, code, at(code), to);

  it("downwards puts a row right after the one that is then above it", () => {
    expect(told(dragged("a1", at("a21")))).toBe("a\n  a2\n    a21\n    a1\nb\n  b1\nc");
    expect(told(dragged("a1", at("b1")))).toBe("a\n  a2\n    a21\nb\n  b1\n  a1\nc");
    expect(told(dragged("a1", at("c")))).toBe("a\n  a2\n    a21\nb\n  b1\nc\na1");
  });

  it("downwards goes under a row that has others under it", () => {
    expect(told(dragged("a1", at("b")))).toBe("a\n  a2\n    a21\nb\n  a1\n  b1\nc");
  });

  it("upwards puts a row before the one that is then below it, with all under it", () => {
    expect(told(dragged("b", at("a2")))).toBe("a\n  a1\n  b\n    b1\n  a2\n    a21\nc");
    expect(told(dragged("a2", at("a")))).toBe("a2\n  a21\na\n  a1\nb\n  b1\nc");
  });

  it("takes along what is under it when it goes down", () => {
    expect(told(dragged("a", at("b1")))).toBe("b\n  b1\n  a\n    a1\n    a2\n      a21\nc");
  });

  it("does nothing inside its own rows, or where it would stand deeper than eight", () => {
    expect(dragged("a", at("a2"))).toBe(TREE);
    const deep = doc(Array.from({ length: 8 }, (_, n) => "  ".repeat(n) + `n${n}`).join("\n") + "\nx\n  x1");
    expect(drag(deep, "x", 8, 7)).toBe(deep);
  });

  it("leaves the document it was given as it was", () => {
    const before = JSON.stringify(TREE);
    dragged("a", at("c"));
    expect(JSON.stringify(TREE)).toBe(before);
  });
});

describe("removing", () => {
  const tied = {
    ...TREE,
    outcomes: [...TREE.outcomes, { key: "d", kind: "epa", title: {}, epa: { competencies: ["a1", "other@1/x"] } }],
    crosswalks: [{ to: "old@1", maps: [{ from: "a1", to: "x", as: "same" }, { from: "b", to: "y", as: "same" }] }],
  };

  it("takes along what is under it and what was said about it", () => {
    const made = remove(tied, "a");
    expect(told(made)).toBe("b\n  b1\nc\nd");
    expect(made.crosswalks[0].maps).toHaveLength(1);
    expect(made.outcomes.at(-1).epa.competencies).toEqual(["other@1/x"]);
    expect(remove(made, "b").crosswalks).toBeUndefined();
  });

  it("says where to go on", () => {
    expect(neighbour(TREE, "a")).toBe("b");
    expect(neighbour(TREE, "c")).toBe("b1");
    expect(neighbour(doc("a"), "a")).toBe(null);
  });
});

describe("codes", () => {
  it("come from the first words and stay", () => {
    const [fresh] = add(TREE, "c");
    const worded = { ...fresh, outcomes: fresh.outcomes.map((one) => (one.key === "new-1" ? { ...one, title: { en: "Één à twee" } } : one)) };
    const [made, code] = settle(worded, "new-1");
    expect(code).toBe("een-a-twee");
    expect(settle(made, code)).toEqual([made, code]);
  });

  it("are followed by what names them", () => {
    const [fresh, key] = add(TREE, "c");
    const [child] = add(fresh, key, { under: true });
    const worded = { ...child, outcomes: child.outcomes.map((one) => (one.key === key ? { ...one, title: { en: "Lead" } } : one)) };
    const [made] = settle(relate(worded, "old@1", key, "x", "same"), key);
    expect(told(made)).toContain("lead\n  new-2");
    expect(made.crosswalks[0].maps[0].from).toBe("lead");
  });

  it("are different from each other", () => {
    expect(slug("Care!", new Set(["care", "care-2"]))).toBe("care-3");
    expect(slug("1.2", new Set())).toBe("outcome");
  });

  it("keep their line unless the meaning is new", () => {
    const made = renew(TREE, "a", true);
    expect(made.outcomes[0].lineage).toBe("areas/a.2");
    expect(renew(made, "a", false).outcomes[0].lineage).toBe("areas/a");
    expect(renew(made, "a", false, "old/line").outcomes[0].lineage).toBe("old/line");
  });
});

describe("pasting", () => {
  it("adds what is new after the row, and brings words to what is there", () => {
    const pasted = [
      { key: "a1", title: { nl: "Een" }, description: { nl: "Meer" } },
      { key: "x", title: { en: "x" } },
      { key: "y", title: { en: "y" }, parent: "x" },
    ];
    const [made, added] = merge(TREE, pasted, "a1");
    expect(added).toBe(2);
    expect(told(made)).toBe("a\n  a1\n  x\n    y\n  a2\n    a21\nb\n  b1\nc");
    expect(made.outcomes[1]).toMatchObject({ title: { en: "a1", nl: "Een" }, description: { nl: "Meer" } });
    expect(told(merge({ key: "e" }, pasted.slice(1))[0])).toBe("x\n  y");
  });
});

describe("pasting what is there already", () => {
  const whole = {
    key: "areas",
    outcomes: [
      { key: "a", title: { en: "a", nl: "a nl" }, kind: "epa", epa: { risks: { en: "Harm", nl: "Schade" }, competencies: ["b"], expires_months: 6 }, expected: [{ phase: "one", scale: "five@2", level: 2 }], descriptors: { "five@2": { 1: { en: "Low" }, 2: { en: "High" } } } },
      { key: "b", title: { en: "b" }, unit: { en: "Theme" }, kind: "own" },
    ],
  };

  it("brings everything that its rows say", () => {
    const row = {
      key: "a", title: { en: "A" }, number: "1", kind: "epa", parent: "b", lineage: "old/a", extensions: { x: 1 },
      epa: { risks: { en: "Death" }, limitations: { en: "Not alone" }, competencies: ["c"], expires_months: 12 },
      expected: [{ phase: "one", scale: "five@2", level: 3 }],
      descriptors: { "five@2": { 2: { nl: "Hoog" } }, "two@1": { 1: { en: "Yes" } } },
    };
    const [made, added] = merge(whole, [row, { key: "b", title: { en: "b" }, unit: { nl: "Thema" } }]);
    expect(added).toBe(0);
    expect(told(made)).toBe("b\n  a");
    expect(made.outcomes[1]).toEqual({
      ...row, title: { en: "A", nl: "a nl" },
      epa: { ...row.epa, risks: { en: "Death", nl: "Schade" } },
      descriptors: { "five@2": { 1: { en: "Low" }, 2: { en: "High", nl: "Hoog" } }, "two@1": { 1: { en: "Yes" } } },
    });
    expect(made.outcomes[0].unit).toEqual({ en: "Theme", nl: "Thema" });
  });

  it("leaves what an empty cell does not say", () => {
    expect(merge(whole, [{ key: "a", title: { en: "a" } }])[0]).toEqual(whole);
    expect(merge(whole, structuredClone(whole.outcomes))[0]).toEqual(whole);
  });

  it("writes words where an older document keeps them", () => {
    const [made] = merge({ outcomes: [{ code: "a", label: { en: "a" } }] }, [{ key: "a", title: { nl: "A" } }]);
    expect(made.outcomes).toEqual([{ code: "a", label: { en: "a", nl: "A" } }]);
  });

  it("turns a branch round without a ring, and adds where the row then stands", () => {
    const [made] = merge(TREE, [{ key: "a2", title: { en: "a2" } }, { key: "a", title: { en: "a" }, parent: "a2" }, { key: "z", title: { en: "z" } }], "a");
    expect(told(made)).toBe("a2\n  a\n    a1\n  z\n  a21\nb\n  b1\nc");
  });
});

describe("comparing", () => {
  it("says, changes and takes back how two outcomes relate", () => {
    const said = relate(TREE, "old@1", "a", "x", "same");
    const other = relate(said, "old@1", "a", "x", "broader");
    expect(other.crosswalks).toEqual([{ to: "old@1", maps: [{ from: "a", to: "x", as: "broader" }] }]);
    expect(relate(other, "old@1", "a", "x", null).crosswalks).toBeUndefined();
  });
});

describe("an activity", () => {
  it("has eight parts", () => {
    expect(Object.keys(parts({}))).toHaveLength(8);
    const whole = { title: { en: "x" }, expected: [{}], epa: { specification: { en: "x" }, limitations: { en: " " } } };
    expect(parts(whole)).toMatchObject({ title: true, specification: false, expected: true, expires: false });
  });
});
