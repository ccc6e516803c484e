/* The sixteen kinds of items in plain words, and what each begins as. */
import { _ } from "./words.js";

/** Groups of [type, icon, word, what it is for]. */
export const groups = () => [
  {
    label: _("Words"),
    kinds: [
      ["text", "notebook-pen", _("Text"), _("One line or a story")],
      ["note", "info", _("Explanation"), _("Words to read, nothing to fill in")],
    ],
  },
  {
    label: _("Judging"),
    kinds: [
      ["scale", "sliders-horizontal", _("One judgement"), _("One answer on a scale")],
      ["rubric", "rows-3", _("Several judgements"), _("Rows on the same scale")],
      ["checklist", "list-checks", _("Checklist"), _("Done or not done, or points")],
    ],
  },
  {
    label: _("Choosing"),
    kinds: [
      ["yesno", "circle-check", _("Yes or no"), _("Two buttons")],
      ["choice", "circle-dot", _("Choice"), _("One or more from a list")],
      ["outcome", "target", _("Activity or outcome"), _("Picked from a framework")],
      ["person", "user", _("Somebody"), _("A colleague, or a name and address")],
      ["ref", "link", _("From the portfolio"), _("A goal, form or document that is there")],
    ],
  },
  {
    label: _("Facts"),
    kinds: [
      ["number", "activity", _("Number"), _("Hours, age, how often")],
      ["date", "calendar", _("Date"), _("A day")],
      ["file", "paperclip", _("File"), _("A photo or document")],
      ["signature", "signature", _("Confirmation"), _("A tick or a drawn signature")],
    ],
  },
  {
    label: _("Structure"),
    kinds: [
      ["section", "layers", _("Section"), _("A heading with questions under it")],
      ["repeat", "copy", _("List of rows"), _("The same questions, as often as needed")],
    ],
  },
];

const all = () => groups().flatMap((group) => group.kinds);

export const kindWord = (type) => all().find(([name]) => name === type)?.[2] ?? "";
export const kindIcon = (type) => all().find(([name]) => name === type)?.[1] ?? "circle";

const label = (words, lang) => ({ [lang]: words });

/** A new item of a type; who fills it comes from where it is put. */
export function newItem(type, key, { lang, by, stage, scale, framework }) {
  const made = { type, key, label: label("", lang) };
  if (!["section", "note"].includes(type) && by) made.by = by;
  if (made.by && stage) made.stage = stage;
  return { ...made, ...START[type]?.({ lang, scale, framework }) };
}

const START = {
  text: () => ({ long: true }),
  choice: ({ lang }) => ({
    options: [
      { value: "first", label: label(_("First choice"), lang) },
      { value: "second", label: label(_("Second choice"), lang) },
    ],
  }),
  scale: ({ scale }) => ({ scale }),
  rubric: ({ lang, scale }) => ({ scale, rows: [{ key: "new-1", label: label(_("First row"), lang) }] }),
  checklist: ({ lang }) => ({ rows: [{ key: "new-1", label: label(_("First step"), lang) }] }),
  repeat: ({ lang }) => ({ items: [{ type: "text", key: "", label: label(_("What"), lang) }] }),
  section: () => ({ items: [] }),
  file: () => ({ accept: ["image/*", "application/pdf"] }),
  signature: () => ({ kind: "attest" }),
  outcome: ({ framework }) => ({ framework }),
  ref: () => ({ to: ["goal"] }),
};
