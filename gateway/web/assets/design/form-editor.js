/* The page of the form builder: what the server put into it, and the builder in its place. */
import "./builder.js";
import { useIcons } from "./part.js";
import { Store } from "./store.js";
import { loadWords } from "./words.js";

const root = document.getElementById("editor");
const { base, draft, icons, lang, list, listTitle, words } = root.dataset;
loadWords(JSON.parse(words), lang);
useIcons(icons);

const store = new Store({ base, draft: JSON.parse(draft) });
const builder = document.createElement("form-builder");
builder.store = store;
Object.assign(builder.dataset, { list, listTitle });
root.replaceChildren(builder);

const response = await fetch("/design/library", { headers: { Accept: "application/json" } });
if (response.ok) store.set({ library: await response.json() });
