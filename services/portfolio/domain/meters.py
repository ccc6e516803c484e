"""How full the meter of a dossier is: what is done of what is needed in the present period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from .programme import Needed

Done = tuple[str, dt.date]


def meters(
    wanted: Sequence[Needed], done: Collection[Done], kept: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, int]]:
    """By dossier: (done, needed) of its requirements; a dossier without any has no meter.

    `done`: form and day of each finished record; `kept`: the forms of each dossier. More than one
    requirement needs does not fill the place of another. One on several forms stands with the
    first of them that is kept.
    """
    places = {form: dossier for dossier, forms in kept.items() for form in forms}
    found: dict[str, tuple[int, int]] = {}
    for one in wanted:
        place = next((places[form] for form in one.form_keys if form in places), None)
        if place is not None:
            count, needed = found.get(place, (0, 0))
            found[place] = count + min(_reached(one, done), one.count), needed + one.count
    return found


def _reached(one: Needed, done: Collection[Done]) -> int:
    return sum(form in one.form_keys and one.begins_on <= on < one.ends_before for form, on in done)
