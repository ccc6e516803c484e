/* Put what was typed before back into the page: entries are the pairs that a form posts. */
import { rowNumbers, fieldsOf } from "./form-answers.js";
import { addRow } from "./form-rows.js";

export function restoreEntries(form, entries) {
  const fields = fieldsOf(entries.filter(([name]) => name.startsWith("a.")));
  for (const repeat of form.querySelectorAll("[data-repeat]")) growRows(repeat, fields);
  for (const control of form.elements) {
    const name = control.name || control.dataset.name;
    // A file's line is drawn with its id: it stands for itself.
    if (!name?.startsWith("a.") || control.closest("[data-file]")) continue;
    setControl(control, name, fields.get(name) ?? []);
  }
}

function setControl(control, name, values) {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = values.includes(control.value);
  } else if (control.type === "range") {
    if (values.length) {
      control.name = name;
      [control.value] = values;
    }
  } else if (values.length || control.type !== "hidden") {
    control.value = values[0] ?? "";
  }
}

function growRows(repeat, fields) {
  const wanted = rowNumbers(repeat.dataset.repeat, fields);
  const most = wanted.length ? Math.max(...wanted) : -1;
  for (let tries = 0; tries < 200; tries += 1) {
    const last = repeat.querySelector(`input[name="${CSS.escape(`${repeat.dataset.repeat}.${most}._id`)}"]`);
    if (most < 0 || last) return;
    addRow(repeat);
  }
}
