"""Stages: a path that starts, holds together and ends."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.model import DONE, Definition, Stage
from libs.formengine.problems import Problem
from libs.formengine.records.path import round_of


def name_problems(definition: Definition) -> list[Problem]:
    """Names of roles and stages that are not there, and a path that does not end."""
    found = [problem for stage in definition.stages for problem in _names(definition, stage)]
    return found or list(_path_problems(definition))


def _names(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    roles = [*stage.by, *stage.optional_by, *(stage.open_to or {})]
    roles += [stage.release_by] if stage.release_by else []
    for role in roles:
        if role not in definition.roles:
            yield Problem(path, "role.unknown", {"role": role})
    targets = [stage.next, stage.return_to, stage.cycle.back_to if stage.cycle else None]
    for target in targets:
        if target not in (None, DONE) and target not in definition.by_stage:
            yield Problem(path, "stage.unknown", {"stage": target})
    for target in targets[1:]:
        if target == DONE:
            yield Problem(path, "stage.unknown", {"stage": target})


def _path_problems(definition: Definition) -> Iterator[Problem]:
    """One path from the first stage to done, through every stage, each written after its former."""
    order = {stage.id: place for place, stage in enumerate(definition.stages)}
    for stage in definition.stages:
        if stage.next != DONE and order[stage.next] <= order[stage.id]:
            yield Problem(f"stages/{stage.id}", "stage.backwards", {"stage": stage.next})
    reached, here = set(), definition.stages[0].id
    while here != DONE and here not in reached:
        reached.add(here)
        here = definition.by_stage[here].next
    for stage in definition.stages:
        if stage.id not in reached:
            yield Problem(f"stages/{stage.id}", "stage.unreached", {})


def problems(definition: Definition) -> Iterator[Problem]:
    """Everything else about stages; the names are sound by now."""
    if definition.stages[0].when is not None or definition.stages[0].opens_after_days:
        yield Problem(f"stages/{definition.stages[0].id}", "stage.first_opens", {})
    if all(stage.optional for stage in definition.stages):
        yield Problem("stages", "stage.all_optional", {})
    for stage in definition.stages:
        yield from _join_problems(definition, stage)
        yield from _way_back_problems(definition, stage)
        yield from _time_problems(stage)
        yield from _lapse_problems(definition, stage)
        yield from _unwaited_problems(stage)
        yield from _unasked_problems(definition, stage)
        yield from _act_problems(definition, stage)
        yield from _approval_problems(definition, stage)


def _join_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    if stage.mode == "one" and stage.join != "all":
        yield Problem(path, "stage.join_of_one", {})
    if isinstance(stage.join, int):
        places = [definition.roles[role].max for role in stage.by]
        if None not in places and sum(n or 0 for n in places) < stage.join:
            yield Problem(path, "stage.join_too_many", {"n": stage.join})
    if stage.join == "closed" and stage.expires is None and stage.release_by is None:
        yield Problem(path, "stage.never_closes", {})
    if stage.optional and stage.join == "closed":
        yield Problem(path, "stage.optional_round", {})


def _way_back_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    before = [
        one.id
        for one in definition.stages
        if stage.id in definition.later(one.id) and one.act in ("fill", "prepare")
    ]
    if "return" in stage.can and not before:
        yield Problem(path, "stage.nothing_before", {})
    if stage.return_to is not None and stage.return_to not in before:
        yield Problem(path, "stage.return_to", {"stage": stage.return_to})
    targets = [one for one in before if stage.return_to in (None, one)]
    if "return" in stage.can and targets and not _ever_returns(definition, stage, targets):
        yield Problem(path, "stage.return_closed", {})
    if stage.cycle and stage.cycle.back_to not in [*before, stage.id, *_earlier(definition, stage)]:
        yield Problem(path, "stage.cycle_back", {"stage": stage.cycle.back_to})
    if stage.cycle and stage.optional:
        yield Problem(path, "stage.optional_cycle", {})
    if _shares_a_round(definition, stage):
        yield Problem(path, "stage.cycles_overlap", {})


def _shares_a_round(definition: Definition, stage: Stage) -> bool:
    """Whether a stage of its cycle goes round in an earlier one too: then two rounds of it would
    have one number."""
    own = set(round_of(definition, stage))
    before = definition.stages[: definition.stages.index(stage)]
    return any(own & set(round_of(definition, one)) for one in before)


def _ever_returns(definition: Definition, stage: Stage, targets: list[str]) -> bool:
    """Whether there is a way back that is not closed for good by the time the stage opens."""
    return any(
        not any(_closes_before(definition.stage(one)) for one in (target, *between))
        for target in targets
        for between in [_between(definition, target, stage.id)]
    )


def _between(definition: Definition, start: str, end: str) -> tuple[str, ...]:
    path = definition.later(start)
    return path[: path.index(end)]


def _closes_before(stage: Stage) -> bool:
    """Whether what a stage gave, if the path passed it at all, is final before the next opens."""
    may_be_passed = stage.when is not None or stage.optional
    closes = stage.is_joined or stage.anonymous or stage.act in ("decide", "release")
    return bool(closes) and not may_be_passed and not stage.goes_on


def _earlier(definition: Definition, stage: Stage) -> list[str]:
    return [one.id for one in definition.stages if stage.id in definition.later(one.id)]


def _time_problems(stage: Stage) -> Iterator[Problem]:
    if stage.expires is not None and any(days >= stage.expires for days in stage.remind):
        yield Problem(f"stages/{stage.id}", "stage.late_reminder", {"days": stage.expires})
    if len(set(stage.remind)) != len(stage.remind):
        yield Problem(f"stages/{stage.id}", "shape.twice", {})


_MAY_LAPSE = frozenset({"fill", "prepare", "approve"})


def _lapse_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    """Only what may be left unsaid can be passed over: no decision, not the start, and of rounds
    only those without names, of which too few answers can show nothing."""
    if not stage.goes_on:
        return
    path = f"stages/{stage.id}"
    if stage.expires is None:
        yield Problem(path, "stage.lapse_when", {})
    first = stage.id == definition.stages[0].id
    named_round = stage.join == "closed" and not stage.anonymous
    if first or stage.optional or named_round or stage.act not in _MAY_LAPSE:
        yield Problem(path, "stage.lapse_where", {})


def _unwaited_problems(stage: Stage) -> Iterator[Problem]:
    """Some of those who fill at the same time may leave it; never all, nor in a round."""
    if not stage.optional_by:
        return
    some = set(stage.optional_by) < set(stage.by)
    if not some or stage.mode != "parallel" or stage.join == "closed" or stage.act not in _FILLING:
        yield Problem(f"stages/{stage.id}", "stage.optional_by", {})


_FILLING = frozenset({"fill", "prepare"})


def _unasked_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    """Only the learner's question may be left out, by one who is otherwise asked."""
    if not stage.unasked:
        return
    role = definition.roles[stage.by[0]]
    alone = len(stage.by) == 1 and role.who == "invited"
    before = [one for one in definition.stages if stage.id in definition.later(one.id)]
    asked = bool(before) and all(one.by == (definition.subject,) for one in before)
    waits = stage.optional or stage.when is not None or bool(stage.opens_after_days)
    if not alone or not asked or waits or stage.act not in _FILLING:
        yield Problem(f"stages/{stage.id}", "stage.unasked", {})


