"""What a record gives to the portfolio: data points and references, in sets per contribution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import insert, select, update

from libs import formengine
from libs.chassis.logs import logger
from libs.contracts import portfolio as contract
from libs.formengine.contribution import is_held

from ..domain.context import for_rules
from ..queries import definitions
from ..queries.rounds import round_contributions
from ..tables import Contribution, DataPoint
from . import decisions, flags, goals, registrations
from .reading import point_readers
from .running import Running

POINTS = frozenset({"point", "narrative", "flag"})

log = logger(__name__)


def emit_facts(running: Running, sent: Contribution) -> UUID | None:
    """Everything that a Send gives: of its own stage, of stages whose hold it ended, and of later
    stages that a correction reaches. Returns the id of the decision it made, if any."""
    opened = formengine.opened_rounds(running.before, running.after)
    decision_id = None
    for stage in dict.fromkeys((sent.stage, *opened, *_later_given(running, sent))):
        found = _emissions(running, stage)
        mine = [
            one
            for one in found
            if _opens_with(running, one, stage, opened.get(stage))
            or _is_news(running, one, stage, sent)
        ]
        is_open = not is_held(running.definition, running.after, stage, sent.cycle)
        must = [sent] if stage == sent.stage and is_open else []
        record_points(running, stage, mine, must)
        decision_id = _record_others(running, mine) or decision_id
    return decision_id


def emit_opened(running: Running) -> None:
    """What stages give whose hold the clock ended."""
    opened = formengine.opened_rounds(running.before, running.after)
    for stage, rounds in opened.items():
        found = _emissions(running, stage)
        found = [one for one in found if _opens_with(running, one, stage, rounds)]
        record_points(running, stage, found, [])
        _record_others(running, found)


def _opens_with(
    running: Running, one: formengine.Emission, stage: str, rounds: frozenset[int] | None
) -> bool:
    """Whether the end of a hold in these rounds of a stage gives this; what an earlier round of it
    gave has come out with that round."""
    if rounds is None:
        return False
    source = _source(running, one)
    return source is None or source.stage != stage or source.cycle in rounds


def _later_given(running: Running, sent: Contribution) -> tuple[str, ...]:
    if sent.revision == 1:
        return ()
    later = running.definition.later(sent.stage)
    return tuple(name for name in later if running.after.stages[name].given())


def _is_news(running: Running, one: formengine.Emission, stage: str, sent: Contribution) -> bool:
    """Not what other contributions of the same stage gave with their own Send."""
    source = _source(running, one)
    if source is None or source.id == sent.id or stage != sent.stage:
        return True
    return source.stage != stage


def _source(running: Running, one: formengine.Emission) -> Contribution | None:
    """The contribution that gives it; None for what an anonymous round gives."""
    known = running.contributions()
    return next((given for given in known if str(given.id) == one.contribution_id), None)


def _emissions(running: Running, stage: str) -> list[formengine.Emission]:
    given = [as_engine_contribution(one) for one in running.contributions()]
    if any(one.anonymous for one in running.definition.stages):
        running.tx.session.flush()
        given += round_contributions(running.tx, running.record.id)
    return formengine.emit(
        running.definition,
        given,
        for_rules(running.record.context),
        stage,
        running.after,
        tell=lambda key: _warn(running, key),
    )


def _warn(running: Running, key: str) -> None:
    """A form works out what its scale does not have: for its authors, who mend it."""
    record = running.record
    log.warning(
        "value_off_scale",
        record_id=str(record.id),
        form=record.form_key,
        version=record.form_version,
        emission=key,
    )


def as_engine_contribution(one: Contribution) -> formengine.Contribution:
    return formengine.Contribution(
        id=str(one.id),
        stage=one.stage,
        participant_id=str(one.participant_id),
        role=one.role,
        group=one.group_key,
        answers=one.answers,
        revision=one.revision,
        sent_at=one.sent_at if one.state == "sent" else None,
        cycle=one.cycle,
    )


def record_points(
    running: Running,
    stage: str,
    found: Iterable[formengine.Emission],
    must: list[Contribution],
) -> None:
    """Replace what each contribution gave at this stage; those in `must` even by nothing."""
    by_source: dict[str | None, list[formengine.Emission]] = {
        str(one.id): [] for one in must if one.emitted_revision
    }
    for one in found:
        if one.kind in POINTS:
            by_source.setdefault(one.contribution_id, []).append(one)
    sources = {str(one.id): one for one in running.contributions()}
    for source_id, emissions in by_source.items():
        source = sources.get(source_id or "")
        if source is None:
            _record_round(running, stage, emissions)
        else:
            _replace(running, source, stage, emissions)


def _replace(
    running: Running, source: Contribution, stage: str, emissions: list[formengine.Emission]
) -> None:
    kept: list[dict[str, Any]] = []
    if source.emitted_revision:
        supersede(running, source, DataPoint.at_stage == stage)
        kept = _current(running, source)
    source.emitted_revision = max(source.revision, source.emitted_revision + 1)
    lines = definitions.lines(running.tx, running.definition)
    rows = [
        _row(running, one, lines, source.id, source.emitted_revision, stage, item)
        for one in emissions
        for item in _items(one)
    ]
    if rows:
        running.tx.session.execute(insert(DataPoint.__table__), rows)
    if flags.gives_flags(running.definition):
        _tell_others(running, flags.settle(running) - {source.id})
        rows, kept = _current(running, source), []
    _tell(running, source.id, source.emitted_revision, source.role, source.sent_at, rows + kept)


def _tell_others(running: Running, ids: set[UUID]) -> None:
    """The points of these changed because a flag was passed, or counts again."""
    for one in running.contributions():
        if one.id in ids:
            one.emitted_revision = max(one.revision, one.emitted_revision + 1)
            current = _current(running, one)
            _tell(running, one.id, one.emitted_revision, one.role, one.sent_at, current)


def _record_round(running: Running, stage: str, emissions: list[formengine.Emission]) -> None:
    """An anonymous round gives points that belong to nobody, under an id of the round.

    Only the totals: the same answers once more by group would count double.
    """
    emissions = [one for one in emissions if one.group is None]
    round_id = uuid5(NAMESPACE_URL, f"round:{running.record.id}:{stage}")
    lines = definitions.lines(running.tx, running.definition)
    rows = [_row(running, one, lines, round_id, 1, stage, one.item or one.key) for one in emissions]
    if rows:
        running.tx.session.execute(insert(DataPoint.__table__), rows)
    role = running.definition.stage(stage).by[0]
    _tell(running, round_id, 1, role, running.tx.now, rows)


def supersede(running: Running, source: Contribution, *where: Any) -> None:
    """The points a contribution gave count no more; they stay for decisions that rest on them."""
    running.tx.session.execute(
        update(DataPoint)
        .where(DataPoint.contribution_id == source.id, DataPoint.superseded_at.is_(None), *where)
        .values(superseded_at=running.tx.now)
    )
    if flags.gives_flags(running.definition):
        # One that was passed never comes back once its own contribution gives it no more.
        running.tx.session.execute(
            update(DataPoint)
            .where(DataPoint.contribution_id == source.id, DataPoint.passed_by.is_not(None), *where)
            .values(passed_by=None)
        )


def take_back(running: Running, source: Contribution) -> None:
    """What was sent is a draft again: its points, goals and registrations count no more."""
    if source.emitted_revision:
        supersede(running, source)
        source.emitted_revision = max(source.revision, source.emitted_revision + 1)
        _tell(running, source.id, source.emitted_revision, source.role, source.sent_at, [])
        if flags.gives_flags(running.definition):
            _tell_others(running, flags.settle(running))
    goals.take_back(running, source)
    registrations.take_back(running, source)


def _current(running: Running, source: Contribution) -> list[dict[str, Any]]:
    query = select(DataPoint).where(
        DataPoint.contribution_id == source.id, DataPoint.superseded_at.is_(None)
    )
    names = [column.name for column in DataPoint.__table__.columns]
    return [
        {name: getattr(row, name) for name in names} for row in running.tx.session.scalars(query)
    ]


def _row(
    running: Running,
    one: formengine.Emission,
    lines: formengine.Lines,
    contribution_id: UUID,
    revision: int,
    stage: str,
    item: str,
) -> dict[str, Any]:
    record = running.record
    outcome, lineage, framework = _outcome(running, one)
    return {
        "id": running.tx.new_id(),
        "institution_id": record.institution_id,
        "portfolio_id": record.portfolio_id,
        "learner_id": record.learner_id,
        "record_id": record.id,
        "contribution_id": contribution_id,
        "revision": revision,
        "at_stage": stage,
        "kind": one.kind,
        "outcome": outcome,
        "lineage": lineage,
        "framework": framework,
        "value": one.value,
        "scale": f"{one.scale}@{one.scale_version}" if one.scale else None,
        "line": _line(lines, one),
        "stakes": one.stakes,
        "form_key": record.form_key,
        "form_version": record.form_version,
        "item": item,
        "row": one.row,
        "slot": one.key if one.kind == "flag" else None,
        "detail": {name: value for name, value in one.fields.items() if value is not None},
        "role": one.role,
        "encounter_date": record.encounter_date,
        "see": point_readers(running, one),
        "recorded_at": running.tx.now,
        "superseded_at": None,
        "passed_by": None,
    }


def _line(lines: formengine.Lines, one: formengine.Emission) -> str | None:
    """The scale in whose line a value goes on. Only scales of forms do, and those have one
    version."""
    older = formengine.line_of(lines, one.item, one.scale or "")
    return f"{older}@{one.scale_version}" if older else None


def _items(one: formengine.Emission) -> list[str]:
    """A declared narrative may name several items; each is a reference of its own."""
    if one.kind == "narrative" and one.texts:
        return list(dict.fromkeys(one.texts.values()))
    return [one.item or one.key]


def _outcome(
    running: Running, one: formengine.Emission
) -> tuple[str | None, str | None, str | None]:
    """(code, lineage, framework@version) of an emission's outcome."""
    if one.outcome is None:
        return None, None, None
    reference = f"{one.outcome.framework}@{one.outcome.version}"
    framework = definitions.framework(running.tx, reference)
    return one.outcome.code, framework.lineage_of(one.outcome.code), reference


