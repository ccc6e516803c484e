"""What a new version of a form changes, in three colours.

Safe: open drafts move along unseen. Careful: the author chooses whether drafts finish on the old
version or move. Refused: the same name would mean something else; use a new key or scale.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine.canonical import canonical
from libs.formengine.items import TYPES
from libs.formengine.model import Definition, Scale
from libs.formengine.sentences import sentence

SAFE, CAREFUL, REFUSED = "safe", "careful", "refused"


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (as in problems), a stable code, and what fills its sentence."""

    path: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def in_language(self, language: str) -> str:
        return sentence(self.code, self.params, language)


@dataclasses.dataclass(frozen=True, slots=True)
class Diff:
    """All changes by colour. A form with refused changes is not published."""

    safe: tuple[Change, ...] = ()
    careful: tuple[Change, ...] = ()
    refused: tuple[Change, ...] = ()


Found = Iterator[tuple[str, Change]]


def diff(old: Definition, new: Definition) -> Diff:
    """Compare two parsed versions of one form."""
    found = list(_changes(old, new))
    return Diff(
        *(
            tuple(change for colour, change in found if colour == wanted)
            for wanted in (SAFE, CAREFUL, REFUSED)
        )
    )


def _changes(old: Definition, new: Definition) -> Found:
    if old.key != new.key:
        yield REFUSED, Change("key", "diff.other_form", {"old": old.key, "new": new.key})
    yield from _scale_changes(old.scales, new.scales)
    before, after = _flat_items(old.document), _flat_items(new.document)
    yield from _item_changes(before, after, "items")
    kept = [key for key in after if key in before]
    if kept != [key for key in before if key in after]:
        yield SAFE, Change("items", "diff.order")
    yield from _part_changes(_by(old, "stages", "id"), _by(new, "stages", "id"), "stages")
    yield from _part_changes(old.document["roles"], new.document["roles"], "roles")
    yield from _part_changes(dict(old.computed), dict(new.computed), "computed")
    yield from _part_changes(_by(old, "emit", "key"), _by(new, "emit", "key"), "emit")
    yield from _part_changes(dict(old.frameworks), dict(new.frameworks), "frameworks")
    for name in ("title", "description", "purpose", "minutes", "source", "languages", "names"):
        if not _same(old.document.get(name), new.document.get(name)):
            yield SAFE, Change(name, "diff.wording")
    for name in ("stakes", "context", "same_as"):
        if not _same(old.document.get(name), new.document.get(name)):
            yield CAREFUL, Change(name, "diff.changed", {"what": name})