def _act_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    subject = definition.subject
    high = definition.stakes_at(stage.id) == "high"
    if stage.act == "decide":
        if subject in stage.by:
            yield Problem(path, "stage.own_decision", {})
        if high:
            yield from high_problems(definition, stage, path)
        if stage.optional:
            yield Problem(path, "stage.optional_decision", {})
    elif stage.evidence:
        yield Problem(path, "stage.evidence_where", {})
    if stage.act == "sign" and stage.mode == "one" and len(stage.by) > 1:
        yield Problem(path, "stage.one_signs", {})
    if "pass_on" in stage.can and any(definition.roles[role].who != "invited" for role in stage.by):
        yield Problem(path, "stage.pass_on", {})


def high_problems(definition: Definition, stage: Stage, path: str) -> Iterator[Problem]:
    """A final decision rests on many data points, and who takes it is known by an account."""
    if stage.evidence != "snapshot":
        yield Problem(path, "stage.evidence", {})
    for role in stage.by:
        if set(definition.roles[role].auth) != {"account"}:
            yield Problem(path, "stage.decider_account", {"role": role})


def _approval_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    """Chosen raters wait for their approval: a stage of that role comes before theirs."""
    for key in stage.by:
        approver = definition.roles[key].approve_by
        if approver is None:
            continue
        approvals = [
            one
            for one in definition.stages
            if one.act == "approve" and approver in one.by and stage.id in definition.later(one.id)
        ]
        if not approvals:
            yield Problem(f"stages/{stage.id}", "stage.approve_first", {"role": approver})
