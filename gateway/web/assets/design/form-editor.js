/* The form builder. */
import { loadWords } from "./words.js";
import { useIcons } from "./part.js";

const root = document.getElementById("editor");
loadWords(JSON.parse(root.dataset.words), root.dataset.lang);
useIcons(root.dataset.icons);
