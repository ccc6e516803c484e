/*
 * The page of a form: <form data-form-runner action=... data-draft-id data-draft-url data-draft-rev>.
 * Send answers with JSON {"location": ...} or a redirect; 422 answers with the page again, errors in it; what else is
 * refused for good with JSON {"code", "sentence", "log_in"?}.
 */
import { openDrafts } from "./drafts.js";
import { DraftSync } from "./draft-sync.js";
import { restoreEntries } from "./form-restore.js";
import { FormRunner } from "./form-runner.js";
import { Sender } from "./send.js";
import { answerOf } from "./sending.js";

/** Change the words beside Send. */
function say(state) {
  const place = document.getElementById("save-state");
  if (!place) return;
  const words = JSON.parse(place.dataset.words);
  place.dataset.state = state === "offline" ? "device" : state;
  place.querySelector("[data-save-words]").textContent = words[state];
}

/** On a screen that everybody uses nothing is kept for the next one to find. */
const KEEPS_NOTHING = { read: async () => null, write: async () => false, forget: async () => {} };

async function start(form) {
  const isShared = "kiosk" in form.dataset;
  const store = isShared ? KEEPS_NOTHING : openDrafts();
  const { draftId: id, draftUrl: url, draftRev: rev } = form.dataset;
  const kept = store.read(id); // asked before anything can be written
  const parts = {};
  const runner = new FormRunner(form, () => {
    parts.sender.forget();
    parts.sync.changed();
  });
  parts.sync = new DraftSync({ id, url, rev, store, runner, say, onConflict: (theirs) => askWhich(parts, store, id, theirs) });
  const drafts = {
    remember: async (key) => {
      await store.write({ id, rev: parts.sync.rev, entries: runner.entries, dirty: true, pending: key });
    },
    forget: async () => {
      parts.sync.stop();
      await store.forget(id);
    },
  };
  const done = ({ location: place }) => (isShared ? location.replace(place) : location.assign(place ?? location.href));
  if (isShared) addEventListener("pageshow", (event) => event.persisted && location.reload());
  const refused = ({ html, status, data }) => (html && status === 422 ? showAgain(form, html) : runner.refuse(data));
  parts.sender = new Sender({ form, runner, drafts, say, done, refused });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void sendWhole(parts, runner, event.submitter);
  });
  form.addEventListener("input", () => begin(form), { once: true });
  performance.mark("form-listens"); // how soon a form can be used is measured
  parts.settled = await startThings(form, () => runner.onChange());
  await resume(form, runner, parts, await kept);
  if (!parts.sync.dirty && isTouched(form)) {
    runner.refresh();
    parts.sync.changed();
  }
}

/** Files on their way and a signature just drawn go along: Send waits for them, once. */
async function sendWhole(parts, runner, button) {
  if (parts.waiting) return;
  parts.waiting = true;
  const answers = await Promise.all((parts.settled ?? []).map((settled) => settled()));
  parts.waiting = false;
  if (answers.every(Boolean) && runner.check()) void parts.sender.send(undefined, button);
}

/** What few forms have is fetched only for these. Answers what Send has to wait for. */
async function startThings(form, changed) {
  const settled = [];
  const wait = (one) => settled.push(one);
  await startPart(form, "[data-files]", () => import("./form-files.js"), (it) => wait(it.startFiles(form, changed)));
  await startPart(form, "[data-draw]", () => import("./form-drawing.js"), (it) => wait(it.startDrawings(form, changed)));
  await startPart(form, "[data-find]", () => import("./form-finding.js"), (it) => it.startFinding(form));
  return settled;
}

/** Without a line a part comes when the line is back; the form itself never waits for it. */
async function startPart(form, marks, load, begin) {
  if (!form.querySelector(marks)) return;
  const it = await load().catch(() => null);
  if (it) begin(it);
  else addEventListener("online", () => void startPart(form, marks, load, begin), { once: true });
}

/** Whether something was filled in while the script was still on its way. */
function isTouched(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || field.type === "file") return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((one) => one.defaultSelected && !one.selected);
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

/**
 * The first input behind a personal link: somebody, not a mail scanner, has begun. The answer holds the address
 * without the secret, for the address bar.
 */
async function begin(form) {
  const { beginUrl } = form.dataset;
  if (!beginUrl) return;
  const body = new URLSearchParams({ link: form.elements.namedItem("link")?.value ?? "" });
  const { data } = await answerOf(beginUrl, { method: "POST", body });
  if (data?.location) history.replaceState(null, "", data.location);
}

/** What this device still holds comes back; a Send that was under way goes on with its own key. */
async function resume(form, runner, { sync, sender }, kept) {
  if (!kept?.dirty) return;
  restoreEntries(form, kept.entries);
  runner.refresh();
  sync.rev = kept.rev ?? sync.rev;
  sync.dirty = true;
  if (kept.pending) await sender.send(kept.pending);
  else await sync.save();
}

/** The page as the server sent it back, with its errors; the focus goes to the summary. */
function showAgain(form, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.getElementById("main");
  if (!main) return;
  document.getElementById("main").replaceWith(main);
  main.querySelector("[data-error-summary]")?.focus();
  const again = main.querySelector("[data-form-runner]");
  if (again) void start(again);
}

/** Somebody changed the same draft elsewhere: the person chooses, nothing is overwritten unasked. */
function askWhich({ sync }, store, id, theirs) {
  const dialog = document.getElementById("draft-conflict");
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue === "mine") {
      sync.rev = theirs.rev;
      await sync.push();
    } else if (dialog.returnValue === "theirs") {
      sync.stop();
      await store.forget(id);
      location.reload();
    }
  }, { once: true });
  dialog.showModal();
}

for (const form of document.querySelectorAll("[data-form-runner]")) void start(form);
