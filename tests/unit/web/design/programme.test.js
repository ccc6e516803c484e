import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { add, addOption, all, changeOption, countBesides, countFirst, formsOf, frameworksOf, length, levelOn, moveTo, partOf, placeOf, remove, settled, step, tidied, withFrameworks } from "../../../../gateway/web/assets/design/programme-document.js";
import { programmePanel } from "../../../../gateway/web/assets/design/programme-panel.js";
import { requirementPanel } from "../../../../gateway/web/assets/design/programme-requirement.js";
import { frameworkTitle, sentence } from "../../../../gateway/web/assets/design/programme-sentences.js";

const PROGRAMME = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../services/forms/library/programmes/gp-specialty-training.json"), "utf8"));
const LIBRARY = {
  forms: [{ key: "kpb", title: "Short assessment", ratings: [{ item: "in_all", scale: "five@2", title: "Over all" }, { item: "parts", scale: "five@2", title: "Each part" }, { item: "sum", scale: "ten@1", title: "" }] }],
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

describe("a requirement that is opened and touched", () => {
  const SEVERAL = { key: "x", forms: ["kpb", "cex", "dops"], count: 1 };
  const put = (one, members) => JSON.parse(JSON.stringify({ ...one, ...members }));

  test("keeps all forms that count", () => {
    const [one] = tidied({ requirements: [SEVERAL] }).requirements;
    expect(one).toEqual(SEVERAL);
    expect(formsOf(put(one, countFirst(one, "other")))).toEqual(["other", "cex", "dops"]);
    expect(formsOf(put(one, countFirst(one, "cex")))).toEqual(["cex", "dops"]);
    expect(put(one, countBesides(one, []))).toEqual({ key: "x", form: "kpb", count: 1 });
    expect(put({ form: "kpb" }, countBesides({ form: "kpb" }, ["cex"]))).toEqual({ forms: ["kpb", "cex"] });
  });

  test("counts its form where an empty list stands beside it", () => {
    expect(tidied({ requirements: [{ key: "x", forms: [], form: "kpb", phases: [], phase: "one" }] }).requirements).toEqual([{ key: "x", form: "kpb", phases: ["one"] }]);
  });

  test("shows all its forms as ticked, also one that no dossier keeps", () => {
    const store = { doc: tidied({ ...SMALL, requirements: [{ ...SEVERAL, level: { scale: "gone@1", min: 2, item: "in_all" } }] }), library: LIBRARY, lang: "en", words: (map) => map.en };
    const shown = drawn(requirementPanel(store, store.doc.requirements[0]));
    expect(shown.match(/id="requirement-besides-\d" \.checked=true/g)).toHaveLength(2);
    expect(shown).toContain("a scale that is gone</option>");
    expect(shown).not.toContain("in_all");
    expect(drawn(requirementPanel(store, { key: "y", registration: "out_of_hours", form: "kpb" }))).not.toContain("requirement-besides");
  });

  test("keeps its rating on another version of the same scale, and begins anew on another", () => {
    const scale = (version, values) => ({ name: `five@${version}`, key: "five", levels: values.map((value) => ({ value })) });
    const level = { scale: "five@1", min: 3, item: "overall", same_as: ["five@2", "five@3"] };
    expect(levelOn(scale(2, [1, 3, 5]), level)).toEqual({ scale: "five@2", min: 3, item: "overall", same_as: ["five@3"] });
    expect(levelOn(scale(3, [1, 2]), { ...level, same_as: ["five@3"] })).toEqual({ scale: "five@3", min: 2, item: "overall" });
    expect(levelOn({ name: "two@1", key: "two", levels: [{ value: 2 }] }, level)).toEqual({ scale: "two@1", min: 2 });
  });

  test("is asked at one of the ratings on its scale, in the words of their questions", () => {
    const panel = (level, given = ["kpb"]) => drawn(requirementPanel({ doc: SMALL, library: LIBRARY, lang: "en", words: (map) => map.en }, { key: "x", forms: given, count: 1, level }));
    const five = panel({ scale: "five@2", min: 3, item: "in_all" });
    expect(five).toMatch(/At which rating.*\?selected=true>Over all.*\?selected=false>Each part/);
    expect(five).not.toContain("worked out");
    expect(panel({ scale: "five@2", min: 3 })).toMatch(/\?selected=true>At all ratings on this scale/);
    expect(panel({ scale: "ten@1", min: 7 })).not.toContain("At which rating");
    expect(panel({ scale: "ten@1", min: 7, item: "sum" })).toMatch(/\?selected=true>a score that is worked out/);
    expect(panel({ scale: "five@2", min: 3, item: "was_there" })).toMatch(/\?selected=true>a question that is gone/);
  });
});

describe("frameworks and the line chart", () => {
  const doc = { ...SMALL, frameworks: { area: "areas@1" }, progress: { form: "gone", scale: "five@2" } };

  test("keep the names they are listed under", () => {
    const { frameworks } = withFrameworks(doc, ["areas@1", "epas@2"]);
    expect(frameworks).toEqual({ area: "areas@1", epas: "epas@2" });
    expect(withFrameworks({ frameworks: { areas: "old@1" } }, ["old@1", "areas@1"]).frameworks).toEqual({ areas: "old@1", "areas-2": "areas@1" });
    expect(withFrameworks(doc, [])).toEqual({ frameworks: undefined });
    expect([["a@1"], "a@1", { x: "a@1" }].map((given) => frameworksOf({ frameworks: given }))).toEqual([["a@1"], ["a@1"], ["a@1"]]);
  });

  test("of an older version are named after the newest", () => {
    const library = { frameworks: [{ name: "areas@3", title: "Areas (3)" }] };
    expect(frameworkTitle(library, "areas@1")).toBe("Areas (1)");
    expect(frameworkTitle(library, "other@1")).toBe("a framework that is gone");
  });

  test("are chosen, also where what is named is no longer there", () => {
    const store = { doc, library: { ...LIBRARY, frameworks: [{ name: "epas@2", title: "EPAs (2)" }], chart_scales: [{ name: "five@2", title: "Five (2)" }] }, lang: "en", words: (map) => map.en, selected: { kind: "programme", key: null } };
    const shown = drawn(programmePanel(store));
    expect(shown).toMatch(/\.checked=false[^>]*><span>EPAs \(2\)/);
    expect(shown).toMatch(/\.checked=true[^>]*><span>a framework that is gone/);
    expect(shown).toMatch(/\?selected=true>A form that is gone/);
    expect(shown).toMatch(/\?selected=true>Five \(2\)/);
  });
});

/** What a template says, with the properties it sets; what it does on events is left out. */
function drawn(part) {
  if (Array.isArray(part)) return part.map(drawn).join("");
  if (part?.strings) return part.strings.map((text, place) => text + drawn(part.values[place])).join("").replaceAll(/\s+/g, " ");
  return ["string", "number", "boolean"].includes(typeof part) ? String(part) : "";
}

describe("sentences", () => {
  test("say everything that is asked", () => {
    const one = { form: "kpb", count: 6, per: "half_year", phases: ["one", "two"], assessors: 2, contexts: 2, months: 3, at_most: { count: 1, per: "week" }, level: { scale: "five@2", min: 3, item: "in_all" } };
    expect(sentence(SMALL, one, LIBRARY, "en")).toBe(
      "At least 6 Short assessment per half year in Year one and Year two, by 2 or more assessors, in 2 or more places, in 3 or more different months, counting at most 1 a week, Alone or higher on Five (2) at “Over all”.",
    );
  });

  test("what its form no longer asks is no key, nor is what is worked out", () => {
    const at = (item) => sentence(SMALL, { form: "kpb", count: 1, level: { scale: "ten@1", min: 7, item } }, LIBRARY, "en");
    expect(at("gone_one")).toMatch(/ at a question that is gone\.$/);
    expect(at("sum")).toMatch(/ at a score that is worked out\.$/);
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
});

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
