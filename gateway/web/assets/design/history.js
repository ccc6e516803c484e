/* Undo and redo of a document: plain values in, plain values out. */

const MOST = 50;

export class History {
  /** `document` is never changed in place by anybody. */
  constructor(document) {
    this.now = document;
    this.before = [];
    this.after = [];
  }

  /**
   * The document after a change. `what` says it in words, for "Undo: {what}". Changes in a row with the same `group`
   * (typing in one field) are one step.
   */
  put(document, what = "", group = null) {
    if (document === this.now) return;
    const last = this.before.at(-1);
    const same = group !== null && last?.group === group && this.after.length === 0;
    if (!same) this.before.push({ document: this.now, what, group });
    if (this.before.length > MOST) this.before.shift();
    this.after = [];
    this.now = document;
  }

  /** The next change of the same group is a step of its own. */
  close() {
    const last = this.before.at(-1);
    if (last) last.group = null;
  }

  get canUndo() {
    return this.before.length > 0;
  }

  get canRedo() {
    return this.after.length > 0;
  }

  /** What was undone, in words; null when there is nothing to undo. */
  undo() {
    return this.turn(this.before, this.after);
  }

  redo() {
    return this.turn(this.after, this.before);
  }

  turn(from, to) {
    const step = from.pop();
    if (!step) return null;
    to.push({ ...step, document: this.now, group: null });
    this.now = step.document;
    return step.what;
  }

  /** Somebody else's copy comes in the place of ours; the way back stays. */
  replace(document, what = "") {
    this.put(document, what);
    this.close();
  }
}
