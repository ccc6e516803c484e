"""Problems of a draft in sentences with names people gave, and where the editor finds the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.design.programme_places import Named
from gateway.wording import in_readers_words
from libs.formengine import wording

HEADS = {
    "title": _l("Title"),
    "description": _l("Description"),
    "languages": _l("Languages"),
    "items": _l("Questions"),
    "roles": _l("People"),
    "stages": _l("Steps"),
    "scales": _l("Scales"),
    "computed": _l("Scores"),
    "names": _l("Scores"),
    "emit": _l("What comes out"),
    "frameworks": _l("Frameworks"),
    "phases": _l("Phases"),
    "dossiers": _l("Dossiers"),
    "requirements": _l("Requirements"),
    "outcomes": _l("Outcomes"),
    "levels": _l("Levels"),
}
# What stands in an object under a name, not in a list.
IN_OBJECTS = frozenset({"roles", "scales", "computed", "names"})
NUMBERED = {
    "items": _l("Question %(number)s"),
    "rows": _l("Row %(number)s"),
    "options": _l("Choice %(number)s"),
    "stages": _l("Step %(number)s"),
    "roles": _l("Person %(number)s"),
    "scales": _l("Scale %(number)s"),
    "levels": _l("Level %(number)s"),
    "outcomes": _l("Outcome %(number)s"),
}
MEMBERS = {
    "label": _l("Words"),
    "scale": _l("Scale"),
    "rows": _l("Rows"),
    "options": _l("Choices"),
    "who": _l("Who is it?"),
    "by": _l("Who acts here?"),
    "next": _l("What comes next"),
    "value": _l("Value"),
    "version": _l("Version"),
}
_NAMED = re.compile(r"“([^”]+)”")


def worded(
    document: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Problems as {sentence, where, path}: no key or id is left in what people read."""
    if problems and document.get("format") == "programme/1":
        programme = Named(document)
        return [{"path": one["path"], **programme.problem(one)} for one in problems]
    names, there = names_of(document), dict(_names(document))
    return [
        {
            "path": one["path"],
            "where": _place(document, one, names),
            "sentence": _gone(one, there) or named(text_of(one), names),
        }
        for one in problems
    ]


def _gone(problem: Mapping[str, Any], there: Mapping[str, str]) -> str:
    """What was removed has no words any more, and its key says nothing to who reads this."""
    field = (problem.get("params") or {}).get("field", "")
    if problem["code"] != "rule.no_field" or str(field).split(".")[0] in there:
        return ""
    return _("A question or score is used here that is no longer there.")


def _place(
    document: Mapping[str, Any], problem: Mapping[str, Any], names: Mapping[str, str]
) -> str:
    """Of a wrong shape its sentence does not say of what; then the place does."""
    place = where(document, problem["path"], names)
    if not str(problem["code"]).startswith("shape."):
        return place
    member = _member(document, problem["path"])
    return " › ".join(dict.fromkeys(one for one in (place, member) if one))


def text_of(problem: Mapping[str, Any]) -> str:
    """The sentence in the reader's language, where there is one."""
    message = problem.get("message") or problem["code"]
    plain = wording(message, g.language) if isinstance(message, Mapping) else str(message)
    told = {**problem, "params": problem.get("params") or {}, "message": plain}
    return str(in_readers_words(told)["message"])


def named(text: str, names: Mapping[str, str]) -> str:
    """The sentence with what stands in quotes under the name its author gave it."""
    return _NAMED.sub(lambda match: f"“{names.get(match[1], match[1])}”", text)


def where(document: Mapping[str, Any], path: str, names: Mapping[str, str]) -> str:
    """The place in words, outermost first: the names of the parts of the path, what they are and
    their number where they have none; of no part what the path begins with."""
    steps = path.split("/")
    found = (_part_words(*one, names) for one in _parts_of(document, steps))
    return " › ".join(words for words in found if words) or str(HEADS.get(steps[0], ""))


def _parts_of(document: Mapping[str, Any], steps: Sequence[str]) -> Iterator[tuple[Any, str, str]]:
    """(part, step, what it is with its number) of every step that leads into a list or to a name;
    what is not there is None."""
    at: Any = document
    group = ""
    for place, step in enumerate(steps):
        inside, at = at, _inside(at, step)
        is_part = isinstance(inside, list) or group in IN_OBJECTS
        if place and (is_part or at is None):
            yield at, step, _numbered(inside, at, group) if is_part else ""
        group = "" if is_part else step


def _inside(at: Any, step: str) -> Any:
    """Of a list by its key, id or value, else by its place from 1 on, as problems give it."""
    if isinstance(at, Mapping):
        return at.get(step)
    if not isinstance(at, list):
        return None
    by_place = at[int(step) - 1 : int(step)] if step.isdecimal() and int(step) else []
    by_key = [one for one in at if isinstance(one, Mapping) and _own_name(one) == step]
    return next(iter([*by_key, *by_place]), None)


def _numbered(inside: Any, part: Any, group: str) -> str:
    """“Question 2”; nothing where it is not there."""
    among = list(inside.values() if isinstance(inside, Mapping) else inside or ())
    number = next((place for place, one in enumerate(among, 1) if one is part), 0)
    return str(NUMBERED.get(group, _l("Number %(number)s"))) % {"number": number} if number else ""


def _part_words(part: Any, step: str, otherwise: str, names: Mapping[str, str]) -> str:
    words = (part.get("label") or part.get("title")) if isinstance(part, Mapping) else None
    if isinstance(words, Mapping) and words:
        return wording(words, g.language).strip() or _("without words yet")
    return otherwise or names.get(step, "")


def _member(document: Mapping[str, Any], path: str) -> str:
    """What is missing of a part or has the wrong shape, as the editors call it, else as the
    document does; nothing for a whole part."""
    *parents, step = path.split("/")
    at: Any = document
    for parent in parents:
        at = _inside(at, parent)
    if not isinstance(at, Mapping) or (parents and parents[-1] in IN_OBJECTS):
        return ""
    return str(MEMBERS.get(step) or HEADS.get(step) or f"“{step}”")


def names_of(document: Mapping[str, Any]) -> dict[str, str]:
    """What people read instead of a key, an id or a value."""
    names = dict(_names(document))
    return {**dict(_emissions(document, names)), **names}


def _emissions(document: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What comes out has no name of its own: it is called after the question whose words it takes,
    or else the step that gives it."""
    listed = document.get("emit")
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, Mapping) or not isinstance(one.get("key"), str):
            continue
        texts = one.get("texts")
        asked = list(texts.values()) if isinstance(texts, Mapping) else []
        found = [names[name] for name in [*asked, one.get("at")] if _is_named(name, names)]
        if found:
            yield one["key"], found[0]
            yield f"{one['key']}@{one.get('at')}", found[0]


def _is_named(name: Any, names: Mapping[str, str]) -> bool:
    return isinstance(name, str) and name in names


def _names(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key, id and value of a document with the label beside it."""
    found: list[Any] = [document]
    while found:
        part = found.pop()
        if isinstance(part, Mapping):
            name = _own_name(part)
            label = part.get("label") or part.get("title")
            if isinstance(name, str) and isinstance(label, Mapping) and label:
                yield name, wording(label, g.language).strip() or _("without words yet")
            for key, inner in part.items():
                if isinstance(inner, Mapping) and isinstance(inner.get("label"), Mapping):
                    yield key, wording(inner["label"], g.language)
            found.extend(part.values())
        elif isinstance(part, list):
            found.extend(part)


def _own_name(part: Mapping[str, Any]) -> Any:
    return part.get("key") or part.get("id") or part.get("value")
