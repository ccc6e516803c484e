/* Six forms to begin with, for a page that is still empty; own wording, in the language that is written. */
import { edit } from "./document.js";
import { addScale } from "./scales.js";
import { listOf } from "./steps.js";
import { _ } from "./words.js";

/** [{title, purpose, icon, put(document)}] */
export function startersFor(lang) {
  const say = (text) => ({ [lang]: text });
  return [
    { title: _("Observation"), icon: "stethoscope", purpose: _("A judgement, what went well, a next step"), put: (doc) => withScale(doc, lang, _("How much help was needed"), (scale) => [
      rubric("parts", say(_("Parts of the work")), scale, [say(_("Preparing")), say(_("Carrying out")), say(_("Talking and explaining"))]),
      { type: "scale", key: "overall", label: say(_("Over all")), scale, required: true },
      ...story(say),
    ]) },
    { title: _("Conversation"), icon: "message-circle", purpose: _("What was talked about and agreed"), put: (doc) => withItems(doc, [
      { type: "date", key: "held-on", label: say(_("When did you talk?")), max: "today", required: true },
      text("topics", say(_("What did you talk about?"))),
      { type: "repeat", key: "agreements", label: say(_("What did you agree?")), items: [{ type: "text", key: "what", label: say(_("What")) }, { type: "date", key: "until", label: say(_("Until when")) }] },
    ]) },
    { title: _("Checklist"), icon: "list-checks", purpose: _("Steps that were done or not, and a judgement"), put: (doc) => withScale(doc, lang, _("How did it go?"), (scale) => [
      { type: "checklist", key: "steps", label: say(_("What was done?")), na: say(_("Not applicable")), rows: [_("Washes hands"), _("Explains what will happen"), _("Asks for consent"), _("Carries it out safely")].map((label, place) => ({ key: `step-${place + 1}`, label: say(label) })) },
      { type: "scale", key: "overall", label: say(_("Over all")), scale, required: true },
    ]) },
    { title: _("Reflection"), icon: "notebook-pen", purpose: _("The learner looks back and plans"), put: (doc) => withItems(doc, [
      text("happened", say(_("What happened?")), true), text("thought", say(_("What did you think and feel?"))), text("learned", say(_("What did you learn from it?"))), text("next", say(_("What will you do differently?"))),
    ], true) },
    { title: _("Opinion of a patient"), icon: "heart-handshake", purpose: _("A few plain questions"), put: (doc) => withScale(doc, lang, _("How often"), (scale) => [
      rubric("contact", say(_("How was the contact?")), scale, [say(_("Was there enough time?")), say(_("Did you feel heard?")), say(_("Did you understand what was explained?"))]),
      text("tip", say(_("What could be better?"))),
    ]) },
    { title: _("Registration"), icon: "clipboard-check", purpose: _("What was done, when, how often"), put: (doc) => withItems(doc, [
      { type: "date", key: "on", label: say(_("When?")), max: "today", required: true },
      { type: "choice", key: "what", label: say(_("What did you do?")), required: true, options: [_("First kind"), _("Second kind")].map((label, place) => ({ value: `kind-${place + 1}`, label: say(label) })) },
      { type: "number", key: "times", label: say(_("How often?")), min: 1 },
    ], true) },
  ];
}

const text = (key, label, required) => ({ type: "text", key, label, long: true, ...(required ? { required } : {}) });

const rubric = (key, label, scale, labels) => ({ type: "rubric", key, label, scale, required: true, rows: labels.map((one, place) => ({ key: `row-${place + 1}`, label: one })) });

const story = (say) => [text("strong", say(_("What went well?"))), text("next-step", say(_("What is the next step?")), true)];

function withScale(doc, lang, title, make) {
  const [changed, scale] = addScale(doc, "ordinal", lang, title);
  return withItems(changed, make(scale));
}

/** Who acts last fills it in; `byLearner`: who acts first. */
function withItems(doc, items, byLearner = false) {
  return edit(doc, (copy) => {
    const stage = byLearner ? copy.stages[0] : copy.stages.at(-1);
    copy.items = items.map((item) => ({ ...item, by: listOf(stage.by)[0] }));
  });
}
