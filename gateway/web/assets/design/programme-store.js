/* What the programme editor knows: the document with its way back, what is selected, what is wrong, who is affected. */
import { History } from "./history.js";
import { languagesOf } from "./languages.js";
import { placeOf, partOf, settled, tidied } from "./programme-document.js";
import { postJson } from "./requests.js";
import { Saver } from "./saver.js";
import { speak } from "./speak.js";
import { _, language, wordsOf } from "./words.js";

export class ProgrammeStore extends EventTarget {
  constructor({ base, draft, library = {}, post = postJson }) {
    super();
    Object.assign(this, { base, library, post });
    this.history = new History(tidied(draft.document));
    this.problems = draft.problems;
    this.owner = draft.owner;
    this.trouble = null;
    this.selected = { kind: "programme", key: null };
    this.saveState = "saved";
    this.view = "build";
    this.lang = this.languages.includes(language()) ? language() : this.languages[0];
    this.effect = null;
    this.saver = new Saver({
      url: `${base}/save`,
      rev: draft.rev,
      post,
      read: () => this.doc,
      say: (state) => this.set({ saveState: state }),
      saved: ({ problems }) => this.set({ problems }),
      conflict: (theirs) => this.set({ theirs }),
      stuck: (trouble) => this.set({ trouble }),
    });
  }

  get doc() {
    return this.history.now;
  }

  get languages() {
    return languagesOf(this.doc);
  }

  set(members) {
    Object.assign(this, members);
    this.dispatchEvent(new Event("change"));
  }

  words(map) {
    return wordsOf(map, this.lang);
  }

  /** A changed document. `what`: for undo; `group`: typing in one field is one step; `say`: spoken. */
  apply(doc, what, { group = null, say } = {}) {
    if (doc === this.doc) return;
    this.history.put(doc, what, group);
    this.afterChange();
    if (say) speak(say);
  }

  afterChange() {
    if (!this.languages.includes(this.lang)) [this.lang] = this.languages; // taken away
    const { kind, key } = this.selected;
    if (key && !partOf(this.doc, kind, key)) this.selected = { kind: "programme", key: null };
    this.effect = null;
    this.saver.changed();
    this.set({});
  }

  undo() {
    const what = this.history.undo();
    if (what === null) return;
    this.afterChange();
    speak(_("Undone: {what}", { what }));
  }

  redo() {
    const what = this.history.redo();
    if (what === null) return;
    this.afterChange();
    speak(_("Done again: {what}", { what }));
  }

  setLanguage(lang) {
    this.history.close();
    this.set({ lang });
  }

  /** kind: programme, phase, dossier, requirement, choice, route, decision, problems, effect. */
  select(kind, key = null) {
    this.history.close();
    this.set({ selected: { kind, key }, view: "build" });
  }

  goTo(path) {
    const { kind, key } = placeOf(this.doc, path);
    this.select(kind, key);
  }

  /** What was new gets its name from its title, once, when the author has written it. */
  settle(kind, key) {
    const found = settled(this.doc, kind, key, this.words(partOf(this.doc, kind, key)?.title));
    if (found.key === key) return;
    this.history.now = found.doc;
    this.selected = { kind, key: found.key };
    this.saver.changed();
    this.set({});
  }

  /** Ask who is affected; what comes back is of the document of that moment. */
  async askEffect() {
    const { doc } = this;
    this.set({ selected: { kind: "effect", key: null }, view: "build", effect: { state: "asking" } });
    const { status, data } = await this.post(`${this.base}/effect`, { document: doc });
    if (this.doc !== doc) return;
    this.set({ effect: status === 200 ? { state: "there", ...data } : { state: status === 422 ? "unfit" : "away" } });
  }

  /** The author chose between both versions. */
  keepMine() {
    const { rev } = this.theirs;
    this.set({ theirs: null });
    this.saver.goOn(rev, { dirty: true });
  }

  takeTheirs() {
    const { rev, document, problems } = this.theirs;
    this.history.replace(tidied(document), _("Took the other version"));
    this.set({ theirs: null, problems, selected: { kind: "programme", key: null } });
    this.saver.goOn(rev, { dirty: false });
  }
}
