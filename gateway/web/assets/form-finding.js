/* Long lists get a search field; people are searched at the server too. Without script the list is just long. */
import { answerOf } from "./sending.js";

const MANY = 8;
const PAUSE_MS = 250;

export function startFinding(form) {
  for (const place of form.querySelectorAll("[data-find]")) startOne(place);
  for (const select of form.querySelectorAll("[data-person] select[name$='.id']")) startPerson(select);
}

function startOne(place) {
  const rows = place.matches("select") ? [...place.options] : [...place.querySelectorAll(".choice")];
  if (rows.length <= MANY && !place.dataset.findUrl) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "search", className: "input", placeholder: place.dataset.find, autocomplete: "off" });
  field.setAttribute("aria-label", place.dataset.find);
  field.setAttribute("aria-controls", place.id);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    filter(place, field.value);
    if (place.dataset.findUrl) later(place, field.value);
  });
  place.before(field);
}

function filter(place, wanted) {
  const words = wanted.trim().toLowerCase();
  const rows = place.matches("select") ? place.options : place.querySelectorAll(".choice");
  for (const row of rows) {
    const kept = !words || row.value === "" || row.selected || row.querySelector?.(":checked");
    row.hidden = !kept && !row.textContent.toLowerCase().includes(words);
  }
}

function later(place, wanted) {
  clearTimeout(place.finding);
  if (wanted.trim().length < 2) return;
  place.finding = setTimeout(() => search(place, wanted.trim()), PAUSE_MS);
}

async function search(place, wanted) {
  const { data } = await answerOf(`${place.dataset.findUrl}?${new URLSearchParams({ q: wanted })}`);
  const known = new Set([...place.options].map((option) => option.value));
  for (const { value, label } of data?.options ?? []) {
    if (!known.has(value)) place.add(new Option(label, value));
  }
}

/** Who was chosen from the list needs no name and address. */
function startPerson(select) {
  const fields = select.closest("[data-person]").querySelector("[data-by-mail]");
  if (!fields) return;
  const show = () => {
    fields.hidden = select.value !== "";
  };
  select.addEventListener("input", show);
  show();
}
