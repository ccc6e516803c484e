"""Whether what a programme asks and decides can be begun on every way through it.

A dossier that belongs to other ways is closed on a way: nothing is started there. A requirement
whose forms stand in such dossiers only could never be met by who takes that way, and a decision,
which comes on every way, could not be taken.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .checks_requirements import Named, required_phases
from .problems import Problem, listed, told

# A way is one option of every route; of more ways than anybody could oversee the rest is left.
MOST_WAYS = 200
SENTENCES = {
    "closed_on_way": "Who takes the way {way} is asked for {requirement} too, but could not begin "
    "it: its form stands only in a dossier of another way. Put the form into a dossier for "
    "everybody, or ask this on that other way only.",
    "undecided_on_way": "Who takes the way {way} comes to the decision {decision} too, but it "
    "could not begin: its form stands only in a dossier of another way. Put the form into a "
    "dossier for everybody.",
}
OWN = ("requirements", "phases", "dossiers")
Part = Mapping[str, Any]


@dataclass(frozen=True)
class Way:
    """The options taken, what each of them leaves out, and what all of them together do."""

    taken: tuple[Part, ...]
    left: tuple[tuple[set[str], ...], ...]
    without: tuple[set[str], ...]

    def closing(self, kept: set[str]) -> Iterator[str]:
        """The options that close one of these dossiers."""
        for one, (_, _, shut) in zip(self.taken, self.left, strict=True):
            if kept & shut:
                yield str(one.get("key"))


def closed(document: Part, required: Named, dossiers: Named) -> Iterator[Problem]:
    """One problem for each requirement or decision and each option that closes a dossier with its
    forms where no other is open."""
    ways = list(_ways(document))
    kept = _kept_on_ways(document, required.keys, dossiers)
    paths = {id(one): path for path, one in required.at}
    missed = [(way, key) for way in ways for key in _missed(document, required, kept, way.without)]
    for key, option in _named(missed, kept):
        path = f"{paths[id(required.keys[key])]}/form"
        yield _told(path, "closed_on_way", requirement=key, way=option)
    decided = {str(one.get("key")): one for one in _parts(document, "decisions")}
    kept = _kept_on_ways(document, decided, dossiers)
    missed = [(way, key) for way in ways for key in kept if kept[key] <= way.without[-1]]
    for key, option in _named(missed, kept):
        yield _told(f"decisions/{key}/form", "undecided_on_way", decision=key, way=option)


def _ways(document: Part) -> Iterator[Way]:
    routes = [found for one in _parts(document, "routes") if (found := _parts(one, "options"))]
    for taken in itertools.islice(itertools.product(*routes), MOST_WAYS):
        left = tuple(_left_out(*each) for each in zip(routes, taken, strict=True))
        together = tuple(set[str]().union(*each) for each in zip(*left, strict=True))
        yield Way(taken, left, together or (set(), set(), set()))


def _named(
    missed: Iterable[tuple[Way, str]], kept: Mapping[str, set[str]]
) -> dict[tuple[str, str], None]:
    """What is missed with each option that closes it, once, in their order."""
    return dict.fromkeys((key, one) for way, key in missed for one in way.closing(kept[key]))


def _kept_on_ways(
    document: Part, asked: Mapping[str, Part], dossiers: Named
) -> dict[str, set[str]]:
    """The dossiers with the forms of each that is asked, where all of them belong to some way."""
    options = [each for one in _parts(document, "routes") for each in _parts(one, "options")]
    on_ways = {key for one in options for key in listed(one.get("dossiers"))}
    found = {}
    for key, one in asked.items():
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


def _told(path: str, code: str, **params: Any) -> Problem:
    return told(path, code, SENTENCES[code], **params)
