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
  there: (_store, effect) => html`${effect.network && !effect.learners ? nothing : html`<p role="status">${_n("{n} learner follows this programme and will follow this version.", "{n} learners follow this programme and will follow this version.", effect.learners)}</p>`}
    ${effect.changes.map(change)}${effect.is_whole ? nobody(effect) : nothing}
    ${effect.alterations.length ? html`<h3 class="effect__title">${_("What else becomes different for learners")}</h3>${effect.alterations.map(altered)}` : nothing}
    ${effect.network ? network(effect.network) : effect.is_whole ? nothing : html`<p class="soft">${_("Only learners whom you may see are counted and named. Other institutions of the network may follow this programme too.")}</p>`}`,
};

const nobody = (effect) => (effect.changes.length ? nothing : html`<p class="effect-good">${icon("circle-check")}<span>${_("Nobody becomes behind by it, and nobody catches up.")}</span></p>`);

const plain = (lines) => lines.map((line) => html`<p class="effect__line">${line}</p>`);
const listed = (lines) => (lines.length ? html`<ul class="effect__list">${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing);

const altered = (one) => html`<section class="effect"><h4 class="effect__title">${one.title}</h4>
  ${plain(one.lines)}<p class="effect__line"><strong>${one.concerned}</strong></p>${listed(one.moves)}${listed(one.people)}</section>`;

const network = ({ institutions, parts }) => html`<h3 class="effect__title">${_("In the institutions of the network")}</h3>
  ${institutions.length ? listed(institutions) : html`<p role="status">${_("In no institution of the network anybody follows this programme.")}</p>`}
  ${parts.map((one) => html`<section class="effect"><h4 class="effect__title">${one.title}</h4>${plain(one.lines)}${listed(one.where)}</section>`)}
  ${institutions.length && !parts.length ? html`<p class="effect-good">${icon("circle-check")}<span>${_("For no learner of whom a number can be told something becomes different.")}</span></p>` : nothing}
  ${institutions.length ? html`<p class="soft">${_("Learners of institutions are counted and never named, and one or two are told as fewer than 3. That this was looked at stays on record with each institution.")}</p>` : nothing}`;

const change = (one) => html`<section class="effect"><h3 class="effect__title">${one.title}</h3>
  ${people(one.newly_behind, _n("{n} becomes behind", "{n} become behind", one.newly_behind.length), "triangle-alert", "care")}
  ${people(one.no_longer_behind, _n("{n} is no longer behind", "{n} are no longer behind", one.no_longer_behind.length), "circle-check", "go")}</section>`;

const people = (names, label, picture, tone) =>
  names.length ? html`<div class="effect__people effect__people--${tone}"><p>${icon(picture)}<strong>${label}</strong></p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul></div>` : nothing;
