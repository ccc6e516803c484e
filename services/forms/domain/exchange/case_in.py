"""A CFPackage of CASE 1.1 as a framework. What we have no place for is kept as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from . import words
from .words import OURS

_HEAD = {"title", "description", "language", "caseVersion", "extensions", *words.DERIVED}
_ITEM = {
    "fullStatement",
    "abbreviatedStatement",
    "humanCodingScheme",
    "language",
    "CFItemType",
    "CFDocumentURI",
    "extensions",
    *words.DERIVED,
}
_CHILD = {"associationType", "originNodeURI", "destinationNodeURI", "CFDocumentURI"}


def framework(package: Mapping[str, Any], language: str = "en") -> dict[str, Any]:
    """The framework of a package; `language` is for what does not say its own.

    Raises KeyError, TypeError, ValueError or AttributeError for what is no package.
    """
    return _Reader(package, language).framework()


class _Reader:
    def __init__(self, package: Mapping[str, Any], language: str) -> None:
        self.package = package
        self.head: Mapping[str, Any] = package["CFDocument"]
        self.items: Sequence[Mapping[str, Any]] = package.get("CFItems") or ()
        self.links: Sequence[Mapping[str, Any]] = package.get("CFAssociations") or ()
        self.ours = dict(words.extensions(self.head).get(OURS, {}))
        self.language = words.spoken(self.head.get("language"), language)
        self.key = self.ours.get("key") or words.slug(str(self.head["title"]))
        self.name = f"{self.key}@{self.ours.get('version', 1) if self.ours else self._version()}"
        self.codes = self._codes()
        self.up: dict[str, Mapping[str, Any]] = {}
        self.crossings: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.other: list[Mapping[str, Any]] = []
        for link in self.links:
            self._sort(link)

    def framework(self) -> dict[str, Any]:
        found: dict[str, Any] = {"format": "framework/1", "key": self.key}
        if not self.ours or "version" in self.ours:
            found["version"] = self.ours.get("version") or self._version()
        if not self.ours:
            found["languages"] = [self.language]
        listed = self.ours.get("crosswalks", ())
        found |= words.without(self.ours, "title", "description", "crosswalks", "extensions")
        found["title"] = _worded(self.head["title"], self.language, self.ours.get("title"))
        description = _worded(
            self.head.get("description"), self.language, self.ours.get("description")
        )
        if description:
            found["description"] = description
        found["outcomes"] = self._in_order([self._outcome(one) for one in self.items])
        if self.crossings:
            order = [*dict.fromkeys(listed), *(n for n in self.crossings if n not in listed)]
            found["crosswalks"] = [
                {"to": name, "maps": self.crossings[name]} for name in order if self.crossings[name]
            ]
        extensions = dict(self.ours.get("extensions", {})) | self._kept()
        return found | ({"extensions": extensions} if extensions else {})

    def _version(self) -> int:
        stated = str(self.head.get("version", "1"))
        return int(stated) if stated.isdecimal() and 0 < int(stated) <= 100_000 else 1

    def _codes(self) -> dict[str, str]:
        """Code by identifier: ours, else the human code where it can be one, else of the words."""
        codes: dict[str, str] = {}
        taken: set[str] = set()
        for item in self.items:
            human = str(item.get("humanCodingScheme") or "")
            code = words.extensions(item).get(OURS, {})
            code = code.get("key") or code.get("code")
            if not code and words.CODE.fullmatch(human) and human not in taken:
                code = human
            text = item.get("abbreviatedStatement") or item["fullStatement"]
            code = code or words.slug(str(human or text), taken)
            codes[item["identifier"]] = code
            taken.add(code)
        return codes

    def _sort(self, link: Mapping[str, Any]) -> None:
        """An association becomes a parent, a line of a crosswalk, or is kept as it is."""
        origin = link["originNodeURI"]["identifier"]
        ours = words.extensions(link).get(OURS, {})
        kinds = {case: kind for kind, case in words.ALIKE.items()}
        is_up = link["associationType"] == "isChildOf" and origin in self.codes
        above = link["destinationNodeURI"]["identifier"]
        if is_up and origin not in self.up and above in {*self.codes, self.head["identifier"]}:
            self.up[origin] = link
        elif ours and origin in self.codes and link["associationType"] in kinds:
            one = {
                "from": self.codes[origin],
                "to": ours["code"],
                "as": kinds[link["associationType"]],
            }
            note = _noted(link.get("notes"), self.language, ours.get("note"))
            self.crossings[ours["to"]].append(one | ({"note": note} if note else {}))
        else:
            self.other.append(link)

    def _outcome(self, item: Mapping[str, Any]) -> dict[str, Any]:
        ours = dict(words.extensions(item).get(OURS, {}))
        language = words.spoken(item.get("language"), self.language)
        code, human = self.codes[item["identifier"]], item.get("humanCodingScheme")
        found: dict[str, Any] = {"key": code} | words.without(
            ours, "title", "label", "description", "kind", "unit", "parent", "number", "extensions"
        )
        if "code" in ours:
            del found["key"]
        if human and human != code:
            found["number"] = human
        elif "number" in ours and human:
            found["number"] = ours["number"] if ours["number"] == human else human
        found |= _kind(item, ours, language) | _texts(item, ours, language)
        found |= self._parent(item, ours)
        extensions = dict(ours.get("extensions", {})) | self._kept_of(item, code)
        return found | ({"extensions": extensions} if extensions else {})

    def _parent(self, item: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
        link = self.up.get(item["identifier"])
        above = link["destinationNodeURI"]["identifier"] if link else None
        if above in self.codes:
            return {"parent": self.codes[above]}
        return {"parent": None} if "parent" in ours else {}

    def _kept(self) -> dict[str, Any]:
        """Of the document and the package: what has no place of its own here."""
        case = words.without(self.head, *_HEAD)
        if self.ours:
            if case.get("creator") == self.key:
                del case["creator"]
            if case.get("version") == str(self.ours.get("version", 1)):
                del case["version"]
        elif str(self._version()) == case.get("version"):
            del case["version"]
        case |= _stamps(self.head, words.identifier(self.name)) | _stated_language(self.head)
        foreign = words.without(words.extensions(self.head), OURS)
        case |= {"extensions": foreign} if foreign else {}
        rest = words.without(self.package, "CFDocument", "CFItems", "CFAssociations")
        rest |= {"CFAssociations": self.other} if self.other else {}
        return ({"case": case} if case else {}) | ({"case_package": rest} if rest else {})

    def _kept_of(self, item: Mapping[str, Any], code: str) -> dict[str, Any]:
        case = words.without(item, *_ITEM)
        case |= _stamps(item, words.identifier(self.name, code)) | _stated_language(item)
        foreign = words.without(words.extensions(item), OURS)
        case |= {"extensions": foreign} if foreign else {}
        link = self.up.get(item["identifier"])
        up: dict[str, Any] = {}
        if link:
            derived = words.identifier(self.name, code, "isChildOf")
            if link["identifier"] != derived:
                up = words.without(link, *_CHILD)
        return ({"case": case} if case else {}) | ({"case_parent": up} if up else {})

    def _in_order(self, outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """As they stand, unless the numbers of the associations say otherwise."""
        number = {
            self.codes[origin]: int(link.get("sequenceNumber") or 0)
            for origin, link in self.up.items()
        }
        below: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for one in outcomes:
            below[one.get("parent")].append(one)

        def rank(one: Mapping[str, Any]) -> int:
            return number.get(one.get("key") or one["code"], 0)

        if all([*map(rank, row)] == sorted(map(rank, row)) for row in below.values()):
            return outcomes
        found: list[dict[str, Any]] = []
        waiting = sorted(below[None], key=rank, reverse=True)
        while waiting:
            one = waiting.pop()
            found.append(one)
            code = one.get("key") or one["code"]
            waiting.extend(sorted(below.pop(code, ()), key=rank, reverse=True))
        return found if len(found) == len(outcomes) else outcomes


def _stamps(given: Mapping[str, Any], derived: str) -> dict[str, Any]:
    """Identifier, address and moment of what got them elsewhere."""
    if given["identifier"] == derived:
        return {}
    return {name: given[name] for name in words.DERIVED if name in given}


def _stated_language(given: Mapping[str, Any]) -> dict[str, Any]:
    """A language that is written in another way than ours."""
    stated = given.get("language")
    return {"language": stated} if stated and words.spoken(stated, "") != stated else {}


def _worded(text: Any, language: str, others: Any) -> dict[str, str]:
    """`others` with the words that CASE has, where it has them."""
    return dict(others or {}) | ({language: text} if text else {})


def _noted(text: Any, language: str, ours: Any) -> dict[str, str]:
    """A note does not say its language, so ours stays while its words are among them."""
    if ours and text in ours.values():
        return dict(ours)
    return _worded(text, language, ours)


def _texts(
    item: Mapping[str, Any], ours: Mapping[str, Any], language: str
) -> dict[str, dict[str, str]]:
    short, full = item.get("abbreviatedStatement"), item["fullStatement"]
    name = "label" if "label" in ours and "title" not in ours else "title"
    found = {name: _worded(short or full, language, ours.get(name))}
    description = _worded(full if short else None, language, ours.get("description"))
    return found | ({"description": description} if description else {})


def _kind(item: Mapping[str, Any], ours: Mapping[str, Any], language: str) -> dict[str, Any]:
    stated = item.get("CFItemType")
    if not stated:
        return {}
    kind, unit = ours.get("kind"), ours.get("unit")
    if kind in words.KINDS and words.KINDS[kind] == stated:
        return {"kind": kind} | ({"unit": unit} if unit else {})
    if kind == "own" and unit and stated in unit.values():
        return {"kind": "own", "unit": unit}
    known = words.KNOWN_TYPES.get(str(stated).lower())
    return {"kind": known} if known else {"kind": "own", "unit": {language: stated}}
