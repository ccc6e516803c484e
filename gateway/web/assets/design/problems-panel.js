/* What is still wrong, in sentences that lead to the place. */
import { addressIn, find, itemOf } from "./document.js";
import { html, icon, nothing } from "./part.js";
import { _ } from "./words.js";

export function problemsPanel(store) {
  return html`<div class="panel__head">${icon("triangle-alert")}<h2 class="panel__title">${_("To solve before publishing")}</h2></div>
    <div class="panel__body">${store.problems.length ? html`<ul class="problem-list">${store.problems.map((one) => html`<li>
      <button type="button" class="problem-list__line" @click=${() => goTo(store, one.path)}>${one.where ? html`<strong>${one.where}</strong>` : nothing}<span>${one.sentence}</span></button></li>`)}</ul>`
      : html`<p class="soft">${_("Nothing. This form can be published.")}</p>`}</div>`;
}

const TABS = { show: "rules", required: "rules", outcomes: "outcomes", by: "who", stage: "who", see: "who" };

/** From `items/skills/rows/talk` to what is selected for it. */
export function placeOf(doc, path) {
  const [part, key, ...rest] = path.split("/");
  if (part === "items") return placeOfItem(doc, [key, ...rest]);
  if (part === "stages" && doc.stages?.some((one) => one.id === key)) return { kind: "step", key };
  if (part === "roles" && doc.roles?.[key]) return { kind: "person", key };
  if (part === "scales" && doc.scales?.[key]) return { kind: "scale", key };
  if (part === "emit") return { kind: "emission", key: Math.max(0, (doc.emit ?? []).findIndex((one) => one.key === key)) };
  if (part === "computed" || part === "names") return { kind: "scores", key: null };
  return { kind: "form", key: null };
}

function placeOfItem(doc, parts) {
  const keys = parts.filter((part) => part && find(doc, part));
  const [last, holder] = [keys.at(-1), keys.at(-2)];
  const named = holder ? addressIn(itemOf(doc, holder), last) : (last ?? doc.items?.[Number(parts[0]) - 1]?.key);
  const found = named && find(doc, named);
  if (!found) return { kind: "form", key: null };
  const key = addressIn(found.parent, found.item.key);
  const member = parts.find((part) => TABS[part]);
  return { kind: "item", key, tab: member ? TABS[member] : "content" };
}

/** How many problems a question has, with those of the questions inside it. */
export const problemsOf = (store, address) => store.problems.filter(({ path }) => {
  const { kind, key } = placeOf(store.doc, path);
  return kind === "item" && (key === address || key.startsWith(`${address}/`));
}).length;

function goTo(store, path) {
  const { kind, key, tab } = placeOf(store.doc, path);
  store.select(kind, key, tab);
  requestAnimationFrame(() => {
    document.querySelector(".builder__panel .panel__body :is(input, textarea, select, button)")?.focus({ preventScroll: true });
  });
}
