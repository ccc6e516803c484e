/*
 * What the builder knows: the document with its way back, what is selected, how it looks, what is wrong, and whether
 * it is saved. Parts read it and are told when it changed; they change it through `apply`.
 */
import { Drawer } from "./drawer.js";
import { addressIn, find, itemOf, keyAt } from "./document.js";
import { History } from "./history.js";
import { languagesOf } from "./languages.js";
import { isFresh, renameItem, renameMember, renamePerson, renameScale, renameStep, slug, takenNames, unique } from "./naming.js";
import { postJson } from "./requests.js";
import { Saver } from "./saver.js";
import { speak } from "./speak.js";
import { stepOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

export class Store extends EventTarget {
  constructor({ base, draft, library = {}, post = postJson }) {
    super();
    Object.assign(this, { base, library, post });
    this.history = new History(draft.document);
    this.agreed = draft.document; // what was saved last: who changed what since then shows in a conflict
    this.problems = draft.problems;
    this.owner = draft.owner;
    this.trouble = null;
    this.publishedVersion = draft.published_version;
    this.selected = { kind: "form", key: null };
    this.saveState = "saved";
    this.names = new Map();
    this.view = "build";
    this.tab = "content";
    [this.lang] = languagesOf(draft.document);
    this.drawer = new Drawer({ url: `${base}/draw`, post, drawn: () => this.changed() });
    this.saver = new Saver({
      url: `${base}/save`,
      rev: draft.rev,
      post,
      read: () => (this.sent = this.doc),
      say: (state) => this.set({ saveState: state }),
      saved: ({ problems }) => this.set({ problems, agreed: this.sent }),
      conflict: (theirs) => this.set({ theirs }),
      stuck: (trouble) => this.set({ trouble }),
    });
    this.drawer.draw(this.doc, this.lang);
  }

  get doc() {
    return this.history.now;
  }

  get languages() {
    return languagesOf(this.doc);
  }

  /**
   * What an item is called on the page: the same before and after it got its name, so that a press that makes an
   * author leave a field still lands on what it was meant for.
   */
  placeName(key) {
    return this.names.get(key) ?? key;
  }

  /** `name` stands where `key` stood; the next that is called `key` is something else. */
  keepPlace(key, name) {
    this.names.set(name, this.placeName(key));
    this.names.set(key, `${key} beside ${name}`);
  }

  /** The same for a row or a choice, which has its name beside those of its item only. */
  memberPlace(address, key) {
    return this.placeName(memberIn(this.placeName(keyAt(address)), key));
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  set(members) {
    Object.assign(this, members);
    this.changed();
  }

  /** The words of a map in the language that is being written. */
  words(map) {
    return wordsOf(map, this.lang);
  }

  /**
   * A changed document. `what`: for undo; `group`: typing in one field is one step; `say`: spoken; `moved`: the address
   * of an item before and now.
   */
  apply(doc, what, { group = null, say, moved: [from, to] = [] } = {}) {
    if (doc === this.doc) return;
    this.history.put(doc, what, group);
    if (from && this.isSelected("item", from)) this.selected = { kind: "item", key: to };
    this.afterChange();
    if (say) speak(say);
  }

  afterChange() {
    if (!this.languages.includes(this.lang)) [this.lang] = this.languages; // taken away
    this.saver.changed();
    this.drawer.draw(this.doc, this.lang);
    this.mendSelection();
    this.changed();
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

  /** kind: form, item (key: its address), step, person, scale, scores, emissions, emission (key: its place), problems. */
  select(kind, key = null, tab = this.tab) {
    this.history.close();
    this.set({ selected: { kind, key }, tab: kind === "item" ? tab : "content", view: "build" });
  }

  isSelected(kind, key) {
    return this.selected.kind === kind && this.selected.key === key;
  }

  /** What is gone is not selected any more. */
  mendSelection() {
    const { kind, key } = this.selected;
    const there = {
      item: () => addressOf(find(this.doc, key)) === key,
      step: () => stepOf(this.doc, key),
      person: () => this.doc.roles[key],
      scale: () => this.doc.scales?.[key],
      emission: () => this.doc.emit?.[key],
    }[kind];
    if (there && !there()) this.selected = { kind: "form", key: null };
  }

  setLanguage(lang) {
    this.lang = lang;
    this.drawer.draw(this.doc, lang);
    this.changed();
  }

  /** What was new gets its name from its label, once, when the author has written it. */
  settle(kind, address) {
    const key = kind === "item" ? keyAt(address) : address;
    if (!isFresh(key)) return;
    const { taken, label, rename } = NAMED[kind](this.doc, key, this.lang);
    const made = slug(label ?? "");
    if (!made) return;
    const name = unique(made, taken);
    this.history.now = rename(name);
    if (this.isSelected(kind, address)) this.selected = { kind, key: address.slice(0, -key.length) + name };
    this.drawer.renamed(address, address.slice(0, -key.length) + name);
    this.keepPlace(key, name);
    this.saver.changed();
    this.changed();
  }

  /** The same for a row or a choice of an item. */
  settleMember(address, list, name, key) {
    const members = itemOf(this.doc, address)[list];
    const member = members.find((one) => one[name] === key);
    const made = member && isFresh(key) ? slug(wordsOf(member.label, this.lang)) : "";
    if (!made) return;
    const free = unique(made, new Set(members.map((one) => one[name])));
    this.history.now = renameMember(this.doc, address, list, name, key, free);
    const item = this.placeName(keyAt(address));
    this.keepPlace(memberIn(item, key), memberIn(item, free));
    this.saver.changed();
    this.changed();
  }

  /** The author chose between both versions. */
  keepMine() {
    const { rev, document } = this.theirs;
    this.set({ theirs: null, agreed: document });
    this.saver.goOn(rev, { dirty: true });
  }

  /** What was chosen part by part. Undo brings mine back as a whole. */
  takeMerged(doc) {
    const { rev, document } = this.theirs;
    this.history.replace(doc, _("Put both versions together"));
    this.set({ theirs: null, agreed: document });
    this.mendSelection();
    this.drawer.draw(this.doc, this.lang);
    this.saver.goOn(rev, { dirty: true });
  }

  takeTheirs() {
    const { rev, document, problems } = this.theirs;
    this.agreed = document;
    this.history.replace(document, _("Took the other version"));
    this.set({ theirs: null, problems });
    this.mendSelection();
    this.drawer.draw(this.doc, this.lang);
    this.saver.goOn(rev, { dirty: false });
  }
}

const memberIn = (item, key) => `${item}: ${key}`;

const addressOf = (found) => found && addressIn(found.parent, found.item.key);

const NAMED = {
  item: (doc, key, lang) => ({
    taken: takenNames(doc),
    label: wordsOf(itemOf(doc, key).label, lang),
    rename: (name) => renameItem(doc, key, name),
  }),
  step: (doc, key, lang) => ({
    taken: new Set([...takenNames(doc), "done"]),
    label: wordsOf(stepOf(doc, key).label, lang),
    rename: (name) => renameStep(doc, key, name),
  }),
  person: (doc, key, lang) => ({
    taken: new Set(Object.keys(doc.roles)),
    label: wordsOf(doc.roles[key].label, lang),
    rename: (name) => renamePerson(doc, key, name),
  }),
  scale: (doc, key, lang) => ({
    taken: new Set(Object.keys(doc.scales)),
    label: wordsOf(doc.scales[key].title, lang),
    rename: (name) => renameScale(doc, key, name),
  }),
};
