"""A framework as a CFPackage of CASE 1.1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..frameworks import code_of, title_of
from . import words
from .words import OURS

EPOCH = "2000-01-01T00:00:00Z"
Wording = Mapping[str, str]


def package(document: Mapping[str, Any], at: str = EPOCH) -> dict[str, Any]:
    """The package; `at` is the moment of publishing as an ISO instant in UTC."""
    return _Writer(document, at).package()


class _Writer:
    """One framework being written: who is who, and in which language."""

    def __init__(self, document: Mapping[str, Any], at: str) -> None:
        self.document, self.at = document, at
        self.name = f"{document['key']}@{document.get('version', 1)}"
        self.language = (document.get("languages") or [next(iter(document["title"]))])[0]
        self.kept: dict[str, Any] = dict(document.get("extensions", {}))
        self.ids = {code_of(one): self._id(one) for one in document["outcomes"]}
        self.nodes = {code_of(one): self._node(one) for one in document["outcomes"]}

    def _id(self, outcome: Mapping[str, Any]) -> str:
        found = _case_of(outcome).get("identifier")
        return str(found or words.identifier(self.name, code_of(outcome)))

    def _node(self, outcome: Mapping[str, Any]) -> dict[str, str]:
        """A link to an item, at the address that the item itself has."""
        title = _said(title_of(outcome), self.language)
        return words.node(title, self.ids[code_of(outcome)], _case_of(outcome).get("uri"))

    def package(self) -> dict[str, Any]:
        rest = self.kept.get("case_package", {})
        associations = [*self._children(), *self._crosswalks(), *rest.get("CFAssociations", ())]
        return {
            **words.without(rest, "CFAssociations"),
            "CFDocument": self._head(),
            "CFItems": [self._item(one) for one in self.document["outcomes"]],
            "CFAssociations": associations,
        }

    def _stamped(self, found: str, kept: Mapping[str, Any]) -> dict[str, Any]:
        return {"identifier": found, "uri": words.uri(found), "lastChangeDateTime": self.at, **kept}

    def _head(self) -> dict[str, Any]:
        document, kept = self.document, self.kept.get("case", {})
        spoken = _speakable(document["title"], self.language)
        found = {
            **self._stamped(words.identifier(self.name), kept),
            "caseVersion": "1.1",
            "creator": kept.get("creator") or document["key"],
            "title": document["title"][spoken],
            "language": _stated(kept, spoken),
        }
        found.setdefault("version", str(document.get("version", 1)))
        if spoken in document.get("description", {}):
            found["description"] = document["description"][spoken]
        ours = words.without(document, "title", "description", "outcomes", "crosswalks")
        ours |= _left(document, "title", spoken) | _left(document, "description", spoken)
        ours = _with_extensions(ours, self.kept, ("case", "case_package"))
        if "crosswalks" in document:
            ours["crosswalks"] = [one["to"] for one in document["crosswalks"]]
        return found | {"extensions": kept.get("extensions", {}) | {OURS: ours}}

    def _item(self, outcome: Mapping[str, Any]) -> dict[str, Any]:
        kept = _case_of(outcome)
        code, title = code_of(outcome), title_of(outcome)
        spoken = _speakable(title, self.language)
        description = outcome.get("description", {}).get(spoken)
        found = {
            **self._stamped(self.ids[code], kept),
            "fullStatement": description or title[spoken],
            "humanCodingScheme": outcome.get("number") or code,
            "language": _stated(kept, spoken),
        }
        if description:
            found["abbreviatedStatement"] = title[spoken]
        if "kind" in outcome:
            found["CFItemType"] = item_type(outcome, spoken)
        ours = words.without(outcome, "title", "label", "description", "parent", "extensions")
        for name in ("title", "label", "description"):
            ours |= _left(outcome, name, spoken)
        ours = _with_extensions(ours, outcome.get("extensions", {}), ("case", "case_parent"))
        if outcome.get("parent", "") is None:
            ours["parent"] = None
        return found | {"extensions": kept.get("extensions", {}) | {OURS: ours}}

    def _children(self) -> Iterator[dict[str, Any]]:
        head = self._head()
        place: Counter[str | None] = Counter()
        for one in self.document["outcomes"]:
            code, parent = code_of(one), one.get("parent")
            place[parent] += 1
            above = (
                self.nodes[parent]
                if parent
                else words.node(head["title"], head["identifier"], head["uri"])
            )
            kept = one.get("extensions", {}).get("case_parent", {})
            yield {
                **self._stamped(words.identifier(self.name, code, "isChildOf"), kept),
                "associationType": "isChildOf",
                "sequenceNumber": kept.get("sequenceNumber", place[parent]),
                "originNodeURI": self.nodes[code],
                "destinationNodeURI": above,
            }

    def _crosswalks(self) -> Iterator[dict[str, Any]]:
        for crosswalk in self.document.get("crosswalks", ()):
            for one in crosswalk["maps"]:
                theirs = words.identifier(crosswalk["to"], one["to"])
                name = (self.name, one["from"], crosswalk["to"], one["to"])
                found = {
                    **self._stamped(words.identifier(*name), {}),
                    "associationType": words.ALIKE[one["as"]],
                    "originNodeURI": self.nodes[one["from"]],
                    "destinationNodeURI": words.node(one["to"], theirs),
                    "extensions": {OURS: {"to": crosswalk["to"], "code": one["to"]}},
                }
                if "note" in one:
                    found["notes"] = _said(one["note"], self.language)
                    found["extensions"][OURS]["note"] = one["note"]
                yield found


def _case_of(outcome: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = outcome.get("extensions", {}).get("case", {})
    return found


def _stated(kept: Mapping[str, Any], spoken: str) -> str:
    """The language as others wrote it (`en-us`), as long as the words are in it."""
    found = str(kept.get("language") or "")
    return found if found and words.spoken(found, "") == spoken else spoken


def item_type(outcome: Mapping[str, Any], language: str) -> str:
    if outcome["kind"] == "own":
        return _said(outcome["unit"], language)
    return words.KINDS[outcome["kind"]]


def _speakable(title: Wording, wanted: str) -> str:
    return wanted if wanted in title else next(iter(title))


def _said(text: Wording, wanted: str) -> str:
    return text[_speakable(text, wanted)]


def _left(of: Mapping[str, Any], name: str, spoken: str) -> dict[str, Any]:
    """What CASE does not hold of a text: the other languages. Empty is kept where `label` is
    the older name of the title, so that it keeps its name."""
    if name not in of:
        return {}
    others = words.without(of[name], spoken)
    return {name: others} if others or name == "label" or spoken not in of[name] else {}


def _with_extensions(
    ours: dict[str, Any], kept: Mapping[str, Any], theirs: tuple[str, ...]
) -> dict[str, Any]:
    """Other members of `extensions` than those that CASE itself takes back."""
    others = words.without(kept, *theirs)
    ours = words.without(ours, "extensions")
    return ours | ({"extensions": others} if others else {})
