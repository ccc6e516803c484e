/* Rows of a repeat: another one, one less. Without script the page has one empty row to fill. */

export function startRows(form, changed) {
  for (const button of form.querySelectorAll("[data-add-row], [data-remove-row]")) button.hidden = false;
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const remove = event.target.closest("[data-remove-row]");
    if (add) addRow(add.closest("[data-repeat]")).querySelector("input:not([type=hidden]), textarea, select")?.focus();
    else if (remove) removeRow(remove);
    if (add || remove) changed();
  });
}

const rowsOf = (repeat) => [...repeat.querySelectorAll(":scope > [data-row]")];

function removeRow(button) {
  const file = button.closest(".list__row");
  if (file) return file.remove();
  const row = button.closest("[data-row]");
  const repeat = row.closest("[data-repeat]");
  if (rowsOf(repeat).length === 1) clear(row);
  else row.remove();
  numberTitles(repeat);
  repeat.querySelector("[data-add-row]")?.focus();
}

/** Copy the last row, emptied, under the next number. Returns the new row. */
export function addRow(repeat) {
  const rows = rowsOf(repeat);
  const name = repeat.dataset.repeat;
  const numbers = rows.map((row) => indexOf(row, name));
  const copy = rows.at(-1).cloneNode(true);
  clear(copy);
  renumber(copy, name, indexOf(rows.at(-1), name), Math.max(...numbers) + 1);
  rows.at(-1).after(copy);
  numberTitles(repeat);
  return copy;
}

function indexOf(row, name) {
  const hidden = row.querySelector(`input[name$="._id"]`);
  return Number(hidden.name.slice(name.length + 1).split(".")[0]);
}

function clear(row) {
  for (const file of row.querySelectorAll("[data-file]")) file.remove();
  for (const said of row.querySelectorAll("[data-file-status], [data-chosen]")) said.textContent = "";
  for (const control of row.querySelectorAll("input, textarea, select")) {
    if (control.name.endsWith("._id")) control.value = crypto.randomUUID();
    else if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else control.value = "";
    // The middle of a slider that nobody touched is no answer.
    if (control.type === "range") control.removeAttribute("name");
  }
}

function renumber(row, name, from, to) {
  const path = name.slice(2);
  const swap = (text, before, after = ".") =>
    text.replaceAll(`${before}${from}${after}`, `${before}${to}${after}`);
  const byPath = (text) => swap(text, `${path}.`);
  const byId = (text) => swap(text, `q-${path}-`, "-");
  // `u.` in a name: files that are chosen in a page without script.
  const ways = { id: byId, for: byId, "aria-describedby": byId };
  for (const attribute of ["name", "data-name", "data-files", "data-path"]) ways[attribute] = byPath;
  for (const [attribute, renewed] of Object.entries(ways)) {
    for (const element of row.querySelectorAll(`[${attribute}]`)) {
      element.setAttribute(attribute, renewed(element.getAttribute(attribute)));
    }
  }
}

function numberTitles(repeat) {
  rowsOf(repeat).forEach((row, index) => {
    const title = row.querySelector("[data-row-title]");
    title.textContent = title.textContent.replace(/\d+/, index + 1);
  });
}

const MOST = 80; // as gateway/web/row_names.py

/** Rows that are called after one of their answers carry it in their heading while it is filled in. */
export function nameRows(area) {
  for (const place of area.querySelectorAll("[data-row-name]")) {
    const asked = place.closest("[data-row]").querySelector(`[data-inner="${CSS.escape(place.dataset.rowName)}"]`);
    const words = asked ? nameOf(asked).replaceAll(/\s+/g, " ").trim() : "";
    const shown = words.length > MOST ? `${words.slice(0, MOST - 1).trimEnd()}…` : words;
    if (place.textContent !== shown) place.textContent = shown;
  }
}

/** What is chosen, or else the first field that is filled in. */
function nameOf(asked) {
  const controls = [...asked.querySelectorAll("input:not([type=hidden]):not([type=file]), textarea, select")];
  const chosen = controls.filter((one) => one.checked && one.value !== "_other").map((one) => wordsBeside(one));
  if (chosen.length) return chosen.join(", ");
  const filled = controls.find((one) => !["checkbox", "radio"].includes(one.type) && one.value.trim() !== "");
  if (!filled) return "";
  if (filled.type === "date") return dayOf(filled);
  return filled.selectedOptions?.[0]?.textContent ?? filled.value;
}

const wordsBeside = (control) => {
  const label = control.closest("label");
  return control.dataset.words || (label?.querySelector(".choice__label") ?? label)?.textContent || "";
};

/** As the server writes it: the day before the month in English too. */
function dayOf({ valueAsDate, value }) {
  const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  return valueAsDate?.toLocaleDateString(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) ?? value;
}
