"""Reports: ordered by a reader, made soon after of what they may read, filed for them alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Timer, Transaction
from libs.contracts.dashboards import ReportReadyV1

from .. import queries
from ..projections.programmes import known_programme
from ..queries.access import roles_today, visible
from ..tables import Portfolio, Report

MAKE = "report"


@dataclass(frozen=True, slots=True)
class ReportJob:
    """All that dashboards itself knows for a report, as `reader_id` may see it. `areas`: [{lineage,
    title: {lang}, ...Area}], `lines`: the progress reply; `zone`: the IANA zone of the
    institution; `upload`: the bytes that an earlier try brought away."""

    report_id: UUID
    kind: str
    language: str
    portfolio_id: UUID
    learner_id: UUID
    reader_id: UUID
    today: dt.date
    zone: str
    phase: dict[str, str]
    areas: list[dict[str, Any]]
    lines: dict[str, Any]
    upload: dict[str, Any] | None = None

    @property
    def scales(self) -> list[str]:
        """The scales on which something is printed."""
        latest = (area["latest"] for area in self.areas)
        named = {one["scale"] for one in latest if one} | {self.lines["scale"]}
        return sorted(named - {None})


def order_report(
    tx: Transaction, *, portfolio_id: UUID, kind: str, language: str = "en"
) -> dict[str, Any]:
    """Have a report made -> {report_id, state}. Raises NotFound."""
    seen = visible(tx, portfolio_id)
    report = Report(
        id=tx.new_id(),
        institution_id=seen.view.institution_id,
        portfolio_id=portfolio_id,
        learner_id=seen.view.learner_id,
        kind=kind,
        language=language,
        ordered_by=tx.principal.person_id,
        ordered_at=tx.now,
        state="ordered",
        tries=0,
    )
    tx.session.add(report)
    tx.schedule(MAKE, report.id, tx.now - dt.timedelta(seconds=1), {"report_id": str(report.id)})
    tx.audit(
        "report.order",
        object_kind="report",
        object_id=report.id,
        subject_id=report.learner_id,
        basis=seen.basis,
    )
    return {"report_id": report.id, "state": report.state}


def report_job(tx: Transaction, report_id: UUID) -> ReportJob | None:
    """What a report needs from here, read by the right of who ordered it; None when it is made.

    Raises NotFound when they may not see the portfolio any more.
    """
    report = tx.session.get(Report, report_id)
    if report is None or report.state != "ordered":
        return None
    reader_id = report.ordered_by
    roles = roles_today(tx, reader_id)
    tx.act_as(dataclasses.replace(tx.principal, acting_for=reader_id, roles=roles))
    overview = queries.overview(tx, portfolio_id=report.portfolio_id)
    portfolio = tx.session.get(Portfolio, report.portfolio_id)
    programme = known_programme(tx, portfolio.programme_hash) if portfolio else None
    titles = {area["lineage"]: area["title"] for area in programme.areas} if programme else {}
    phases = programme.rules.titles if programme else {}
    return ReportJob(
        report_id=report.id,
        kind=report.kind,
        language=report.language,
        portfolio_id=report.portfolio_id,
        learner_id=report.learner_id,
        reader_id=reader_id,
        today=tx.today(),
        zone=tx.principal.zone,
        phase=dict(phases.get((overview["programme"] or {}).get("phase"), {})),
        areas=[area | {"title": titles.get(area["lineage"], {})} for area in overview["areas"]],
        lines=queries.progress(tx, portfolio_id=report.portfolio_id),
        upload=report.upload,
    )


def keep_upload(tx: Transaction, report_id: UUID, upload: dict[str, Any] | None) -> None:
    """Remember where the bytes are; None: they cannot be used, the next try brings new ones."""
    report = tx.session.get(Report, report_id)
    if report is not None:
        report.upload = upload


def finish_report(tx: Transaction, timer: Timer, *, file_id: UUID) -> None:
    """The PDF is filed: tell who ordered it."""
    _end(tx, timer, state="ready", file_id=file_id)


def fail_report(tx: Transaction, timer: Timer) -> None:
    """It could not be made after all tries; the reader may order it again."""
    _end(tx, timer, state="failed", file_id=None)


def _end(tx: Transaction, timer: Timer, *, state: str, file_id: UUID | None) -> None:
    report = tx.session.get(Report, UUID(timer.payload["report_id"]))
    if report is None or report.state != "ordered":
        return
    report.state, report.file_id, report.tries = state, file_id, timer.tries + 1
    tx.emit(
        ReportReadyV1(
            institution_id=report.institution_id,
            network_id=timer.network_id,
            report_id=report.id,
            portfolio_id=report.portfolio_id,
            learner_id=report.learner_id,
            ordered_by=report.ordered_by,
            file_id=file_id,
            state=state,
        )
    )
    tx.audit(
        f"report.{state}",
        object_kind="report",
        object_id=report.id,
        subject_id=report.learner_id,
        basis="ordered",
    )