def _same(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


def _by(definition: Definition, part: str, name: str) -> dict[str, Any]:
    return {
        f"{one[name]}{'@' + one['at'] if 'at' in one else ''}": one
        for one in definition.document.get(part, ())
    }


def _flat_items(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Items by key, those in sections with what they inherit; the rule of the section stands beside
    their own (`within`), as both have to hold."""
    found: dict[str, dict[str, Any]] = {}
    for item in document["items"]:
        found[item["key"]] = item
        if item["type"] == "section":
            inherited = {
                name: item[name] for name in ("by", "see", "stage", "show") if name in item
            }
            for inner in item["items"]:
                both = "show" in inner and "show" in item
                within = {"within": item["show"]} if both else {}
                found[inner["key"]] = inherited | inner | within
    return found


def _scale_changes(old: Mapping[str, Scale], new: Mapping[str, Scale]) -> Found:
    for name in old.keys() & new.keys():
        path = f"scales/{name}"
        before, after = old[name], new[name]
        if (before.kind, before.values) != (after.kind, after.values) or is_turned(before, after):
            yield REFUSED, Change(path, "diff.scale_meaning", {"scale": name})
        elif [level.sign for level in before.levels] != [
            level.sign for level in after.levels
        ] or not _same(_words(before), _words(after)):
            yield CAREFUL, Change(path, "diff.scale_words", {"scale": name})
        elif (before.na is None) != (after.na is None):
            yield (CAREFUL if after.na is None else SAFE), Change(path, "diff.scale_na", {})
        elif not _same(before.na, after.na):
            yield CAREFUL, Change(path, "diff.scale_words", {"scale": name})


def _words(scale: Scale) -> Any:
    levels = [[dict(level.label), dict(level.description or {})] for level in scale.levels]
    return [levels, [dict(end) for end in scale.ends]]


def is_turned(before: Scale, after: Scale) -> bool:
    """Whether the same words stand at the same values the other way round."""
    for old, new in (
        ([dict(level.label) for level in before.levels], [dict(one.label) for one in after.levels]),
        ([dict(end) for end in before.ends], [dict(end) for end in after.ends]),
    ):
        if old != new and old == new[::-1]:
            return True
    return False


def _item_changes(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Found:
    for key in old.keys() - new.keys():
        yield CAREFUL, Change(f"{path}/{key}", "diff.removed", {"key": key})
    for key in new.keys() - old.keys():
        required = new[key].get("required") not in (None, False)
        code = "diff.new_required" if required else "diff.new"
        yield (CAREFUL if required else SAFE), Change(f"{path}/{key}", code, {"key": key})
    for key in sorted(old.keys() & new.keys()):
        yield from _one_item(old[key], new[key], f"{path}/{key}")


_WORDING = frozenset({"label", "help", "long", "capture", "row_title", "default"})
_MEANING = frozenset({"type", "scale", "many", "framework", "kind"})
_MEMBERS = {"options": "value", "rows": "key", "items": "key"}


def _one_item(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Found:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if _same(before, after):
            continue
        if name in _MEANING:
            yield REFUSED, Change(path, "diff.meaning", {"what": name})
        elif name in _MEMBERS and old["type"] == new["type"]:
            if old["type"] != "section":
                yield from _member_changes(before, after, _MEMBERS[name], path, new)
        elif name in _WORDING:
            yield SAFE, Change(path, "diff.wording")
        elif name in ("required", "show", "within"):
            # A question that must be answered comes to more people when it is always shown.
            asks_more = name != "required" and new.get("required") not in (None, False)
            is_safe = after in (None, False) and not asks_more
            code = "diff.required" if name == "required" else "diff.show"
            yield (SAFE if is_safe else CAREFUL), Change(path, code)
        elif name in ("min", "max", "least", "decimals"):
            alike = old["type"] == new["type"]
            is_safe = alike and _is_looser(name, _bound(name, old), _bound(name, new))
            yield (SAFE if is_safe else CAREFUL), Change(path, "diff.bounds")
        else:
            yield CAREFUL, Change(path, "diff.changed", {"what": name})


def _bound(name: str, item: Mapping[str, Any]) -> Any:
    """A bound that is left out is that of every item of its type, where these have one."""
    return item.get(name, getattr(TYPES[item["type"]](key=""), name, None))


def _is_looser(name: str, before: Any, after: Any) -> bool:
    """Whether all that fitted before fits now. `today` and other answers are another day for every
    draft, so a bound that becomes one, or was one, cannot be held against a date."""
    if "today" in (before, after) or isinstance(before, Mapping) or isinstance(after, Mapping):
        return False
    if after is None or before is None:
        return after is None
    return bool(after >= before if name in ("max", "decimals") else after <= before)


def _member_changes(old: Any, new: Any, name: str, path: str, item: Mapping[str, Any]) -> Found:
    before = {one[name]: one for one in old or ()}
    after = {one[name]: one for one in new or ()}
    if name == "key" and any("type" in one for one in (*before.values(), *after.values())):
        yield from _item_changes(before, after, path)
        return
    for key in before.keys() - after.keys():
        yield CAREFUL, Change(f"{path}/{key}", "diff.removed", {"key": key})
    for key in after.keys() - before.keys():
        colour, code = _new_member(item, after[key])
        yield colour, Change(f"{path}/{key}", code, {"key": key})
    for key in sorted(before.keys() & after.keys()):
        yield from _member(before[key], after[key], f"{path}/{key}")
    if list(before) != list(after) and before.keys() == after.keys():
        yield SAFE, Change(path, "diff.order")


def _new_member(item: Mapping[str, Any], member: Mapping[str, Any]) -> tuple[str, str]:
    """A row that must be judged is asked of open drafts too, and each row of a checklist moves its
    highest number of points."""
    if item["type"] not in ("rubric", "checklist"):
        return SAFE, "diff.new"
    if item.get("required") not in (None, False) and not member.get("optional"):
        return CAREFUL, "diff.new_required"
    return (CAREFUL if item["type"] == "checklist" else SAFE), "diff.new"


def _member(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Found:
    for name in sorted(old.keys() | new.keys()):
        if not _same(old.get(name), new.get(name)):
            words = name in ("label", "help")
            change = (
                Change(path, "diff.wording")
                if words
                else Change(path, "diff.changed", {"what": name})
            )
            yield (SAFE if words else CAREFUL), change


def _part_changes(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Found:
    """Stages, roles, scores and emissions: their words are safe, all else deserves a look."""
    for key in old.keys() - new.keys():
        yield CAREFUL, Change(f"{path}/{key}", "diff.removed", {"key": key})
    for key in new.keys() - old.keys():
        yield CAREFUL, Change(f"{path}/{key}", "diff.new", {"key": key})
    for key in sorted(old.keys() & new.keys()):
        if _same(old[key], new[key]):
            continue
        if _same(_without_words(old[key]), _without_words(new[key])):
            yield SAFE, Change(f"{path}/{key}", "diff.wording")
        else:
            yield CAREFUL, Change(f"{path}/{key}", "diff.changed", {"what": key})


def _without_words(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: value for name, value in part.items() if name not in ("label", "help", "remind")}
