"""What a changed programme changes for one learner, besides who is behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from libs.course import calendar
from libs.course.calendar import Period

from .adaptations import Own
from .choices import Choice, Route
from .programme import Dossier, Programme, Rule

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alteration:
    """`said` is the same for everybody whom it concerns: {kind, key, title: {lang}} and what the
    kind adds. `moved`: the days from and to which something moves for this learner.

    | kind | adds |
    |---|---|
    | phase_ends, course_ends | from_months, to_months (of full time, since the start) |
    | phase_changes | to, to_title: the phase this learner would be in; null without any |
    | requirement_new, _gone, _changed | was, now: as the programmes have it, null without |
    | choice_new, _gone, _changed | was, now: {pick, of: [title]} |
    | option_gone | option, option_title: an elective this learner chose |
    | route_new, _gone, _taken | was, now: title of the option this learner follows |
    | dossier_new, dossier_gone | forms: [key] |
    | form_new, form_gone | dossier, dossier_title; the title is left to who asks |
    """

    said: Mapping[str, Any]
    moved: tuple[dt.date, dt.date] | None = None


def alterations(before: Own, after: Own, today: dt.date) -> list[Alteration]:
    """Everything that is another way for this learner under `after`; what is over is left out."""
    old = calendar.phases(before.course, before.programme.phases)
    new = calendar.phases(after.course, after.programme.phases)
    day = max(today, before.course.starts_on)
    return [
        *_phases(before.programme, after.programme, old, new, day),
        *_requirements(before.programme, after.programme, old, new, day),
        *_choices(before, after),
        *_routes(before, after),
        *_dossiers(before.programme.dossiers, after.programme.dossiers),
    ]


def _said(kind: str, key: str, title: Titles, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "title": dict(title), **more}


def _phases(
    before: Programme, after: Programme, old: list[Period], new: list[Period], day: dt.date
) -> Iterator[Alteration]:
    now, then = calendar.at(old, day), calendar.at(new, day)
    if now is None or (now.last < day and (then is None or then.last < day)):
        return
    title = before.titles.get(now.key, {})
    if then is None or then.key != now.key:
        to = then.key if then else None
        to_title = dict(after.titles.get(then.key, {})) if then else {}
        yield Alteration(_said("phase_changes", now.key, title, to=to, to_title=to_title))
    elif then.last != now.last:
        said = _said("phase_ends", now.key, title, **_months(before, after, now.key))
        yield Alteration(said, (now.last, then.last))
        if now is old[-1] and then is new[-1]:
            return  # The end of the course is the end of this phase: said once.
    if new and old[-1].last != new[-1].last:
        said = _said("course_ends", "", {}, **_months(before, after, None))
        yield Alteration(said, (old[-1].last, new[-1].last))


def _months(before: Programme, after: Programme, key: str | None) -> dict[str, float]:
    return {"from_months": _until(before, key), "to_months": _until(after, key)}


def _until(programme: Programme, key: str | None) -> float:
    """Months of full time from the start until the end of a phase, or of all of them."""
    total = 0.0
    for phase, months in programme.phases:
        total += months
        if phase == key:
            break
    return total


def _requirements(
    before: Programme, after: Programme, old: list[Period], new: list[Period], day: dt.date
) -> Iterator[Alteration]:
    was = {rule.key: rule for rule in before.rules if _still_counts(rule, old, day)}
    now = {rule.key: rule for rule in after.rules if _still_counts(rule, new, day)}
    known = {rule.key: rule for rule in before.rules}, {rule.key: rule for rule in after.rules}
    for key in dict.fromkeys([*now, *was]):
        one, other = known[0].get(key), known[1].get(key)
        rule = other or one
        if rule is None or (one and other and _alike(one, other)):
            continue
        kind = "gone" if other is None else "new" if one is None else "changed"
        asked = {"was": before.asked.get(key), "now": after.asked.get(key)}
        # Of what is new or gone for this learner only, the other programme may know it too.
        asked |= {"was": None} if one is None else {"now": None} if other is None else {}
        yield Alteration(_said(f"requirement_{kind}", key, rule.title, **asked))


def _still_counts(rule: Rule, periods: Sequence[Period], day: dt.date) -> bool:
    return not rule.phases or any(one.key in rule.phases and one.last >= day for one in periods)


def _alike(one: Rule, other: Rule) -> bool:
    return replace(one, title={}) == replace(other, title={})


def _choices(before: Own, after: Own) -> Iterator[Alteration]:
    old = {one.key: one for one in before.programme.choices}
    new = {one.key: one for one in after.programme.choices}
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        title = (now or old[key]).title
        asked = {
            "was": _asked(was, before.programme) if was else None,
            "now": _asked(now, after.programme) if now else None,
        }
        if was is None or now is None:
            kind = "choice_new" if now else "choice_gone"
            yield Alteration(_said(kind, key, title, **asked))
        elif (was.pick, was.of) != (now.pick, now.of):
            yield Alteration(_said("choice_changed", key, title, **asked))
        yield from _options_gone(was, now, before)


def _asked(choice: Choice, programme: Programme) -> dict[str, Any]:
    titles = {rule.key: dict(rule.title) for rule in programme.rules}
    return {"pick": choice.pick, "of": [titles.get(key, {}) for key in choice.of]}


def _options_gone(was: Choice | None, now: Choice | None, before: Own) -> Iterator[Alteration]:
    titles = {rule.key: rule.title for rule in before.programme.rules}
    for option in before.chosen.get(was.key, ()) if was else ():
        if was and option in was.of and (now is None or option not in now.of):
            named = {"option": option, "option_title": dict(titles.get(option, {}))}
            yield Alteration(_said("option_gone", was.key, was.title, **named))


def _routes(before: Own, after: Own) -> Iterator[Alteration]:
    old = {one.key: one for one in before.programme.routes}
    new = {one.key: one for one in after.programme.routes}
    for key in dict.fromkeys([*new, *old]):
        was, now = _taken(old.get(key), before), _taken(new.get(key), after)
        if was and now and was[0] == now[0]:
            continue
        if was is None and now is None:
            continue
        kind = "route_gone" if now is None else "route_new" if was is None else "route_taken"
        options = {"was": was[1] if was else None, "now": now[1] if now else None}
        yield Alteration(_said(kind, key, (new.get(key) or old[key]).title, **options))


def _taken(route: Route | None, own: Own) -> tuple[str, Titles] | None:
    option = route.option(own.chosen) if route else None
    return (option.key, dict(option.title)) if option else None


def _dossiers(old: Sequence[Dossier], new: Sequence[Dossier]) -> Iterator[Alteration]:
    was, now = {one.key: one for one in old}, {one.key: one for one in new}
    for key in dict.fromkeys([*now, *was]):
        before, after = was.get(key), now.get(key)
        one = after or was[key]
        if before is None or after is None:
            kind = "dossier_new" if after else "dossier_gone"
            yield Alteration(_said(kind, key, one.title, forms=list(one.forms)))
            continue
        place = {"dossier": key, "dossier_title": dict(one.title)}
        for form in dict.fromkeys([*after.forms, *before.forms]):
            if (form in before.forms) != (form in after.forms):
                kind = "form_new" if form in after.forms else "form_gone"
                yield Alteration(_said(kind, form, {}, **place))
