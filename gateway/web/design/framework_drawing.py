"""A framework as a tree of words, to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from gateway.web.design.area import title_words
from gateway.web.design.framework_words import FrameworkWords
from libs.formengine import wording

KIND_WORDS = {
    "competency": _l("Competency"),
    "sub_competency": _l("Sub-competency"),
    "role": _l("Role"),
    "learning_outcome": _l("Learning outcome"),
    "epa": _l("Professional activity (EPA)"),
    "own": _l("Own unit"),
}
Node = Mapping[str, Any]


def framework_drawn(document: Mapping[str, Any]) -> dict[str, Any]:
    """{tree: [{number, title, kind, description, lines: [{name, text}], below: [the same]}], count,
    comparisons: [{title, lines}]}."""
    outcomes: Sequence[Node] = document.get("outcomes", ())
    by_parent: dict[str, list[Node]] = {}
    for one in outcomes:
        by_parent.setdefault(str(one.get("parent") or ""), []).append(one)
    words = FrameworkWords(document)
    return {
        "tree": _branch("", by_parent, words),
        "count": len(outcomes),
        "comparisons": words.comparisons(),
    }


def _branch(
    parent: str, by_parent: Mapping[str, Sequence[Node]], words: FrameworkWords
) -> list[dict[str, Any]]:
    """Published frameworks are trees of bounded depth, so this ends."""
    return [
        {
            "number": one.get("number") or "",
            "title": title_words(one.get("title") or one.get("label")),
            "kind": _kind(one),
            "description": wording(one.get("description"), g.language),
            "lines": words.of_outcome(one),
            "below": _branch(str(one.get("code") or one.get("key")), by_parent, words),
        }
        for one in by_parent.get(parent, ())
    ]


def _kind(one: Node) -> str:
    """What it is called: its own unit's name before the word for its kind."""
    own = wording(one.get("unit"), g.language)
    return own or str(KIND_WORDS.get(str(one.get("kind") or "competency"), ""))
