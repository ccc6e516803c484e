import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { answersOf, fieldsOf } from "../../../gateway/web/assets/form-answers.js";

const cases = JSON.parse(readFileSync(new URL("form_answers.json", import.meta.url)));

describe("posted fields become the same answers as on the server", () => {
  test.each(cases)("$why", ({ item, fields, answer }) => {
    const found = answersOf([{ key: "q", ...item }], fieldsOf(fields));
    expect(found).toEqual(answer === null ? {} : { q: answer });
  });
});
