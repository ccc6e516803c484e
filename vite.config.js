import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "vite";

import { ICONS } from "./gateway/web/assets/icons.js";

const root = join(import.meta.dirname, "gateway/web/assets");
const iconFolder = join(
  dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")),
  "icons",
);

/** Turn one icon file into a symbol; colour and line width come from the page. */
function symbolOf(name) {
  const svg = readFileSync(join(iconFolder, `${name}.svg`), "utf8");
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, "").replace(/\s+/g, " ");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.trim()}</symbol>`;
}

/** All icons in one file, so a page asks for them once and the browser keeps it; and the mark. */
function sharedImages() {
  return {
    name: "shared-images",
    apply: "build",
    buildStart() {
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${ICONS.map(symbolOf).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
      this.emitFile({
        type: "asset",
        name: "mark.svg",
        originalFileName: "images/mark.svg",
        source: readFileSync(join(root, "images/mark.svg")),
      });
    },
  };
}

const editors = readdirSync(join(root, "design")).filter((name) => name.endsWith(".js"));
const TEXT = String.raw`"(?:[^"\\\n]|\\.)*"`;
const CALL = new RegExp(String.raw`\b(_n?)\(\s*(${TEXT})(?:\s*,\s*(${TEXT}))?`, "g");

/** What the editors say, as a list for the gateway to translate: [text] or [one, many]. See script_words.py. */
function editorWords() {
  const found = new Map();
  for (const name of editors) {
    for (const [, call, one, many] of readFileSync(join(root, "design", name), "utf8").matchAll(CALL)) {
      found.set(one, call === "_n" ? [JSON.parse(one), JSON.parse(many)] : [JSON.parse(one)]);
    }
  }
  return [...found.values()];
}

function wordsOfEditors() {
  return {
    name: "words-of-editors",
    apply: "build",
    buildStart() {
      this.emitFile({
        type: "asset",
        name: "words.json",
        originalFileName: "design/words.json",
        source: JSON.stringify(editorWords()),
      });
    },
  };
}

export default defineConfig({
  root,
  // The address under which the gateway serves the built files; fonts are found from it.
  base: "/assets/",
  publicDir: false,
  plugins: [sharedImages(), wordsOfEditors()],
  build: {
    outDir: join(import.meta.dirname, "gateway/web/dist"),
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: [
        ...["main.js", "requests.js", "form.js", "plain.js", "uploads.js", "main.css", "design.css"],
        // Each editor is a page of its own: design/<kind>-editor.js; other pages end in -page.js.
        ...editors.filter((name) => /-(editor|page)\.js$/.test(name)).map((name) => `design/${name}`),
      ].map((name) => join(root, name)),
    },
  },
  test: {
    root: import.meta.dirname,
    include: ["tests/unit/web/**/*.test.js"],
  },
});
