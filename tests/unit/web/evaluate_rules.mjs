/* Reads cases {rule, answers, ordinal} and writes the value or the error of each as the browser finds it. */
import { readFileSync } from "node:fs";

import { evaluate, RuleError } from "../../../gateway/web/assets/rules.js";

function outcome({ rule, answers, ordinal }) {
  const get = (path) => (Object.hasOwn(answers, path) ? answers[path] : null);
  try {
    return { value: evaluate(rule, get, new Set(ordinal)) };
  } catch (error) {
    if (error instanceof RuleError) return { error: error.message };
    return { crash: String(error) };
  }
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(outcome)));
