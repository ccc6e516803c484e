/* Two versions of a framework, a scale or a programme beside each other, in the dialog of two authors. */
import { html } from "./part.js";
import { _ } from "./words.js";

/** `rows`: laid-beside.js */
export function comparedTable(rows) {
  if (!rows.length) return html`<p class="soft">${_("Both say the same.")}</p>`;
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${_("Both versions")}><table class="table">
    <thead><tr><th scope="col">${_("Part")}</th><th scope="col">${_("Yours")}</th><th scope="col">${_("Theirs")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr class="compare-row"><th scope="row">${row.name}</th>${cells(row)}</tr>`)}</tbody></table></div>`;
}

function cells({ mine, theirs, isSilent }) {
  const cell = (text) => html`<td>${text ?? html`<span class="faint">${_("not there")}</span>`}</td>`;
  return isSilent ? html`<td colspan="2">${mine} <span class="soft">${_("Something else in it differs.")}</span></td>` : html`${cell(mine)}${cell(theirs)}`;
}
