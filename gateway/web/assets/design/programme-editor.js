/* The page of the programme editor: what the server put into it, and the editor in its place. */
import "./programme-builder.js";
import { useIcons } from "./part.js";
import { ProgrammeStore } from "./programme-store.js";
import { loadWords } from "./words.js";

const root = document.getElementById("editor");
const { base, draft, icons, lang, list, listTitle, words } = root.dataset;
loadWords(JSON.parse(words), lang);
useIcons(icons);

const store = new ProgrammeStore({ base, draft: JSON.parse(draft) });
const builder = document.createElement("programme-builder");
builder.store = store;
Object.assign(builder.dataset, { list, listTitle });
root.replaceChildren(builder);

const response = await fetch("/design/programmes/library", { headers: { Accept: "application/json" } });
if (response.ok) store.set({ library: await response.json() });
