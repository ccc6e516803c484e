/* Who becomes behind, or no longer is, by what stands here now; nothing is stored by asking. */
import { button, html, icon, nothing } from "./part.js";
import { _, _n } from "./words.js";

export function effectPanel(store) {
  const { effect } = store;
  if (!effect) return html`<p>${_("Something was changed since you looked.")}</p>${button(_("Look again"), () => store.askEffect(), { icon: "refresh-cw", name: "again" })}`;
  return STATES[effect.state](store, effect);
}

const STATES = {
  asking: () => html`<p class="soft" role="status">${_("Looking who is affected")}</p>`,
  unfit: (store) => html`<p>${_("Solve the problems first; then it can be seen who is affected.")}</p>${button(_("To the problems"), () => store.select("problems"), { icon: "triangle-alert" })}`,
  away: (store) => html`<p>${_("This cannot be seen at the moment.")}</p>${button(_("Look again"), () => store.askEffect(), { icon: "refresh-cw", name: "again" })}`,
  there: (_store, effect) => html`<p role="status">${_n("{n} learner follows this programme and will follow this version.", "{n} learners follow this programme and will follow this version.", effect.learners)}</p>
    ${effect.changes.map(change)}${effect.is_whole ? nobody(effect) : html`<p class="soft">${_("Only learners whom you may see are counted and named. Other institutions of the network may follow this programme too.")}</p>`}`,
};

const nobody = (effect) => (effect.changes.length ? nothing : html`<p class="effect-good">${icon("circle-check")}<span>${_("Nobody becomes behind by it, and nobody catches up.")}</span></p>`);

const change = (one) => html`<section class="effect"><h3 class="effect__title">${one.title}</h3>
  ${people(one.newly_behind, _n("{n} becomes behind", "{n} become behind", one.newly_behind.length), "triangle-alert", "care")}
  ${people(one.no_longer_behind, _n("{n} is no longer behind", "{n} are no longer behind", one.no_longer_behind.length), "circle-check", "go")}</section>`;

const people = (names, label, picture, tone) =>
  names.length ? html`<div class="effect__people effect__people--${tone}"><p>${icon(picture)}<strong>${label}</strong></p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul></div>` : nothing;
