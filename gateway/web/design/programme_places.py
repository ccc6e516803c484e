"""Places in a programme, its problems and its changes by the names people gave, never by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.bus import ask
from gateway.web.design.area import title_words
from gateway.web.design.programme_drawing import (
    counted,
    form_name,
    joined,
    key_of,
    rating_name,
    scale_title,
)
from gateway.wording import in_readers_words
from libs.contracts import forms

Part = Mapping[str, Any]
Names = Mapping[str, str]

# What a member is called in the editor, by the list it stands in; "" is the programme itself.
MEMBERS = {
    ("", "title"): _l("Title"),
    ("", "description"): _l("What it is about"),
    ("", "source"): _l("Where it comes from"),
    ("", "languages"): _l("Languages"),
    ("", "cohort"): _l("Whom this version is for"),
    ("", "stakes"): _l("Is anything decided?"),
    ("", "planners"): _l("Who may change the plan of a learner"),
    ("", "frameworks"): _l("Frameworks"),
    ("", "progress"): _l("The line chart"),
    ("", "phases"): _l("Phases"),
    ("", "dossiers"): _l("Dossiers"),
    ("", "requirements"): _l("Requirements"),
    ("", "choices"): _l("Electives"),
    ("", "routes"): _l("Routes"),
    ("", "decisions"): _l("Decisions"),
    ("phases", "months"): _l("How long"),
    ("dossiers", "forms"): _l("Forms"),
    ("requirements", "form"): _l("Of what"),
    ("requirements", "forms"): _l("Of what"),
    ("requirements", "registration"): _l("Of what"),
    ("requirements", "count"): _l("At least"),
    ("requirements", "hours"): _l("Count hours instead of how often"),
    ("requirements", "per"): _l("How often"),
    ("requirements", "phase"): _l("In which phases"),
    ("requirements", "phases"): _l("In which phases"),
    ("requirements", "level"): _l("Level"),
    ("requirements", "assessors"): _l("By at least so many different people"),
    ("requirements", "assessor_roles"): _l("Of at least so many kinds"),
    ("requirements", "contexts"): _l("In at least so many places"),
    ("requirements", "months"): _l("In at least so many different months"),
    ("requirements", "at_most"): _l("Count at most"),
    ("requirements", "grace_days"): _l("Days of grace before somebody is behind"),
    ("choices", "of"): _l("Out of these requirements"),
    ("choices", "pick"): _l("So many count"),
    ("choices", "by"): _l("Who chooses"),
    ("routes", "by"): _l("Who chooses"),
    ("routes", "options"): _l("Ways"),
    ("options", "requirements"): _l("Requirements of this way only"),
    ("options", "phases"): _l("Phases of this way only"),
    ("options", "dossiers"): _l("Dossiers of this way only"),
    ("decisions", "form"): _l("With which form"),
    ("decisions", "forms"): _l("With which form"),
    ("decisions", "after_months"): _l("After how many months"),
}
# What is named and not there has only a key, which tells an author nothing.
GONE = {
    "phase": _l("It names a phase that is no longer part of this programme."),
    "dossier": _l("It names a dossier that is no longer part of this programme."),
    "requirement": _l("It names a requirement that is no longer part of this programme."),
    "form": _l("It names a form that is not published here. Choose another."),
    "scale": _l("It names a scale that is not published here. Choose another."),
    "framework": _l("It names a framework that is not published here. Choose another."),
}


class Named:
    """One or two versions of a programme: what only the older one has is found there."""

    def __init__(self, *documents: Part) -> None:
        listed_forms = ask(forms.DEFINITIONS, kind="form")["definitions"]
        self.forms = {one["key"]: title_words(one["title"]) for one in listed_forms}
        self.documents = documents

    def problem(self, one: Part) -> dict[str, str]:
        """{where, sentence}."""
        return {"where": self.where(one["path"]), "sentence": self._told(one)}

    def change(self, one: Part) -> dict[str, str]:
        """The same of a change: what is new or gone is named in its sentence."""
        steps, params = self._steps(one["path"]), dict(one.get("params") or {})
        if "what" in params:
            params["what"] = str(
                MEMBERS.get((_list_of(steps), params["what"]), _("Something else"))
            )
        if "key" in params and steps:
            params["key"] = self._name(*steps.pop())
        sentence: str = in_readers_words({"message": "", **one, "params": params})["message"]
        head = "" if "what" in params else _head(one["path"])
        return {"where": self._joined(steps) or head, "sentence": sentence}

    def where(self, path: str) -> str:
        return self._joined(self._steps(path)) or _head(path)

    def _joined(self, steps: Sequence[tuple[str, Part]]) -> str:
        return " › ".join(self._name(*step) for step in steps)

    def _steps(self, path: str) -> list[tuple[str, Part]]:
        """The parts a path goes through, each with the list it stands in, outermost first."""
        found = (list(_walked(document, path.split("/"))) for document in self.documents)
        return max(found, key=len, default=[])

    def _name(self, group: str, part: Part) -> str:
        title = part.get("title") if isinstance(part.get("title"), Mapping) else {}
        if group == "requirements":
            return counted({**part, "title": title}, self.forms)
        return title_words(title)

    def _told(self, one: Part) -> str:
        code, params = str(one["code"]).removeprefix("definition."), one.get("params") or {}
        gone = {"phase": "phase", "unknown": params.get("what")}.get(code, params.get("kind"))
        if gone in GONE:
            return str(GONE[gone])
        named = {
            name: NAMERS[name](self, value, params) if name in NAMERS else value
            for name, value in params.items()
        }
        if code in GIVEN:
            named["given"] = self._given(GIVEN[code], str(params.get("given")))
        sentence: str = in_readers_words({**one, "params": named})["message"]
        return sentence

    def _given(self, group: str, key: str) -> str:
        if group == "forms":
            return _quoted(form_name(key, self.forms))
        return next((_quoted(self._name(*each)) for each in self._known(group, key)), _quoted(key))

    def _known(self, group: str, key: str) -> Iterator[tuple[str, Part]]:
        """The parts with a key, in the lists that may hold it."""
        for name in (group,) if group else LISTS:
            for document in self.documents:
                yield from list(_walked(document, [name, key]))[:1]

    def requirement(self, key: str, _params: Part) -> str:
        return self._given("requirements", key)

    def decision(self, key: str, _params: Part) -> str:
        return self._given("decisions", key)

    def asked_of(self, keys: str, _params: Part) -> str:
        return joined([_quoted(form_name(key, self.forms)) for key in keys.split(", ")])

    def scale(self, name: str, _params: Part) -> str:
        return _quoted(scale_title(name))

    def rating(self, item: str, params: Part) -> str:
        return rating_name(item, str(params.get("forms", "")).split(", "))

    def way(self, key: str, _params: Part) -> str:
        for document in self.documents:
            for route in _parts(document, "routes"):
                for found in _walked(route, ["options", key]):
                    return _quoted(self._name(*found))
        return _quoted(key)


LISTS = ("phases", "dossiers", "requirements", "choices", "routes", "decisions")
# Where the key stands that a sentence gives; "" is any list.
GIVEN = {"form_nowhere": "forms", "in_two": "requirements", "twice": ""}
NAMERS: dict[str, Callable[[Named, str, Part], str]] = {
    "requirement": Named.requirement,
    "decision": Named.decision,
    "forms": Named.asked_of,
    "scale": Named.scale,
    "item": Named.rating,
    "way": Named.way,
}


def _walked(document: Part, path: Sequence[str]) -> Iterator[tuple[str, Part]]:
    """Every part on the path: of a list by its key, else by its place, as problems give it."""
    at: Any = document
    group = ""
    for step in path:
        if isinstance(at, Mapping):
            at, group = at.get(step), step
            continue
        parts = [one for one in at if isinstance(one, Mapping)] if isinstance(at, list) else []
        known = key_of if group == "requirements" else _own_key
        by_key = [one for one in parts if known(one) == step]
        by_place = (
            at[int(step) - 1 : int(step)] if step.isdecimal() and isinstance(at, list) else []
        )
        at = next((one for one in [*by_key, *by_place] if isinstance(one, Mapping)), None)
        if at is None:
            return
        yield group, at


def _own_key(part: Part) -> Any:
    return part.get("key")


def _parts(document: Part, group: str) -> list[Part]:
    given = document.get(group)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _list_of(steps: Sequence[tuple[str, Part]]) -> str:
    return steps[-1][0] if steps else ""


def _head(path: str) -> str:
    return str(MEMBERS.get(("", path.split("/")[0]), ""))


def _quoted(words: str) -> str:
    return f"“{words}”"
