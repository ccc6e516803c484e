"""Problems of a draft in sentences with names people gave, and where the editor finds the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.web.design.programme_places import Named
from gateway.wording import in_readers_words
from libs.formengine import wording

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
            "where": where(document, one["path"], names),
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
    """The place in words: the names of the parts of the path that have one, outermost first."""
    parts = [names[part] for part in path.split("/")[1:] if part in names]
    if parts:
        return " › ".join(parts)
    head = path.split("/")[0]
    return {
        "title": _("Title"),
        "description": _("Description"),
        "items": _("Questions"),
        "roles": _("People"),
        "stages": _("Steps"),
        "scales": _("Scales"),
        "computed": _("Scores"),
        "names": _("Scores"),
        "emit": _("What comes out"),
        "frameworks": _("Frameworks"),
        "phases": _("Phases"),
        "dossiers": _("Dossiers"),
        "requirements": _("Requirements"),
        "outcomes": _("Outcomes"),
        "levels": _("Levels"),
    }.get(head, "")


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
            name = part.get("key") or part.get("id") or part.get("value")
            label = part.get("label") or part.get("title")
            if isinstance(name, str) and isinstance(label, Mapping) and label:
                yield name, wording(label, g.language).strip() or _("without words yet")
            for key, inner in part.items():
                if isinstance(inner, Mapping) and isinstance(inner.get("label"), Mapping):
                    yield key, wording(inner["label"], g.language)
            found.extend(part.values())
        elif isinstance(part, list):
            found.extend(part)
