/* Each requirement turns blue and gets its tick the moment it is met, and goes back when it is not. */
import { answerOf } from "./sending.js";

const PAUSE = 350; // ms without typing before the server is asked

export function startPasswordRules(root) {
  for (const list of root.querySelectorAll("[data-password-rules]")) watch(list);
}

function watch(list) {
  const input = document.getElementById(list.dataset.passwordRules);
  if (!input) return;
  const asked = new Asked(list, input);
  const rules = [...list.children].map((line) => ({ line, isMet: ruleOf(line, asked) }));
  const update = () => {
    for (const { line, isMet } of rules) mark(list, line, isMet(input.value));
  };
  const inputs = new Set([input, ...rules.map(({ line }) => otherField(line)).filter(Boolean)]);
  for (const one of inputs) one.addEventListener("input", update);
  input.addEventListener("input", () => asked.soon(update));
  update();
  if (input.value) asked.soon(update);
}

/** What only the server can judge. It knows about one password at a time: the last one asked. */
class Asked {
  constructor(list, input) {
    this.url = list.dataset.checkUrl;
    this.needed = list.querySelector("[data-asked]") !== null;
    this.input = input;
    this.judged = { value: null, broken: [] };
  }

  soon(update) {
    clearTimeout(this.timer);
    if (!this.url || !this.needed || !this.input.value) return;
    this.timer = setTimeout(() => this.ask(this.input.value, update), PAUSE);
  }

  async ask(value, update) {
    const answer = await answerOf(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ password: value }),
    });
    if (!answer.ok || value !== this.input.value) return;
    this.judged = { value, broken: answer.data?.broken ?? [] };
    update();
  }

  meets(value, key) {
    return value === this.judged.value && !this.judged.broken.includes(key);
  }
}

function otherField(line) {
  return line.dataset.sameAs ? document.getElementById(line.dataset.sameAs) : null;
}

/** A rule is a pattern the password must match, equality with another field, or the server's. */
function ruleOf(line, asked) {
  const other = otherField(line);
  if (other) return (value) => value !== "" && value === other.value;
  if ("asked" in line.dataset) return (value) => asked.meets(value, line.dataset.rule);
  const pattern = new RegExp(line.dataset.pattern ?? "$^", "u");
  // Nothing typed meets nothing, also where the rule only forbids.
  return (value) => value !== "" && pattern.test(value);
}

function mark(list, line, met) {
  line.dataset.met = String(met);
  const word = met ? list.dataset.wordMet : list.dataset.wordMissing;
  line.querySelector("[data-met-word]").textContent = ` (${word})`;
}
