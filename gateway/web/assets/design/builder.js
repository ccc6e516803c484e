/* The form builder: the bar, and under it outline, canvas and panel. */
import "./adding.js";
import "./canvas.js";
import "./conflict.js";
import "./phone.js";
import { outline } from "./outline.js";
import { panel } from "./panel.js";
import { translations } from "./translations.js";
import { EditorPart } from "./editor-part.js";
import { closing } from "./following.js";
import { atADesk, button, html, icon, nothing } from "./part.js";
import { _, _n } from "./words.js";


class FormBuilder extends EditorPart {
  /** Who adds something writes its words at once. */
  async updated() {
    if (!this.store.focusLabel) return;
    this.store.focusLabel = false;
    await this.querySelector("builder-canvas")?.updateComplete;
    const { key } = this.store.selected;
    this.querySelector(`.canvas-item[data-key="${CSS.escape(key)}"]`)?.scrollIntoView({ block: "center" });
    this.querySelector("#item-label")?.focus({ preventScroll: true });
  }

  render() {
    const { store } = this;
    const isPart = store.selected.kind !== "form";
    return html`
      ${this.head()}
      <div class="builder" data-view=${store.view}>
        <nav class="builder__outline" aria-label=${_("Parts of this form")}>${outline(store)}</nav>
        <div class="builder__work">${atADesk(_("Here you change words and order. Adding, rules and publishing are done at a computer."))}${this.work()}</div>
        ${store.view === "translate"
          ? nothing
          : html`<section class="builder__panel" aria-label=${_("What is selected")} ?data-open=${isPart && store.view === "build"}>${isPart ? closing(store, "form") : nothing}${panel(store)}</section>`}
      </div>
      <add-menu .store=${store}></add-menu>
      ${store.theirs ? html`<version-choice .store=${store}></version-choice>` : nothing}
    `;
  }

  work() {
    const { store } = this;
    if (store.view === "translate") return translations(store);
    if (store.view === "phone") return html`<builder-phone .store=${store}></builder-phone>`;
    return html`<builder-canvas .store=${store}></builder-canvas>`;
  }

  bar() {
    const { store } = this;
    const { history } = store;
    return html`<header class="editor-bar">
      <div class="editor-bar__where">
        <a class="editor-bar__back" href=${this.dataset.list} @click=${(event) => this.leave(event)}>${icon("chevron-left")}${this.dataset.listTitle}</a>
        <button type="button" class="editor-bar__title" @click=${() => store.select("form")}>${store.words(store.doc.title) || _("Without a title")}</button>
        <p class="save-state" role="status" data-state=${store.saveState === "saving" ? "sending" : store.saveState}><span class="save-state__dot" aria-hidden="true"></span><span>${this.saveWords}</span></p>
      </div>
      <div class="editor-bar__tools">
        ${button(_("Undo"), () => store.undo(), { icon: "undo-2", short: true, disabled: !history.canUndo })}
        ${button(_("Redo"), () => store.redo(), { icon: "redo-2", short: true, disabled: !history.canRedo })}
        ${this.writingIn()}
        <div class="switch" role="group" aria-label=${_("View")}>
          ${this.viewButton("build", _("Build"), "pencil")} ${this.viewButton("phone", _("Phone"), "smartphone")}
          ${this.viewButton("translate", _("Translate"), "languages")}
        </div>
        ${this.problemsButton()}
        <a class="button" href="${store.base}/try" @click=${(event) => this.leave(event)}>${icon("play")}<span>${_("Try it")}</span></a>
        <a class="button button--primary desk-only" href="${store.base}/publish" @click=${(event) => this.leave(event)}>${icon("badge-check")}<span>${_("Publish")}</span></a>
      </div>
    </header>`;
  }

  problemsButton() {
    const { store } = this;
    const { length } = store.problems;
    if (length === 0) return html`<span class="editor-bar__good">${icon("circle-check")}${_("No problems")}</span>`;
    return button(_n("{n} problem", "{n} problems", length), () => store.select("problems"), {
      icon: "triangle-alert",
      name: "problems",
      pressed: store.selected.kind === "problems",
    });
  }
}

customElements.define("form-builder", FormBuilder);
