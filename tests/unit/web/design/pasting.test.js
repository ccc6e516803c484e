/* Rows pasted into a framework: what they bring besides outcomes. */
import { describe, expect, it } from "vitest";

import { besideBrought, levelsBrought, mergeBeside } from "../../../../gateway/web/assets/design/framework-pasting.js";

const line = (from, to, as) => ({ from, to, as });
const DOC = {
  key: "areas",
  outcomes: [{ key: "a", title: { en: "A" } }],
  phases: [{ key: "one", title: { en: "Year one", nl: "Jaar een" } }],
  crosswalks: [{ to: "old@1", maps: [line("a", "x", "same"), { ...line("a", "y", "related"), note: { en: "Partly" } }] }],
};
const PASTED = {
  phases: [{ key: "one", title: { en: "First year" } }, { key: "two", title: { en: "Second year" } }],
  crosswalks: [{ to: "old@1", maps: [line("a", "y", "narrower"), line("a", "z", "same")] }, { to: "other@2", maps: [line("a", "q", "broader")] }],
};

describe("rows about the framework itself", () => {
  it("bring phases and comparisons to date beside those that are there", () => {
    const before = structuredClone(DOC);
    const made = mergeBeside(DOC, PASTED);
    expect(made.phases).toEqual([{ key: "one", title: { en: "First year", nl: "Jaar een" } }, { key: "two", title: { en: "Second year" } }]);
    expect(made.crosswalks).toEqual([
      { to: "old@1", maps: [line("a", "x", "same"), { ...line("a", "y", "narrower"), note: { en: "Partly" } }, line("a", "z", "same")] },
      { to: "other@2", maps: [line("a", "q", "broader")] },
    ]);
    expect(DOC).toEqual(before);
    expect(mergeBeside({ key: "e" }, PASTED).phases).toEqual(PASTED.phases);
  });

  it("change nothing where there are none", () => {
    expect(mergeBeside(DOC, {})).toBe(DOC);
    expect(mergeBeside(DOC, { outcomes: [] })).toBe(DOC);
  });

  it("are told before they are taken, and the levels of each row", () => {
    expect(besideBrought(PASTED)).toBe("2 phases, 3 comparisons with other frameworks");
    expect(besideBrought({})).toBe("");
    const one = { descriptors: { "five@1": { 1: { en: "Low" }, 2: { en: "High" } }, "two@1": { 1: { en: "No" } } }, expected: [{}] };
    expect(levelsBrought(one)).toBe("3 levels described, 1 expected level");
    expect(levelsBrought({})).toBe("");
  });
});
