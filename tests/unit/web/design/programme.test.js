import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { add, addOption, all, changeOption, length, moveTo, partOf, placeOf, remove, settled, step, tidied } from "../../../../gateway/web/assets/design/programme-document.js";
import { requirementPanel } from "../../../../gateway/web/assets/design/programme-requirement.js";
import { compared, lines, sentence } from "../../../../gateway/web/assets/design/programme-sentences.js";

const PROGRAMME = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../services/forms/library/programmes/gp-specialty-training.json"), "utf8"));
const LIBRARY = {
  forms: [{ key: "kpb", title: "Short assessment" }],
  scales: [
    { name: "five@2", title: "Five (2)", levels: [{ value: 3, label: { en: "Alone" } }], min: 3, max: 3 },
    { name: "ten@1", title: "Ten (1)", levels: [{ value: 7, label: { en: "7", nl: "7" } }], min: 1, max: 10 },
    { name: "fine@1", title: "Fine (1)", levels: [], min: 0, max: 100 },
  ],
  registrations: [{ key: "out_of_hours", title: "Shift", form: "shift" }],
};
const SMALL = {
  title: { en: "Small" },
  phases: [{ key: "one", title: { en: "Year one" }, months: 12 }, { key: "two", title: { en: "Year two" }, months: 12 }],
  dossiers: [{ key: "work", title: { en: "Work" }, forms: ["kpb"] }],
  requirements: [{ key: "kpb", form: "kpb", count: 6, phases: ["one"] }, { key: "more", form: "kpb", count: 2 }],
  choices: [{ key: "pick", title: { en: "Pick" }, pick: 1, of: ["kpb", "more"] }],
  routes: [{ key: "way", title: { en: "Way" }, options: [{ key: "a", title: { en: "A" }, requirements: ["kpb"], phases: ["two"] }, { key: "b", title: { en: "B" } }] }],
};

describe("parts of a programme", () => {
  test("older ways of writing a requirement say the same once they are tidied", () => {
    const [one] = tidied({ requirements: [{ forms: ["kpb"], count: 1, phase: "one" }] }).requirements;
    expect(one).toEqual({ form: "kpb", count: 1, phases: ["one"], key: "kpb-one" });
    expect(tidied(PROGRAMME)).toEqual(PROGRAMME);
  });

  test("are added at the end and named once from their title, with what points at them", () => {
    const { doc, key } = add(SMALL, "phase", "en");
    expect([key, length(doc)]).toEqual(["new-1", 36]);
    const used = { ...doc, requirements: [{ key: "x", form: "kpb", count: 1, phases: [key] }] };
    const named = settled(used, "phase", key, "Year three");
    expect(named.key).toBe("year-three");
    expect(named.doc.requirements[0].phases).toEqual(["year-three"]);
    expect(settled(named.doc, "phase", "year-three", "Other").key).toBe("year-three");
  });

  test("are moved within their list only, and nothing given is changed", () => {
    const before = structuredClone(SMALL);
    expect(all(step(SMALL, "phase", "one", 1), "phase").map((one) => one.key)).toEqual(["two", "one"]);
    expect(step(SMALL, "phase", "one", -1)).toBe(SMALL);
    expect(moveTo(SMALL, "phase", 0, 5)).toBe(SMALL);
    expect(SMALL).toEqual(before);
  });

  test("leave nothing behind that names them", () => {
    const doc = remove(SMALL, "requirement", "kpb");
    expect(doc.choices[0].of).toEqual(["more"]);
    expect(doc.routes[0].options[0].requirements).toEqual([]);
    expect(remove(SMALL, "phase", "one").requirements[0].phases).toBeUndefined();
    expect(remove(SMALL, "route", "way").routes).toBeUndefined();
  });

  test("ways of a route are named by what people write", () => {
    const doc = changeOption(addOption(SMALL, "way", "en"), "way", 2, { settle: "Deep end" });
    expect(partOf(doc, "route", "way").options[2].key).toBe("deep-end");
  });

  test("a problem leads to the part it is about", () => {
    expect(placeOf(SMALL, "requirements/2/level/min")).toEqual({ kind: "requirement", key: "more" });
    expect(placeOf(SMALL, "phases/two/months")).toEqual({ kind: "phase", key: "two" });
    expect(placeOf(SMALL, "title")).toEqual({ kind: "programme", key: null });
  });
});

describe("sentences", () => {
  test("say everything that is asked", () => {
    const one = { form: "kpb", count: 6, per: "half_year", phases: ["one", "two"], assessors: 2, contexts: 2, months: 3, at_most: { count: 1, per: "week" }, level: { scale: "five@2", min: 3 } };
    expect(sentence(SMALL, one, LIBRARY, "en")).toBe(
      "At least 6 Short assessment per half year in Year one and Year two, by 2 or more assessors, in 2 or more places, in 3 or more different months, counting at most 1 a week, Alone or higher on Five (2).",
    );
  });

  test("a step without words is told as a number, and its scale is not gone", () => {
    expect(sentence(SMALL, { form: "kpb", count: 1, level: { scale: "fine@1", min: 55 } }, LIBRARY, "en")).toBe(
      "At least 1 Short assessment in the whole programme, level 55 or higher on Fine (1).",
    );
    expect(sentence(SMALL, { form: "kpb", count: 1, level: { scale: "ten@1", min: 7 } }, LIBRARY, "en")).toMatch(/, level 7 or higher on Ten \(1\)\.$/);
  });

  test("hours of registrations are hours", () => {
    expect(sentence(SMALL, { registration: "out_of_hours", hours: true, count: 40 }, LIBRARY, "en")).toBe("At least 40 hours of Shift in the whole programme.");
  });

  test("two versions are laid beside each other where they differ", () => {
    const other = { ...SMALL, phases: [SMALL.phases[0], { ...SMALL.phases[1], months: 6 }] };
    expect(compared(lines(SMALL, LIBRARY, "en"), lines(other, LIBRARY, "en"))).toEqual([{ name: "Year two", mine: "12 months", theirs: "6 months" }]);
  });
});

/** What a template says, with what is filled in; what it does when it is used is left out. */
function drawn(part) {
  if (Array.isArray(part)) return part.map(drawn).join("");
  if (part?.strings) return part.strings.map((text, place) => text + drawn(part.values[place])).join("");
  return ["function", "symbol", "undefined"].includes(typeof part) ? "" : String(part);
}

describe("the level that is asked", () => {
  const panel = (level) => drawn(requirementPanel({ doc: SMALL, library: LIBRARY, lang: "en", words: (map) => map?.en ?? "" }, { key: "kpb", form: "kpb", count: 1, level }));
  const least = (level) => panel(level).match(/<(select|input)[^>]*id=requirement-level[^>]*>/)?.[0];

  test("is chosen where a scale has few steps, and typed where it is fine", () => {
    expect(least({ scale: "five@2", min: 3 })).toMatch(/^<select/);
    const typed = least({ scale: "fine@1", min: 55 });
    expect(typed).toMatch(/type="number"/);
    expect(typed).toMatch(/min=0 max=100/);
    expect(least(undefined)).toBeUndefined();
  });
});
