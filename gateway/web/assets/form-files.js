/* Files inside a form: chosen or photographed, sent at once, listed with what the check found, removable until Send. */
import { post, sendFile } from "./upload-parts.js";

/** The link of a mail goes along in a header; a signed-in person needs none. */
export function linkHeaders(form) {
  const link = form.elements.namedItem("link")?.value;
  return link ? { "X-Link": link } : {};
}

/** Send one file of an item; `say(word, percent)` tells how it goes. Answers the file, or null. */
export async function addFile(form, place, file, say) {
  const words = JSON.parse(place.dataset.words);
  const tell = (word, percent = 0) => say(words[word].replace("{name}", file.name).replace("{percent}", percent));
  tell("busy");
  const finished = await sendFile(file, {
    beginUrl: place.dataset.beginUrl,
    about: { item: place.dataset.path.replace(/\.\d+\./, ".") },
    headers: linkHeaders(form),
    onProgress: (percent) => tell("busy", percent),
  });
  const added = finished.data?.file;
  if (finished.ok && added.state !== "refused") {
    tell("done");
    return added;
  }
  const why = finished.data?.refused ?? added?.words;
  if (why) say(`${file.name}: ${why}`);
  else tell("failed");
  return null;
}

export function startFiles(form, changed) {
  for (const place of form.querySelectorAll("[data-files]")) startPlace(form, place, changed);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-file]");
    if (button) void removeFile(form, button.closest("[data-file]"), changed);
  });
}

function startPlace(form, place, changed) {
  for (const line of place.querySelectorAll("[data-file]")) upgrade(line);
  const input = place.querySelector("input[type=file]");
  input?.addEventListener("input", (event) => event.stopPropagation());
  input?.addEventListener("change", async () => {
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) await addOne(form, place, file);
    changed();
  });
}

async function addOne(form, place, file) {
  const status = place.querySelector("[data-file-status]");
  const say = (text) => {
    status.textContent = text;
  };
  const { most, words } = place.dataset;
  if (place.querySelectorAll("[data-file]").length >= Number(most)) {
    return say(JSON.parse(words).most.replace("{most}", most));
  }
  const added = await addFile(form, place, file, say);
  if (added) place.querySelector("[data-file-list]").append(lineOf(place, added));
  return undefined;
}

/** The same line as the page draws: name, state, the id as a field, Remove. */
function lineOf(place, file) {
  const line = document.createElement("li");
  line.className = "list__row";
  line.dataset.file = file.file_id;
  line.dataset.removeUrl = file.remove_url;
  const name = document.createElement("span");
  name.className = "list__main";
  name.textContent = `${file.name} (${file.size})`;
  const state = document.createElement("span");
  state.className = "soft small";
  state.textContent = file.words;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: place.dataset.files, value: file.file_id });
  const remove = document.createElement("button");
  Object.assign(remove, { type: "button", className: "button button--quiet" });
  remove.dataset.removeFile = "";
  remove.textContent = JSON.parse(place.dataset.words).remove.replace("{name}", file.name);
  line.append(name, state, field, remove);
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
  const name = line.querySelector(".list__main").textContent.trim();
  line.remove();
  changed();
  place.querySelector("[data-file-status]").textContent = JSON.parse(place.dataset.words).removed.replace("{name}", name);
  place.querySelector("input[type=file]")?.focus();
  if (line.dataset.removeUrl) await post(line.dataset.removeUrl, {}, linkHeaders(form));
}
