import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { languagesKept, languagesOf, offeredBeside, writtenIn } from "../../../../gateway/web/assets/design/languages.js";
import { tidied } from "../../../../gateway/web/assets/design/programme-document.js";
import { ProgrammeStore } from "../../../../gateway/web/assets/design/programme-store.js";
import { placeOf } from "../../../../gateway/web/assets/design/text-places.js";
import { progressOf, putText, textsOf } from "../../../../gateway/web/assets/design/texts.js";
import { loadWords } from "../../../../gateway/web/assets/design/words.js";

const LIBRARY = join(import.meta.dirname, "../../../../services/forms/library");
const ofKind = (kind) => readdirSync(join(LIBRARY, kind)).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(join(LIBRARY, kind, name), "utf8")));
const OTHERS = ["programmes", "frameworks", "scales"].flatMap(ofKind);

const FRAMEWORK = {
  format: "framework/1", key: "areas", languages: ["en", "nl"], title: { en: "Areas" }, phases: [{ key: "one", title: { en: "Year one" } }],
  outcomes: [{
    key: "care", kind: "epa", title: { en: "Care" }, unit: { en: "Theme" }, description: { en: "All of it" },
    epa: { risks: { en: "Harm" }, specification: { en: "In" }, limitations: { en: "Out" }, requires: { en: "Knowing" }, evidence: { en: "Seen" }, competencies: ["talk"] },
    descriptors: { "five@1": { 3: { en: "Alone" } } },
    extensions: { title: { en: "Of another system" } },
  }],
  crosswalks: [{ to: "old@1", maps: [{ from: "care", to: "x", as: "same", note: { en: "Nearly" } }] }],
};
const SCALE = {
  format: "scale/1", key: "five", title: { en: "Five", nl: "Vijf" }, kind: "vas", ends: [{ en: "Low", nl: "Laag" }, { en: "High" }], na: { en: "Not seen" },
};
const PROGRAMME = {
  format: "programme/1", key: "small", title: { de: "Klein" }, phases: [{ key: "one", title: { de: "Erstes Jahr" }, months: 12 }], dossiers: [{ key: "work", title: { de: "Arbeit" }, forms: [] }], requirements: [],
  routes: [{ key: "way", title: { de: "Weg" }, options: [{ key: "a", title: { de: "Klinik" } }, { key: "b", title: { de: "Praxis" } }] }],
};

beforeEach(() => loadWords({}, "en"));

/** Every language map anywhere: where nothing but words of known languages stands. */
function* maps(part) {
  for (const inner of Object.values(part ?? {})) {
    if (inner === null || typeof inner !== "object") continue;
    const codes = Object.keys(inner);
    if (!Array.isArray(inner) && codes.length && codes.every((code) => ["en", "nl"].includes(code) && typeof inner[code] === "string")) yield inner;
    else yield* maps(inner);
  }
}

describe("texts of programmes, frameworks and scales", () => {
  test("all stand in the list, with a place in words", () => {
    expect(OTHERS.length).toBeGreaterThan(15);
    for (const doc of [...OTHERS, SCALE]) {
      const found = textsOf(doc);
      const sorted = (all) => all.map((words) => JSON.stringify(words)).sort();
      expect(sorted(found.map(({ words }) => words)), doc.key).toEqual(sorted([...maps(doc)]));
      for (const { path } of found) expect(placeOf(doc, path, "en"), path.join("/")).not.toMatch(/undefined|Text$/);
    }
  });

  test("stand in the order in which they are read", () => {
    const paths = textsOf(FRAMEWORK).map(({ path }) => path.join(" "));
    const parts = ["specification", "limitations", "risks", "requires", "evidence"].map((name) => `outcomes 0 epa ${name}`);
    expect(paths).toEqual(["title", "phases 0 title", "outcomes 0 title", "outcomes 0 description", "outcomes 0 unit", ...parts, "outcomes 0 descriptors five@1 3", "crosswalks 0 maps 0 note"]);
  });

  test.each([
    [FRAMEWORK, ["title"], "Title"],
    [FRAMEWORK, ["phases", "0", "title"], "Phase"],
    [FRAMEWORK, ["outcomes", "0", "title"], "Outcome"],
    [FRAMEWORK, ["outcomes", "0", "description"], "Care › Description"],
    [FRAMEWORK, ["outcomes", "0", "epa", "risks"], "Care › Risks when it goes wrong"],
    [FRAMEWORK, ["outcomes", "0", "descriptors", "five@1", "3"], "Care › Level 3"],
    [FRAMEWORK, ["crosswalks", "0", "maps", "0", "note"], "Remark on a comparison"],
    [SCALE, ["ends", "1"], "Words at the end"],
    [PROGRAMME, ["routes", "0", "title"], "Route"],
    [PROGRAMME, ["routes", "0", "options", "1", "title"], "Weg › Way 2"],
  ])("say whose they are: %#", (doc, path, words) => {
    expect(textsOf(doc).map((one) => one.path)).toContainEqual(path);
    expect(placeOf(doc, path, "en")).toBe(words);
  });

  test("of another system are left as they came", () => {
    expect(textsOf(FRAMEWORK).some(({ path }) => path.includes("extensions"))).toBe(false);
  });
});

