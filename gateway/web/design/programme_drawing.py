"""A programme in sentences, to be read: in the words of its editor (programme-sentences.js)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import forms as forms_client
from gateway.clients.bus import ask_all
from gateway.web.design.area import title_words
from gateway.web.plan_words import PERIODS
from libs.contracts import forms
from libs.contracts.base import Fault
from libs.formengine import DefinitionError, Rating, parse, ratings, wording

Part = Mapping[str, Any]
Names = Mapping[str, str]


def programme_drawn(document: Mapping[str, Any]) -> dict[str, Any]:
    """{about, groups: [{title, lines}]}: every line {name, text}."""
    names = form_names()
    return {
        "about": wording(document.get("description"), g.language),
        "groups": [
            {"title": title, "lines": lines}
            for title, lines in (
                (_("Phases"), [_phase(one) for one in document.get("phases", ())]),
                (_("Dossiers"), [_dossier(one, names) for one in document.get("dossiers", ())]),
                (_("Requirements"), _requirements(document, names)),
                (_("Electives"), _choices(document, names)),
                (_("Routes"), [_route(one) for one in document.get("routes", ())]),
                (_("Decisions"), [_decision(one, names) for one in document.get("decisions", ())]),
            )
            if lines
        ],
    }


def form_names() -> dict[str, str]:
    """Titles of forms, also of retired ones, and of the registrations they give."""
    listed, parts = ask_all((forms.DEFINITIONS, {"kind": "form"}), (forms.PROGRAMME_PARTS, {}))
    found = {
        f"registration/{kind}": title_words(one["title"])
        for one in reversed(parts["forms"])
        for kind in one["registrations"]
    }
    return found | {one["key"]: title_words(one["title"]) for one in listed["definitions"]}


def _phase(one: Part) -> dict[str, str]:
    months = one.get("months")
    text = ngettext("{n} month", "{n} months", months).format(n=months) if months else ""
    return {"name": title_words(one.get("title")), "text": text}


def _dossier(one: Part, names: Names) -> dict[str, str]:
    text = ", ".join(form_name(key, names) for key in one.get("forms", ()))
    return {"name": title_words(one.get("title")), "text": text}


def _requirements(document: Part, names: Names) -> list[dict[str, str]]:
    return [
        {"name": counted(one, names), "text": asked_in_words(document, one, names)}
        for one in document.get("requirements", ())
    ]


def _choices(document: Part, names: Names) -> list[dict[str, str]]:
    known = {key_of(one): counted(one, names) for one in document.get("requirements", ())}
    return [
        {
            "name": title_words(one.get("title")),
            "text": _("{n} of: {names}. Chosen by {who}.").format(
                n=one["pick"],
                names="; ".join(
                    known.get(key, _("a requirement that is gone")) for key in one["of"]
                ),
                who=_chooser(one),
            ),
        }
        for one in document.get("choices", ())
    ]


def _route(one: Part) -> dict[str, str]:
    options = "; ".join(title_words(option.get("title")) for option in one["options"])
    text = _("One of: {names}. Chosen by {who}.").format(names=options, who=_chooser(one))
    return {"name": title_words(one.get("title")), "text": text}


def _chooser(one: Part) -> str:
    return _("the learner") if one.get("by") == "learner" else _("a teacher")


def _decision(one: Part, names: Names) -> dict[str, str]:
    months = one["after_months"]
    text = ngettext("after {n} month", "after {n} months", months).format(n=months)
    used = listed(one, "form")
    if used:
        text = _("{after}, with {form}").format(after=text, form=form_name(used[0], names))
    return {"name": title_words(one.get("title")), "text": text}


def asked_in_words(document: Part, one: Part, names: Names) -> str:
    """At least 6 Short practice assessments per half year in year 1, by 2 or more assessors."""
    phases = [_phase_name(document, key) for key in listed(one, "phase")]
    per = one.get("per") or ("phase" if phases else "programme")
    head = f"{_amount(one, names)} {PERIODS[per]}"
    if phases:
        head = f"{head} {_('in {phases}').format(phases=joined(phases))}"
    return ", ".join([head, *_asked(one)]) + "."


def _amount(one: Part, names: Names) -> str:
    text = (
        _("At least {count} hours of {what}") if one.get("hours") else _("At least {count} {what}")
    )
    return text.format(count=one["count"], what=counted(one, names))


def _asked(one: Part) -> list[str]:
    """By whom, where, when and how good it must be."""
    n = {name: int(one.get(name) or 0) for name in _SPREAD}
    said = [words(n[name]).format(n=n[name]) for name, words in _SPREAD.items() if n[name]]
    if most := one.get("at_most"):
        text = (
            _("counting at most {count} a month")
            if most.get("per") == "month"
            else _("counting at most {count} a week")
        )
        said.append(text.format(count=most["count"]))
    return [*said, _level(one["level"], listed(one, "form"))] if one.get("level") else said


_SPREAD = {
    "assessors": lambda n: ngettext("by {n} or more assessor", "by {n} or more assessors", n),
    "assessor_roles": lambda n: ngettext("of {n} or more kind", "of {n} or more kinds", n),
    "contexts": lambda n: ngettext("in {n} or more place", "in {n} or more places", n),
    "months": lambda n: ngettext("in {n} or more month", "in {n} or more different months", n),
}


def _level(level: Part, forms: Sequence[str]) -> str:
    scale = _scale(str(level["scale"]))
    steps = {one["value"]: wording(one["label"], g.language) for one in scale.get("levels", ())}
    said = {
        "level": steps.get(level.get("min")) or _("level {n}").format(n=level.get("min", "?")),
        "scale": scale_title(str(level["scale"])),
    }
    if not level.get("item"):
        return _("{level} or higher on {scale}").format(**said)
    item = rating_name(str(level["item"]), forms)
    return _("{level} or higher on {scale} at {item}").format(item=item, **said)


def _scale(name: str) -> Part:
    """A scale by `key@version`; {} for one that is gone."""
    key, _at, version = name.partition("@")
    number = int(version) if version.isdigit() else None
    return _document("scale", key, number)


def _document(kind: str, key: str, version: int | None = None) -> Part:
    try:
        found: Part = forms_client.definition(kind, key, version)["document"]
    except Fault as fault:
        if fault.status >= 500:
            raise
        return {}
    return found


def scale_title(name: str) -> str:
    return wording(_scale(name).get("title"), g.language) or _("a scale that is gone")


def rating_name(item: str, forms: Sequence[str]) -> str:
    """The question behind a rating, in quotes, as the first of the forms that asks it words it."""
    for document in (_document("form", key) for key in forms):
        label = {one.item: one.label for one in _ratings(document)}.get(item)
        if label is not None:
            return rating_words(label)
    return _("a question that is gone")


def _ratings(form: Part) -> list[Rating]:
    try:
        return ratings(parse(form))
    except DefinitionError:
        return []  # It was published under the checks of another day.


def rating_words(label: Mapping[str, str]) -> str:
    """The words of a rating's question in quotes; what no question gives is said to be so."""
    words = wording(label, g.language)
    return f"“{words}”" if words else _("a score that is worked out")


def counted(one: Part, names: Names) -> str:
    """What is counted: its own title, else its registrations or forms."""
    if title := wording(one.get("title"), g.language):
        return title
    if found := names.get(f"registration/{one.get('registration')}"):
        return found
    forms = joined([form_name(key, names) for key in listed(one, "form")])
    return forms or (_("registrations") if one.get("registration") else _("something"))


def form_name(key: str, names: Names) -> str:
    return names.get(key) or _("A form that is gone")


def _phase_name(document: Part, key: str) -> str:
    titles = {one["key"]: title_words(one.get("title")) for one in document.get("phases", ())}
    return titles.get(key) or _("a phase that is gone")


def key_of(one: Part) -> str:
    """A requirement without a key is known by its forms and phases, as in the editor."""
    return str(one.get("key") or "-".join([*listed(one, "form"), *listed(one, "phase")]))


def listed(one: Part, name: str) -> list[str]:
    """The names under a member or its plural; of a draft they may be anything."""
    given = one.get(f"{name}s") or one.get(name)
    given = given if isinstance(given, list) else [given]
    return [each for each in given if isinstance(each, str)]


def joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