def _tell(
    running: Running,
    contribution_id: UUID,
    revision: int,
    role: str,
    sent_at: Any,
    rows: list[dict[str, Any]],
) -> None:
    running.tx.emit(points_event(running.record, contribution_id, revision, role, sent_at, rows))


POINT_NAMES = ("kind", "outcome", "lineage", "framework", "value", "scale", "line", "item")
POINT_NAMES += ("row", "see")


def points_event(
    record: Any,
    contribution_id: UUID,
    revision: int,
    role: str,
    sent_at: Any,
    rows: list[dict[str, Any]],
) -> contract.DataPointsRecordedV1:
    """All current points of one contribution as an event."""
    return contract.DataPointsRecordedV1(
        institution_id=record.institution_id,
        network_id=record.network_id,
        record_id=record.id,
        contribution_id=contribution_id,
        revision=revision,
        portfolio_id=record.portfolio_id,
        learner_id=record.learner_id,
        role=role,
        form_key=record.form_key,
        form_version=record.form_version,
        stakes=rows[0]["stakes"] if rows else record.stakes,
        encounter_date=record.encounter_date,
        sent_at=sent_at,
        points=tuple(
            {"data_point_id": row["id"]}
            | {name: row[name] for name in POINT_NAMES}
            | flags.told(row)
            for row in rows
        ),
    )


def _record_others(running: Running, found: list[formengine.Emission]) -> UUID | None:
    """Goals, registrations and decisions. Returns the id of a decision."""
    decision_id = None
    for one in found:
        if one.kind == "goal":
            goals.record_goal(running, one)
        elif one.kind == "registration":
            registrations.record_registration(running, one)
        elif one.kind == "decision":
            decision_id = decisions.issue(running, one, *_outcome(running, one)[:2])
    return decision_id
