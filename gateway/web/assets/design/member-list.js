/* Rows of a rubric or checklist, choices of a list: written, moved, added and removed in the panel. */
import { assign, edit, itemOf } from "./document.js";
import { fresh } from "./naming.js";
import { button, desk, html, icon, nothing } from "./part.js";
import { makeSortable } from "./sorting.js";
import { ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "./words.js";

/** `list`: rows | options; `name`: key | value; `more`: fields of one member under "More". */
export function memberList(store, item, { list, name, title, add, fresh: word, help = false, more }) {
  const members = item[list] ?? [];
  const { key: address } = store.selected;
  const apply = (change, what, options) => store.apply(edit(store.doc, (copy) => change(itemOf(copy, address)[list])), what, options);
  const words = (one) => store.words(one.label) || word;
  const set = (key, changed) => apply((all) => assign(all.find((one) => one[name] === key), changed), _("Changed {what}", { what: title }), { group: `${address}:${key}:${Object.keys(changed).join()}` });
  const moveTo = (from, to) => to >= 0 && to < members.length && apply((all) => all.splice(to, 0, all.splice(from, 1)[0]), _("Moved {what}", { what: words(members[from]) }), {
    say: _("{what} is now number {n} of {count}.", { what: words(members[from]), n: to + 1, count: members.length }),
  });
  const addOne = () => {
    const key = fresh(new Set(members.map((one) => one[name])));
    apply((all) => all.push({ [name]: key, label: { [store.lang]: "" } }), _("Added {what}", { what: word }), { say: add });
    focusLater(`member-${key}`);
  };
  const line = (one, place) => html`<li class="member" data-member>
    <div class="member__line">
      <span class="canvas-item__grip desk-only" data-grip aria-hidden="true">${icon("grip-vertical")}</span>
      <label class="visually-hidden" for="member-${one[name]}">${word} ${place + 1}</label>
      <input class="input" type="text" id="member-${one[name]}" lang=${store.lang} maxlength="500" autocomplete="off" placeholder=${word} .value=${one.label?.[store.lang] ?? ""}
        @input=${(event) => set(one[name], { label: { ...one.label, [store.lang]: event.target.value } })}
        @change=${() => store.settleMember(address, list, name, one[name])}
        @keydown=${(event) => keys(event, { place, moveTo, addOne })}>
      ${button(_("Move up: {what}", { what: words(one) }), () => moveTo(place, place - 1), { icon: "arrow-up", short: true, kind: "quiet", disabled: place === 0 })}
      ${button(_("Move down: {what}", { what: words(one) }), () => moveTo(place, place + 1), { icon: "arrow-down", short: true, kind: "quiet", disabled: place === members.length - 1 })}
      <span class="desk-only">${button(_("Remove: {what}", { what: words(one) }), () => apply((all) => all.splice(place, 1), _("Removed {what}", { what: words(one) }), { say: _("{what} was removed. Undo brings it back.", { what: words(one) }) }), { icon: "trash-2", short: true, kind: "quiet", disabled: members.length === 1 })}</span>
    </div>
    ${help || more ? html`<details class="member__more ${help ? "" : "desk-only"}"><summary>${_("More")}<span class="visually-hidden"> ${_("about {what}", { what: words(one) })}</span></summary><div class="stack stack--tight">
      ${help ? html`<label class="field__help" for="member-${one[name]}-help">${_("Explanation")}</label><textarea class="input" rows="2" id="member-${one[name]}-help" lang=${store.lang} .value=${one.help?.[store.lang] ?? ""} @input=${(event) => set(one[name], { help: event.target.value ? { ...one.help, [store.lang]: event.target.value } : undefined })}></textarea>` : nothing}
      ${more?.(one, (changed) => set(one[name], changed)) ?? nothing}</div></details>` : nothing}
  </li>`;
  const sort = (element) => {
    if (!element || element.sortable) return;
    element.sortable = makeSortable(element, { handle: "[data-grip]", draggable: "[data-member]", moved: ({ oldIndex, newIndex }) => element.moveTo(oldIndex, newIndex) });
  };
  return html`<fieldset class="field"><legend class="field__label">${title}</legend>
    <ol class="members" ${ref((element) => { sort(element); if (element) element.moveTo = moveTo; })}>${repeat(members, (one) => store.memberPlace(address, one[name]), line)}</ol>
    ${desk(button(add, addOne, { icon: "plus", name: "add-member" }))}</fieldset>`;
}

/** Enter makes the next one where that may be added, Alt with an arrow moves. */
function keys(event, { place, moveTo, addOne }) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && event.altKey) {
    event.preventDefault();
    moveTo(place, place + by);
  } else if (event.key === "Enter") {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
    if (event.target.closest("fieldset").querySelector("[data-do=add-member]").checkVisibility()) addOne();
  }
}

export function focusLater(id) {
  setTimeout(() => document.getElementById(id)?.focus(), 60);
}