describe("the languages of a document", () => {
  test("are those that it lists, else those of its texts, the most used first", () => {
    expect(languagesOf(FRAMEWORK)).toEqual(["en", "nl"]);
    expect(languagesOf(SCALE)).toEqual(["en", "nl"]);
    expect(languagesOf(PROGRAMME)).toEqual(["de"]);
    expect(languagesOf({ ...PROGRAMME, languages: 5 })).toEqual(["de"]);
    expect(languagesOf({ title: {} })).toEqual(["en"]);
  });

  test("keep their order while a scale is written, also with nothing in one yet", () => {
    loadWords({}, "nl");
    const kept = [...languagesOf(SCALE), "de"];
    let doc = putText(SCALE, ["ends", "1"], "nl", "Hoog");
    doc = putText(doc, ["na"], "nl", "Niet gezien");
    expect(languagesOf(doc)[0]).toBe("nl");
    expect(languagesKept(doc, kept)).toEqual(["en", "nl", "de"]);
    expect(writtenIn(SCALE, kept)).toBe(SCALE);
  });

  test("are added from one list, at most ten of them", () => {
    expect(offeredBeside(["nl"])).toEqual(["en", "de", "fr", "es", "it", "pt", "pl", "tr", "ar", "uk"]);
    expect(offeredBeside(["en", "nl", "de", "fr", "es", "it", "pt", "pl", "tr", "ar"])).toEqual([]);
  });

  test("are taken away with all their words, in every kind of document", () => {
    for (const doc of [FRAMEWORK, SCALE, tidied(PROGRAMME)]) {
      const before = languagesOf(doc);
      let french = writtenIn(doc, [...before, "fr"]);
      for (const { path } of textsOf(french)) french = putText(french, path, "fr", "mot");
      expect(progressOf(french, "fr", before[0])).toMatchObject({ percent: 100, total: textsOf(doc).length });
      expect(writtenIn(french, before)).toEqual(doc);
    }
  });
});

describe("a programme", () => {
  const store = (document) => new ProgrammeStore({ base: "", draft: { document, problems: [], rev: 1 }, post: async () => ({ status: 200, data: { rev: 2, problems: [] } }) });

  test("in German stays German, beside what is added", () => {
    const one = store(PROGRAMME);
    expect([one.languages, one.lang]).toEqual([["de"], "de"]);
    one.apply(writtenIn(one.doc, ["de", "en"]), "");
    one.setLanguage("en");
    expect([one.languages, one.lang]).toEqual([["de", "en"], "en"]);
    one.setLanguage("de");
    expect(one.words(one.doc.phases[0].title)).toBe("Erstes Jahr");
  });

  test("is written in its first language when the other is taken away", () => {
    const one = store(PROGRAMME);
    one.apply(writtenIn(one.doc, ["de", "en"]), "");
    one.setLanguage("en");
    one.apply(writtenIn(one.doc, ["de"]), "");
    expect(one.lang).toBe("de");
  });
});
