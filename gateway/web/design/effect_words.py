"""What a changed programme alters, in plain words: one part for each alteration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.web.design.area import title_words
from gateway.web.design.programme_drawing import asked_in_words, form_name
from gateway.web.template_filters import day

Part = Mapping[str, Any]
# The first days that move; of a large cohort that begins every week the rest is only counted.
MOST_MOVES = 12


class Words:
    """Says alterations with the titles of phases (as a programme has them) and forms by key."""

    def __init__(self, phases: Mapping[str, Any], forms: Mapping[str, str]) -> None:
        self.phases = {"phases": [{"key": key, "title": one} for key, one in phases.items()]}
        self.forms = forms

    def said(self, one: Part) -> dict[str, Any]:
        """{title, lines}: what it is about, and what becomes of it."""
        group, _group, how = str(one["kind"]).partition("_")
        title = title_words(one["title"]) if one["title"] else _TITLES[group]()
        if group == "form" and not one["title"]:
            title = form_name(one["key"], self.forms)
        return {"title": title, "lines": _SAID[group](self, one, how)}

    def cohort(self, _one: Part, how: str) -> list[str]:
        if how == "joins":
            return [_("They would follow this version; the one before was not for their cohort.")]
        return [_("They keep the version they follow now; this one is not for their cohort.")]

    def phase(self, one: Part, how: str) -> list[str]:
        if how == "ends":
            return [_("This phase ends after %(to)s instead of %(before)s.", **_months(one))]
        if one["to"] is None:
            return [_("This phase goes. Who is in it now would be in no phase.")]
        to = title_words(one["to_title"])
        return [_("Who is in this phase now would be in “%(phase)s”.", phase=to)]

    def course(self, one: Part, _how: str) -> list[str]:
        return [_("The programme ends after %(to)s instead of %(before)s.", **_months(one))]

    def requirement(self, one: Part, how: str) -> list[str]:
        was, now = (one[side] and self._asked(one[side]) for side in ("was", "now"))
        if how == "new":
            return [_("Is asked anew."), *([now] if now else [])]
        if how == "gone":
            return [_("Is asked no longer."), *([was] if was else [])]
        changed = [
            was and _("It was: %(words)s", words=was),
            now and _("It becomes: %(words)s", words=now),
        ]
        return [text for text in changed if text and was != now] + self._grace(one)

    def _asked(self, one: Part) -> str:
        return asked_in_words(self.phases, one, self.forms)

    def _grace(self, one: Part) -> list[str]:
        sides = [(one[side] or {}).get("grace_days", 14) for side in ("was", "now")]
        if sides[0] == sides[1]:
            return []
        return [_("Who is late has %(now)s days instead of %(was)s.", was=sides[0], now=sides[1])]

    def choice(self, one: Part, how: str) -> list[str]:
        was, now = (one[side] and _picked(one[side]) for side in ("was", "now"))
        if how == "new":
            return [_("There is something new to choose."), now]
        if how == "gone":
            return [
                _("There is nothing to choose any more; what is still asked is asked of all."),
                was,
            ]
        return [_("It was: %(words)s", words=was), _("It becomes: %(words)s", words=now)]

    def option(self, one: Part, _how: str) -> list[str]:
        option = title_words(one["option_title"])
        return [
            _("They chose “%(option)s”, which is no longer among the electives.", option=option)
        ]

    def route(self, one: Part, how: str) -> list[str]:
        was, now = (one[side] and title_words(one[side]) for side in ("was", "now"))
        if how == "new":
            return [_("A new route. Until somebody chooses they follow “%(now)s”.", now=now)]
        if how == "gone":
            return [_("This route goes; they follow “%(was)s” now.", was=was)]
        return [_("They follow “%(was)s” and would follow “%(now)s”.", was=was, now=now)]

    def dossier(self, one: Part, how: str) -> list[str]:
        inside = ", ".join(self._form(each) for each in one["forms"])
        first = (
            _("A new dossier.")
            if how == "new"
            else _(
                "This dossier goes. What is in it stays to be read; nothing new is started there."
            )
        )
        return [first, *([inside] if inside else []), *_with_records(one)]

    def form(self, one: Part, how: str) -> list[str]:
        dossier = title_words(one["dossier_title"])
        if how == "new":
            return [_("Comes into the dossier “%(dossier)s”.", dossier=dossier)]
        return [_("Leaves the dossier “%(dossier)s”.", dossier=dossier), *_with_records(one)]

    def _form(self, one: Part) -> str:
        return title_words(one["title"]) if one["title"] else form_name(one["key"], self.forms)


Saying = Callable[[Words, Part, str], list[str]]
_SAID: dict[str, Saying] = {
    "cohort": Words.cohort,
    "phase": Words.phase,
    "course": Words.course,
    "requirement": Words.requirement,
    "choice": Words.choice,
    "option": Words.option,
    "route": Words.route,
    "dossier": Words.dossier,
    "form": Words.form,
}
_TITLES: dict[str, Callable[[], str]] = {
    "cohort": lambda: _("Cohort"),
    "course": lambda: _("End of the programme"),
    "phase": lambda: _("Phase"),
    "requirement": lambda: _("Requirement"),
    "choice": lambda: _("Elective"),
    "option": lambda: _("Elective"),
    "route": lambda: _("Route"),
    "dossier": lambda: _("Dossier"),
    "form": lambda: _("Form"),
}


def _months(one: Part) -> dict[str, str]:
    return {"before": _length(one["from_months"]), "to": _length(one["to_months"])}


def _length(months: float) -> str:
    whole = int(months) if float(months).is_integer() else months
    return ngettext("{n} month", "{n} months", whole).format(n=whole)


def _picked(asked: Part) -> str:
    names = "; ".join(title_words(title) for title in asked["of"])
    return _("%(n)s of: %(names)s", n=asked["pick"], names=names)


def _with_records(one: Part) -> list[str]:
    count = one.get("with_records", 0)
    if count is None:
        return [_("Fewer than 3 learners have records there, which they keep.")]
    if not count:
        return []
    return [
        ngettext(
            "%(num)s learner has records there, which are kept.",
            "%(num)s learners have records there, which are kept.",
            count,
        )
    ]


def concerned(one: Part) -> str:
    """Whom it concerns, in a number."""
    count = one["count"]
    if one["everybody"]:
        return ngettext(
            "It concerns the one learner who follows it.",
            "It concerns all %(num)s learners who follow it.",
            count,
        )
    return ngettext("It concerns %(num)s learner.", "It concerns %(num)s learners.", count)


def moved(moves: Sequence[Part]) -> list[str]:
    """Which day becomes which, for how many."""
    lines = [
        _(
            "%(from_on)s becomes %(to_on)s: %(learners)s",
            from_on=day(one["from_on"], g.language),
            to_on=day(one["to_on"], g.language),
            learners=learners(one["count"]),
        )
        for one in moves[:MOST_MOVES]
    ]
    rest = len(moves) - MOST_MOVES
    if rest > 0:
        lines.append(ngettext("and %(num)s other day", "and %(num)s other days", rest))
    return lines


def learners(count: int | None) -> str:
    """So many learners; None is one or two, of whom no number is told."""
    if count is None:
        return _("fewer than 3 learners")
    return ngettext("%(num)s learner", "%(num)s learners", count)
