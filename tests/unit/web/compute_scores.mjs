/* Reads cases {rules, answers}, as a page carries them, and writes the scores of each as the browser finds them. */
import { readFileSync } from "node:fs";

import { Facts } from "../../../gateway/web/assets/form-facts.js";

function scores({ rules, answers }) {
  const facts = new Facts(rules, answers);
  return Object.fromEntries(Object.keys(rules.computed).map((name) => [name, facts.get(name)]));
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(scores)));
