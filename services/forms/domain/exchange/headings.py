"""What the columns of a list are: by their headings, in Dutch or English, else as the author says.

A heading that is not known leaves its column out, until somebody says what it is. Where no column
holds titles, the first unknown one is taken for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .. import shapes
from . import outcome_cells
from .outcome_cells import WORDED

HEADINGS = {
    "code": ("code", "key", "sleutel", "id"),
    "number": ("number", "nummer", "nr", "no", "#"),
    "title": (
        *("title", "titel", "name", "naam", "label", "outcome", "uitkomst"),
        *("competency", "competentie", "learning outcome", "leeruitkomst", "leerdoel"),
    ),
    "description": (
        *("description", "omschrijving", "beschrijving", "toelichting"),
        *("explanation", "uitleg", "definition", "definitie"),
    ),
    "parent": (
        *("parent", "parent code", "belongs to", "part of"),
        *("hoort bij", "onder", "valt onder", "onderdeel van", "bovenliggend"),
    ),
    "level": ("level", "niveau", "indent", "diepte", "depth"),
    "kind": ("kind", "soort", "type"),
    "lineage": ("lineage", "afstamming"),
    "unit": ("unit", "eenheid"),
}
# They have a heading that nobody gives a column by chance.
ACTIVITY_HEADINGS = {
    "competencies": "epa competencies",
    "expires": "epa expires after months",
    "expected": "expected levels",
    outcome_cells.KEPT: "kept as json",
}
# A column of titles for each level of the tree.
STEP = "level."
_STEP_HEAD = re.compile(rf"(?:level|niveau|laag) ?([1-{shapes.DEEPEST}])")
# Columns of words: one for every language. Those of an activity always say theirs.
_TONGUE = r"[ ._(]+(?P<tongue>[a-z]{2,3}(-[a-z]{2})?)\)?"
_WORDED_HEAD = re.compile(
    rf"(?P<member>title|titel|description|omschrijving|unit|eenheid){_TONGUE}"
    r"|(?P<other>.+?) ?\((?P<tongue_of_other>[a-z]{2,3}(-[a-z]{2})?)\)",
    re.I,
)
_ACTIVITY_HEAD = re.compile(
    rf"(?P<member>{'|'.join(shapes.EPA_PARTS)}|descriptor \S+@\d+ -?\d+){_TONGUE}", re.I
)


class Column(NamedTuple):
    """A column by its heading, the name of its cells ('' where it is left out), and whether the
    heading told that."""

    heading: str
    name: str
    is_known: bool

    @property
    def means(self) -> str:
        """What it holds, in whatever language: `title`, `level.2`, ''."""
        return self.name if self.name.startswith(STEP) else self.name.partition(".")[0]


def of(
    row: Sequence[str],
    language: str,
    chosen: Sequence[str | None] = (),
    is_headed: bool | None = None,
) -> list[Column] | None:
    """The columns under a first row; None where that is a row like the others.

    `chosen` says by place what a column is instead of its heading, '' to leave it out;
    `is_headed` whether the row holds headings, where that was told.
    """
    found = _known(row, language)
    is_headed = _looks_headed(found) if is_headed is None else is_headed
    if not is_headed:
        return None
    for place, means in enumerate(chosen[: len(found)]):
        if means is not None:
            found[place] = found[place]._replace(name=_named(means, language))
    return _titled(_coded(found), language, chosen)


def _known(row: Sequence[str], language: str) -> list[Column]:
    """Each name once: what says the same again is left to the author."""
    found: list[Column] = []
    for cell in row:
        name = _heading(cell.strip(), language)
        is_known = bool(name) and all(one.name != name for one in found)
        found.append(Column(cell.strip(), name if is_known else "", is_known))
    return found


def _looks_headed(found: Sequence[Column]) -> bool:
    """Titles tell, and anything else in a row of several cells."""
    told = [one for one in found if one.name]
    return any(_is_title(one) for one in told) or (
        bool(told) and sum(bool(one.heading) for one in found) > 1
    )


def _is_title(one: Column) -> bool:
    return one.name.startswith(("title.", STEP))


def _coded(found: list[Column]) -> list[Column]:
    """Where rows name the row they belong to and have numbers only, these are the codes."""
    names = [one.name for one in found]
    if "parent" not in names or "code" in names or "number" not in names:
        return found
    return [one._replace(name="code") if one.name == "number" else one for one in found]


def _titled(found: list[Column], language: str, chosen: Sequence[str | None]) -> list[Column]:
    if any(_is_title(one) for one in found):
        return found
    told = {place for place, means in enumerate(chosen) if means is not None}
    for place, one in enumerate(found):
        if one.heading and not one.is_known and place not in told:
            found[place] = one._replace(name=_named("title", language))
            break
    return found


def _heading(cell: str, language: str) -> str:
    """The name of a column; '' for one that means nothing here."""
    if match := _ACTIVITY_HEAD.fullmatch(cell):
        return f"{match['member'].lower()}.{_tongue(match['tongue'])}"
    text, tongue = cell, language
    if match := _WORDED_HEAD.fullmatch(cell):
        text = match["member"] or match["other"]
        tongue = _tongue(match["tongue"] or match["tongue_of_other"])
    text = re.sub(r"[\s_-]+", " ", text.lower()).strip(" .:*")
    for name, given in ACTIVITY_HEADINGS.items():
        if text == given:
            return name
    if match := _STEP_HEAD.fullmatch(text):
        return STEP + match[1]
    name = next((name for name, known in HEADINGS.items() if text in known), "")
    return _named(name, tongue)


def _named(means: str, tongue: str) -> str:
    return f"{means}.{tongue}" if means in WORDED else means


def _tongue(given: str) -> str:
    """`nl`, or `nl-BE`."""
    language, dash, country = given.partition("-")
    return language.lower() + dash + country.upper()
