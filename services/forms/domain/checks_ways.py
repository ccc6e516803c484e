"""Whether what a programme asks can be begun on every way through it.

A dossier that belongs to other ways is closed on a way: nothing is started there. A requirement
whose forms stand in such dossiers only could never be met by who takes that way.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from .checks_requirements import Named, required_phases
from .problems import Problem, listed, told

# A way is one option of every route; of more ways than anybody could oversee the rest is left.
MOST_WAYS = 200
SENTENCES = {
    "closed_on_way": "Who takes the way {way} is asked for {requirement} too, but could not begin "
    "it: its form stands only in a dossier of another way. Put the form into a dossier for "
    "everybody, or ask this on that other way only.",
}
OWN = ("requirements", "phases", "dossiers")
Part = Mapping[str, Any]


def closed(document: Part, required: Named, dossiers: Named) -> Iterator[Problem]:
    """One problem for each requirement and each option that closes a dossier with its forms where
    no other is open."""
    routes = [found for one in _parts(document, "routes") if (found := _parts(one, "options"))]
    kept = _kept_on_ways(routes, required, dossiers)
    paths = {id(one): path for path, one in required.at}
    seen: set[tuple[str, str]] = set()
    for taken in itertools.islice(itertools.product(*routes), MOST_WAYS) if kept else ():
        left = [_left_out(*each) for each in zip(routes, taken, strict=True)]
        for key in _missed(document, required, kept, _all_of(left)):
            closing = [one for one, out in zip(taken, left, strict=True) if kept[key] & out[2]]
            for option in (str(one.get("key")) for one in closing):
                if (key, option) not in seen:
                    seen.add((key, option))
                    path = f"{paths[id(required.keys[key])]}/form"
                    yield _told(path, requirement=key, way=option)


def _kept_on_ways(
    routes: list[list[Part]], required: Named, dossiers: Named
) -> dict[str, set[str]]:
    """The dossiers of each requirement all of whose dossiers belong to some way."""
    on_ways = {key for route in routes for one in route for key in listed(one.get("dossiers"))}
    found = {}
    for key, one in required.keys.items():
        forms = set(listed(one.get("forms") or one.get("form")))
        kept = {name for name, of in dossiers.keys.items() if forms & set(listed(of.get("forms")))}
        if kept and kept <= on_ways:
            found[key] = kept
    return found


def _left_out(options: list[Part], taken: Part) -> tuple[set[str], ...]:
    """Requirements, phases and dossiers of the other options of a route."""
    others = [one for one in options if one is not taken]
    return tuple(
        {key for one in others for key in listed(one.get(name))} - set(listed(taken.get(name)))
        for name in OWN
    )


def _all_of(left: list[tuple[set[str], ...]]) -> tuple[set[str], ...]:
    return tuple(set().union(*each) for each in zip(*left, strict=True))


def _missed(
    document: Part, required: Named, kept: Mapping[str, set[str]], left: tuple[set[str], ...]
) -> list[str]:
    """What is asked on a way and cannot be begun there; of an elective only where too little is
    left to choose from."""
    without, no_phases, shut = left

    def is_asked(key: str) -> bool:
        phases = set(required_phases(required.keys[key]))
        return key not in without and (not phases or not phases <= no_phases)

    missed = [key for key in kept if kept[key] <= shut and is_asked(key)]
    for choice in _parts(document, "choices") if missed else ():
        of = [key for key in listed(choice.get("of")) if key in required.keys and is_asked(key)]
        if len(set(of) - set(missed)) >= min(_picked(choice), len(of)):
            missed = [key for key in missed if key not in of]
    return missed


def _picked(choice: Part) -> int:
    pick = choice.get("pick")
    return pick if isinstance(pick, int) else 1


def _parts(document: Part, name: str) -> list[Part]:
    given = document.get(name)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _told(path: str, **params: Any) -> Problem:
    return told(path, "closed_on_way", SENTENCES["closed_on_way"], **params)
