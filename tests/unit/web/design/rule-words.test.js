import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { comparedParts } from "../../../../gateway/web/assets/design/comparing.js";
import { factsFor } from "../../../../gateway/web/assets/design/emissions.js";
import { factsOf } from "../../../../gateway/web/assets/design/conditions.js";
import { addressIn, walk } from "../../../../gateway/web/assets/design/document.js";
import { ruleWords, workingWords } from "../../../../gateway/web/assets/design/rule-words.js";
import { loadWords } from "../../../../gateway/web/assets/design/words.js";

const root = join(import.meta.dirname, "../../../..");
const library = join(root, "services/forms/library");
const files = readdirSync(library).filter((name) => name.endsWith(".json"));
const read = (name) => JSON.parse(readFileSync(join(library, name), "utf8"));
const scores = files.flatMap((name) => Object.entries(read(name).computed ?? {}).map(([score, rule]) => [name, score, rule]));

/** {english: dutch} of the catalogue, as the page brings them along. */
function dutch() {
  const found = {};
  const catalogue = readFileSync(join(root, "gateway/web/translations/nl/LC_MESSAGES/messages.po"), "utf8");
  const entry = /^msgid (".*")\n(?:msgid_plural ".*"\nmsgstr\[0\] (".*")\nmsgstr\[1\] (".*")|msgstr (".+"))$/gm;
  for (const [, english, one, many, words] of catalogue.matchAll(entry)) {
    found[JSON.parse(english)] = words ? JSON.parse(words) : [JSON.parse(one), JSON.parse(many)];
  }
  return found;
}

/** Every condition of a form, with what it may be about there. */
function* conditions(doc, lang) {
  for (const { item, parent } of walk(doc)) {
    for (const rule of [item.show, item.required]) if (typeof rule === "object") yield [rule, factsOf(doc, { without: addressIn(parent, item.key), lang })];
  }
  for (const stage of doc.stages) for (const rule of [stage.when, stage.cycle?.when]) if (rule) yield [rule, factsOf(doc, { lang })];
  for (const one of doc.emit ?? []) {
    if (one.when) yield [one.when, factsFor(doc, one, lang)];
  }
}

const SPOILT = /undefined|no longer there|niet meer is|\[object|“…”|“”|[{}$*]|\w_\w/;

beforeEach(() => loadWords({}, "en"));

describe.each(["en", "nl"])("in %s", (lang) => {
  beforeEach(() => loadWords(lang === "nl" ? dutch() : {}, lang));

  test.each(scores)("%s tells how %s is worked out", (name, _score, rule) => {
    const told = workingWords(read(name), rule, lang);
    expect(told).not.toMatch(SPOILT);
    expect(told).toMatch(/“.+”/);
  });

  test("every condition of the library is told", () => {
    for (const name of files) {
      const doc = read(name);
      for (const [rule, facts] of conditions(doc, lang)) expect([name, ruleWords(doc, rule, lang, facts)]).toEqual([name, expect.not.stringMatching(SPOILT)]);
    }
  });
});

const working = (name, score, lang) => workingWords(read(name), read(name).computed[score], lang);

test.each([
  ["osce-station.json", "critical_ok", "en", "“What did the candidate do?: everything critical is right” of everybody at “Mark” does not include No"],
  ["progress-test.json", "net", "en", "“Points for right answers” − (“Points off for wrong answers”, or 0 when that is not answered)"],
  ["progress-test.json", "percent", "nl", "100 × “Net” ÷ “Hoeveel vragen telden mee?”, afgerond op 1 cijfer achter de komma"],
  ["responsibility.json", "advised_lowest", "nl", "de laagste van “Op welk niveau kan deze aios voortaan werken?” van iedereen bij “Adviseren” (als er minstens 2 zijn)"],
  ["hours.json", "days", "en", "(the number of days from “The day the form is about” until “Last day”) + 1 if “Last day” is answered, otherwise 1"],
])("%s tells of %s in %s what it is", (name, score, lang, words) => {
  loadWords(lang === "nl" ? dutch() : {}, lang);
  expect(working(name, score, lang)).toBe(words);
});

test("a sum within a sum stands between brackets where it would be read otherwise without", () => {
  const [a, b, c] = ["a", "b", "c"].map((get) => ({ get }));
  const doc = { items: [], computed: { a: 1, b: 1, c: 1 } };
  const told = (rule) => workingWords(doc, rule, "en");
  expect(told({ mul: [{ add: [a, b] }, c] })).toBe("(“A” + “B”) × “C”");
  expect(told({ add: [{ mul: [a, b] }, c] })).toBe("“A” × “B” + “C”");
  expect(told({ sub: [a, { sub: [b, c] }] })).toBe("“A” − (“B” − “C”)");
  expect(told({ sub: [{ sub: [a, b] }, c] })).toBe("“A” − “B” − “C”");
  expect(told({ div: [a, { round: [b, 0] }] })).toBe("“A” ÷ (“B”, rounded to a whole number)");
});

test("what a score was and became stands beside each other", () => {
  const doc = read("presentation.json");
  const [part] = comparedParts(doc, { ...doc, computed: { lowest: { max: [{ get: "criteria.*" }, 1] } } }, "en");
  expect([part.mine, part.theirs]).toEqual(["the lowest of the rows of “Your own view”", "the highest of the rows of “Your own view”"]);
});
