/* Each requirement turns blue and gets its tick the moment it is met, and goes back when it is not. */

export function startPasswordRules(root) {
  for (const list of root.querySelectorAll("[data-password-rules]")) watch(list);
}

function watch(list) {
  const input = document.getElementById(list.dataset.passwordRules);
  if (!input) return;
  const rules = [...list.children].map((line) => ({ line, isMet: ruleOf(line) }));
  const update = () => {
    for (const { line, isMet } of rules) mark(list, line, isMet(input.value));
  };
  const inputs = new Set([input, ...rules.map(({ line }) => otherField(line)).filter(Boolean)]);
  for (const one of inputs) one.addEventListener("input", update);
  update();
}

function otherField(line) {
  return line.dataset.sameAs ? document.getElementById(line.dataset.sameAs) : null;
}

/** A rule is a pattern the password must match, or equality with another field. */
function ruleOf(line) {
  const other = otherField(line);
  if (other) return (value) => value !== "" && value === other.value;
  const pattern = new RegExp(line.dataset.pattern ?? "$^", "u");
  // Nothing typed meets nothing, also where the rule only forbids.
  return (value) => value !== "" && pattern.test(value);
}

function mark(list, line, met) {
  line.dataset.met = String(met);
  const word = met ? list.dataset.wordMet : list.dataset.wordMissing;
  line.querySelector("[data-met-word]").textContent = ` (${word})`;
}
