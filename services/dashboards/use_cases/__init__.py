"""What dashboards does by itself or on request, each in one transaction."""

from .programmes import keep_programme
from .rebuild import begin_rebuild, rebuild_step
from .reports import fail_report, finish_report, keep_upload, order_report, report_job
from .upkeep import Pace, evaluate, tell_cohorts

__all__ = [
    "Pace",
    "begin_rebuild",
    "evaluate",
    "fail_report",
    "finish_report",
    "keep_programme",
    "keep_upload",
    "order_report",
    "rebuild_step",
    "report_job",
    "tell_cohorts",
]
