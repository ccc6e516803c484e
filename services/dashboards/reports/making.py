"""One ordered report, from order to file. Every step may be repeated after a crash."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from libs.chassis.database import OpenDatabase
from libs.chassis.logs import logger
from libs.chassis.offload import run_process
from libs.chassis.rpc import RpcClient
from libs.chassis.transaction import Timer
from libs.contracts.base import Fault

from .. import clients, use_cases
from ..use_cases.reports import ReportJob
from . import content, rendering

MOST_TRIES = 5
log = logger(__name__)


def make(database: OpenDatabase, rpc: RpcClient, timer: Timer) -> None:
    """Make and file a due report. Raises while it is worth another try; after the last one the
    reader is told that it failed."""
    try:
        _make(database, rpc, timer)
    except Exception:
        if timer.tries + 1 < MOST_TRIES:
            raise
        log.error("report_failed", report_id=timer.key, exc_info=True)
        database.fire(timer, use_cases.fail_report)


def _make(database: OpenDatabase, rpc: RpcClient, timer: Timer) -> None:
    read = partial(use_cases.report_job, report_id=UUID(timer.payload["report_id"]))
    job = database.run(clients.working_for(timer), read)
    if job is None:
        database.fire(timer, drop)
        return
    brought = job.upload or _bring(database, rpc, timer, job)
    try:
        file_id = clients.finish_upload(rpc, timer, job, brought)
    except Fault as fault:
        if fault.status < 500:
            _keep(database, timer, job, None)
        raise
    database.fire(timer, partial(use_cases.finish_report, file_id=file_id))


def _bring(database: OpenDatabase, rpc: RpcClient, timer: Timer, job: ReportJob) -> dict[str, Any]:
    """Set the type and bring the bytes to the object store; remembered before it is finished."""
    words = clients.report_words(rpc, timer, job)
    pdf: bytes = run_process(rendering.render, job.kind, content.of(job, words), timeout_s=30.0)
    brought = clients.upload(rpc, timer, job, content.file_name(job), pdf)
    _keep(database, timer, job, brought)
    return brought


def _keep(
    database: OpenDatabase, timer: Timer, job: ReportJob, brought: dict[str, Any] | None
) -> None:
    keep = partial(use_cases.keep_upload, report_id=job.report_id, upload=brought)
    database.run(clients.working_for(timer), keep)


def drop(_tx: Any, _timer: Timer) -> None:
    """The report was made before: only the timer goes."""
