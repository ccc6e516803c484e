/* Under the bar of an editor: why the draft is not saved, and what can be done about it. */
import { button, html, icon, nothing } from "./part.js";
import { postJson } from "./requests.js";
import { speak } from "./speak.js";
import { _ } from "./words.js";

const TELLS = {
  offline: () => [_("There is no connection"), _("What you write stays on this page and is saved once the connection is back. Leave the page open.")],
  busy: () => [_("Saving does not work at the moment"), _("What you write stays on this page and is tried again every few seconds. Leave the page open.")],
  loggedOut: () => [_("You are logged out"), _("What you write stays on this page but is not saved. Log in in another tab: then it is saved by itself.")],
  otherPerson: () => [_("Somebody else is logged in now"), _("Another account is logged in in this browser than the one that opened this page, so nothing is saved in its name. Log in in another tab with the account of before: then it is saved by itself.")],
  forbidden: () => [_("You may not change this draft any more"), _("What you wrote stands on this page only. Keep it as a file before you leave.")],
  gone: () => [_("This draft is no longer there"), _("Somebody threw it away or published it while you had it open. What you see here stands on this page only: begin a new draft with it, or keep it as a file.")],
  refused: () => [_("This cannot be saved as it is"), _("What you wrote stands on this page only. Change it, or keep it as a file.")],
};
const KEPT_AS_FILE = new Set(["loggedOut", "otherPerson", "forbidden", "gone", "refused"]);

/** `editor`: saver, base, kind, owner, doc, trouble and set, as the stores have them. */
export function troubleBar(editor) {
  const { trouble } = editor;
  return html`<div class="editor-trouble" role="alert" tabindex="-1">${trouble ? told(editor, trouble) : nothing}</div>`;
}

function told(editor, trouble) {
  const [title, about] = TELLS[trouble.kind]();
  return html`<div class="notice ${trouble.kind === "offline" || trouble.kind === "busy" ? "notice--care" : "notice--stop"}">${icon("triangle-alert")}
    <div class="notice__body"><p><strong>${title}</strong></p>
      ${trouble.kind === "refused" && trouble.words ? html`<p>${trouble.words}</p>` : nothing}<p>${about}</p>
      ${trouble.stopped ? html`<p>${trouble.stopped}</p>` : nothing}
      <div class="button-row">${ways(editor, trouble)}</div></div></div>`;
}

const ways = (editor, trouble) => html`
  ${trouble.kind === "gone" ? button(_("Begin a new draft with it"), () => void beginAgain(editor), { kind: "primary", icon: "plus", name: "begin-again" }) : nothing}
  ${trouble.there ? html`<a class="button" href=${trouble.there} target="_blank">${icon("eye")}<span>${_("Look at that draft in another tab")}</span></a>` : nothing}
  ${trouble.kind === "loggedOut" || trouble.kind === "otherPerson" ? html`<a class="button button--primary" href=${trouble.logIn ?? "/sign-in"} target="_blank"><span>${_("Log in in another tab")}</span></a>` : nothing}
  ${KEPT_AS_FILE.has(trouble.kind) ? button(_("Keep it as a file"), () => keepAsFile(editor.doc), { icon: "download", name: "as-file" }) : nothing}`;

function keepAsFile(doc) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(doc, null, 2)], { type: "application/json" }));
  link.download = `${doc.key || "draft"}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function beginAgain(editor) {
  const { base, doc, owner, saver } = editor;
  const { status, data } = await postJson(`${base}/begin-again`, { document: doc, owner });
  if (status === 200) {
    saver.letGo();
    window.location.assign(data.location);
    return;
  }
  const stopped = data.message ?? _("That did not work. Try again in a moment.");
  editor.set({ trouble: { ...editor.trouble, stopped, there: data.there } });
}

/** A link of the bar: everything is saved before another page shows the draft; what keeps it here is said. */
export async function leave(event, editor, { anyway = false } = {}) {
  const { saver } = editor;
  if (!saver.dirty && !saver.busy) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  await saver.save();
  // With something unsaved the browser asks first.
  if (!saver.dirty || anyway) window.location.assign(href);
  else sayWhy(editor);
}

export function sayWhy(editor) {
  document.querySelector(".editor-trouble")?.focus();
  if (editor.trouble) speak(_("Not saved yet: {why}.", { why: TELLS[editor.trouble.kind]()[0] }));
}
