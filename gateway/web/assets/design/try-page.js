/* Trying a draft out: its rules work as in the live form; what is sent goes nowhere. */
import { FormRunner } from "../form-runner.js";

for (const form of document.querySelectorAll("[data-try]")) {
  if (form.querySelector("[data-form-items]")) new FormRunner(form, () => {});
}
document.querySelector("[data-result]")?.focus();
