"""Who is affected by a changed programme, as the editor and the page before publishing show it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web.design.area import AUTHORS, title_words
from gateway.web.design.effect_words import Words, concerned, learners, moved
from gateway.web.design.programme_drawing import form_names
from gateway.web.page import roles
from libs.contracts import accounts, dashboards

SIDES = ("newly_behind", "no_longer_behind")
# What says how many it concerns; all else says what it is.
NUMBERS = ("count", "everybody", "with_records")
Part = Mapping[str, Any]


def effect_of(document: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """{learners, is_whole, changes: [{title, newly_behind: [name], no_longer_behind: [name]}],
    alterations: [{title, lines, concerned, moves, people: [name]}], network: Network | None}.

    People are named of those the author may see. `is_whole`: no other institution can follow it,
    so that nobody named is nobody affected. Raises InvalidRequest.
    """
    for_network = owner == "network" and bool(roles() & AUTHORS["network"])
    asked = {"owner": "network"} if for_network else {}
    found = ask(dashboards.PROGRAMME_EFFECT, document=document, **asked)
    names = accounts_client.names_of(_people(found))
    words = Words(found["phases"], form_names() if _has_alterations(found) else {})
    return {
        "learners": found["learners"],
        "is_whole": owner == "institution" and bool(roles() & AUTHORS["institution"]),
        "changes": [
            {"title": title_words(change["title"])}
            | {side: _named(change[side], names) for side in SIDES}
            for change in found["changes"]
        ],
        "alterations": [
            words.said(one)
            | {
                "concerned": concerned(one),
                "moves": moved(one["moves"]),
                "people": _named(one["learners"], names),
            }
            for one in found["alterations"]
        ],
        "network": _network(found["institutions"], words) if for_network else None,
    }


def _people(found: Part) -> set[str]:
    behind = {one for change in found["changes"] for side in SIDES for one in change[side]}
    return behind | {one for each in found["alterations"] for one in each["learners"]}


def _has_alterations(found: Part) -> bool:
    return any(one["alterations"] for one in (found, *found["institutions"]))


def _named(people: Iterable[str], names: Mapping[str, Any]) -> list[str]:
    return sorted(names.get(one, {}).get("name", "") for one in people)


def _network(institutions: Sequence[Part], words: Words) -> dict[str, Any]:
    """{institutions: [sentence], parts: [{title, lines, where: [institution and number]}]}: what
    is the same in several institutions is said once."""
    names = {one["id"]: one["name"] for one in ask(accounts.INSTITUTIONS)["institutions"]}
    found = [(names.get(one["institution_id"], ""), one) for one in institutions]
    found.sort(key=lambda one: one[0])
    return {
        "institutions": [_follows(name, one) for name, one in found],
        "parts": [*_behind(found), *_altered(found, words)],
    }


def _follows(name: str, one: Part) -> str:
    if one["own_version"]:
        return _("%(institution)s keeps a version of its own.", institution=name)
    if one["learners"] is None:
        return _(
            "%(institution)s: fewer than 3 learners, of whom nothing more is told.",
            institution=name,
        )
    return _at(name, one["learners"])


def _at(name: str, count: int | None) -> str:
    return _("%(institution)s: %(learners)s", institution=name, learners=learners(count))


def _behind(found: Sequence[tuple[str, Part]]) -> list[dict[str, Any]]:
    heads = {
        "newly_behind": _("Become behind"),
        "no_longer_behind": _("Are no longer behind"),
    }
    parts: dict[tuple[str, str], dict[str, Any]] = {}
    for name, one in found:
        for change in one["changes"]:
            for side in SIDES:
                if change[side] != 0:
                    empty = {"title": title_words(change["title"]), "lines": [heads[side]]}
                    place = (change["requirement"], side)
                    part = parts.setdefault(place, empty | {"where": []})
                    part["where"].append(_at(name, change[side]))
    return list(parts.values())


def _altered(found: Sequence[tuple[str, Part]], words: Words) -> list[dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {}
    for name, one in found:
        for each in one["alterations"]:
            said = {key: value for key, value in each.items() if key not in NUMBERS}
            place = json.dumps(said, sort_keys=True)
            part = parts.setdefault(place, words.said(said) | {"where": []})
            part["where"].append(_at(name, each["count"]) + _kept(each))
    return list(parts.values())


def _kept(one: Part) -> str:
    """How many have records in what goes, after the number of whom it concerns."""
    count = one.get("with_records", 0)
    if count == 0:
        return ""
    return _(", with records there: %(learners)s", learners=learners(count))
