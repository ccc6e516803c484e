/* Files inside a form: chosen or photographed, sent at once, listed with what the check found, removable until Send. */
import { post, sendFile } from "./upload-parts.js";

const LOOKS_MS = [1000, 2000, 5000];
const MOST_LOOKS = 120;

/** The link of a mail goes along in a header; a signed-in person needs none. */
export function linkHeaders(form) {
  const link = form.elements.namedItem("link")?.value;
  return link ? { "X-Link": link } : {};
}

/** Send one file of an item; `say(words, isWrong)` tells how it goes. Answers the file with `again`, or null. */
export async function addFile(form, place, file, say) {
  const words = JSON.parse(place.dataset.words);
  const tell = (word, percent = 0) => say(words[word].replace("{name}", file.name).replace("{percent}", percent));
  tell("busy");
  const finished = await sendFile(file, {
    beginUrl: place.dataset.beginUrl,
    about: { item: place.dataset.path.replace(/\.\d+\./, ".") },
    headers: linkHeaders(form),
    onProgress: (percent) => tell(percent < 100 ? "busy" : "checking", percent),
  });
  const added = finished.data?.file;
  if (finished.ok && added.state !== "refused") {
    tell(added.state === "checking" ? "checking" : "done");
    return { ...added, again: finished.again };
  }
  const why = finished.data?.refused ?? added?.words;
  if (why) say(`${file.name}: ${why}`, true);
  else say(words.failed.replace("{name}", file.name), true);
  if (added) await forgetFile(form, added.remove_url);
  return null;
}

/** A file that goes into no answer is not kept either; should this fail, time takes it away. */
export async function forgetFile(form, url) {
  if (url) await post(url, {}, linkHeaders(form));
}

/** Answers what Send waits for: until every chosen file is there. */
export function startFiles(form, changed) {
  let last = Promise.resolve();
  const take = (input) => {
    const chosen = [...input.files];
    input.value = "";
    last = last.then(() => addAll(form, input.closest("[data-files]"), chosen, changed));
  };
  for (const line of form.querySelectorAll("[data-files] [data-file]")) upgrade(line);
  // Also in rows that are added later.
  form.addEventListener("change", ({ target }) => {
    if (target.type === "file" && target.closest("[data-files]")) take(target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-file]");
    if (button) void removeFile(form, button.closest("[data-file]"), changed);
  });
  // Chosen while this script was on its way.
  for (const input of form.querySelectorAll("[data-files] input[type=file]")) if (input.files.length) take(input);
  return async () => {
    await last;
    return true;
  };
}

async function addAll(form, place, files, changed) {
  for (const file of files) {
    const added = await addOne(form, place, file);
    if (!added) continue;
    changed();
    if (added.state === "checking") void watch(place, added, changed);
  }
}

async function addOne(form, place, file) {
  const { most, words } = place.dataset;
  if (place.querySelectorAll("[data-file]").length >= Number(most)) {
    say(place, JSON.parse(words).most.replace("{most}", most), true);
    return null;
  }
  const added = await addFile(form, place, file, (...told) => say(place, ...told));
  if (added) place.querySelector("[data-file-list]").append(lineOf(place, added));
  return added;
}

export function say(place, text, isWrong = false) {
  const status = place.querySelector("[data-file-status]");
  status.textContent = text;
  status.classList.toggle("field__error", isWrong);
}

/** A large file is checked after a while: ask again until that is over. */
async function watch(place, added, changed) {
  const words = JSON.parse(place.dataset.words);
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOKS_MS[looks] ?? LOOKS_MS.at(-1)));
    const line = place.querySelector(`[data-file="${added.file_id}"]`);
    if (!line) return;
    const file = (await added.again()).data?.file;
    if (!file || file.state === "checking") continue;
    line.querySelector("[data-file-state]").remove();
    if (file.state === "ready") return say(place, words.done.replace("{name}", file.name));
    line.remove();
    say(place, `${file.name}: ${file.words}`, true);
    void forgetFile(place.closest("form"), file.remove_url);
    return changed();
  }
}

/** A line as the page draws it, from its template, with what the check knows. */
function lineOf(place, file) {
  const line = place.querySelector("[data-file-template]").content.firstElementChild.cloneNode(true);
  line.dataset.file = file.file_id;
  line.dataset.removeUrl = file.remove_url;
  line.querySelector("[data-file-name]").textContent = file.name;
  line.querySelector("[data-file-size]").textContent = file.size;
  if (file.state !== "checking") line.querySelector("[data-file-state]").remove();
  const remove = line.querySelector("[data-remove-file]");
  remove.querySelector("span").textContent = JSON.parse(place.dataset.words).remove.replace("{name}", file.name);
  const field = line.querySelector("[data-keep] input");
  Object.assign(field, { name: place.dataset.files, value: file.file_id });
  upgrade(line);
  return line;
}

/** Unticking is for pages without script: here a button takes the file away. */
function upgrade(line) {
  const keep = line.querySelector("[data-keep]");
  const field = keep?.querySelector("input");
  if (!field) return;
  field.type = "hidden";
  line.append(field);
  keep.remove();
  line.querySelector("[data-remove-file]").hidden = false;
}

async function removeFile(form, line, changed) {
  const place = line.closest("[data-files]");
  const name = line.querySelector("[data-file-name]").textContent;
  line.remove();
  changed();
  say(place, JSON.parse(place.dataset.words).removed.replace("{name}", name));
  place.querySelector("input[type=file]")?.focus();
  await forgetFile(form, line.dataset.removeUrl);
}
