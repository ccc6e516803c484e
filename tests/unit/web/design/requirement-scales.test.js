import { expect, test } from "vitest";
import { given } from "../../../../gateway/web/assets/design/programme-requirement.js";

const scales = ["supervision@1", "supervision@2", "percentage@1"].map((name) => ({ name }));
const library = { forms: [
  { key: "kpb", ratings: [{ item: "trust", scale: "supervision@1" }] },
  { key: "test", ratings: [{ item: "score", scale: "percentage@1" }] },
  { key: "talk", ratings: [] },
] };
const names = (forms) => given(scales, library, { forms }).map(({ name }) => name);

test("a level is asked on a scale that one of the chosen forms gives", () => {
  expect(names(["kpb"])).toEqual(["supervision@1"]);
  expect(names(["test", "kpb"])).toEqual(["supervision@1", "percentage@1"]);
});

test("every scale is there while no form tells what it gives", () => {
  expect(names([])).toHaveLength(3);
  expect(names(["talk"])).toHaveLength(3);
});
