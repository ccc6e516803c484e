import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { fieldWord } from "../../../../gateway/web/assets/design/emission-words.js";
import { CLOSED, factsFor, KNOWN, SORTS } from "../../../../gateway/web/assets/design/emissions.js";
import { loadWords } from "../../../../gateway/web/assets/design/words.js";

const root = join(import.meta.dirname, "../../../..");
const FORMAT = readFileSync(join(root, "docs/forms.md"), "utf8").replaceAll("\n", " ");
const NAMED = FORMAT.match(/Names the portfolio knows: (.*?)\. REST gives/)[1];
/** Its level stands with the scale, under "On a scale". */
const ELSEWHERE = ["level"];

beforeEach(() => loadWords({}, "en"));

/** {fields, texts} that docs/forms.md names for a kind. */
function documented(kind) {
  const [fields, texts = ""] = NAMED.split(";").find((part) => part.trim().startsWith(`${kind} `)).split(/\btexts?\b/);
  const names = (words) => [...words.replace(/\(.*?\)/g, "").matchAll(/`(\w+)`/g)].map(([, name]) => name);
  return { fields: names(fields).filter((name) => !ELSEWHERE.includes(name)), texts: names(texts) };
}

describe("what comes out", () => {
  test.each(["goal", "registration", "decision"])("of a %s is asked for under every name the format has", (kind) => {
    const { fields, texts } = documented(kind);
    expect(KNOWN[kind].fields.toSorted()).toEqual(fields.toSorted());
    expect(KNOWN[kind].texts.toSorted()).toEqual(texts.toSorted());
  });

  test("of a row is about the questions of its own list, where another asks something under the same key", () => {
    const ask = (type, key) => ({ type, key, label: { en: key } });
    const doc = { items: [{ ...ask("repeat", "first"), items: [ask("text", "what")] }, { ...ask("repeat", "second"), items: [ask("outcome", "what")] }, ask("date", "day")] };
    const told = factsFor(doc, { each: "second" }, "en").map(({ path, item }) => [path, item?.type]);
    expect(told).toEqual([["what", "outcome"], ["day", "date"]]);
  });

  test("has a field and a word for every fact", () => {
    for (const [kind, { fields }] of Object.entries(KNOWN)) {
      for (const name of fields) expect([name, Boolean(CLOSED[kind]?.[name] ?? SORTS[name])]).toEqual([name, true]);
    }
    expect(SORTS.valid_months).toBe("months");
    expect(fieldWord("decision", "valid_months")).toBe("Valid for so many months");
  });
});
