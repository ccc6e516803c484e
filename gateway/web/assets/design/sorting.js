/* Moving by drag, beside the buttons and keys that every list has too. */
import Sortable from "sortablejs";

/**
 * Make the children of `list` movable by `handle`. After a drop the DOM is given back as it was, because Lit draws
 * it from the document; `moved(from, to, parts)` gets the lists' elements and places among the movable children.
 */
export function makeSortable(list, { handle, draggable, group, moved }) {
  let before = null;
  return Sortable.create(list, {
    handle,
    draggable,
    group,
    animation: 0,
    ghostClass: "is-ghost",
    onStart: (event) => {
      before = event.item.nextSibling;
    },
    onEnd: (event) => {
      event.from.insertBefore(event.item, before?.parentNode === event.from ? before : null);
      if (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex) return;
      moved({
        item: event.item,
        from: event.from,
        to: event.to,
        oldIndex: event.oldDraggableIndex,
        newIndex: event.newDraggableIndex,
      });
    },
  });
}
