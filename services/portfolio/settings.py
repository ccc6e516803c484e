"""Settings of portfolio, read once at start. The chassis reads its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from libs.chassis.settings import env
from libs.formengine.records.state import UNDO


def _seconds(text: str) -> dt.timedelta:
    seconds = int(text)
    if seconds < 1:
        raise ValueError(text)
    return dt.timedelta(seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class PortfolioSettings:
    """`undo`: how long a Send can be taken back, and what opens with it waits. Tests of the whole
    platform, which cannot move its clock, make it short."""

    undo: dt.timedelta = env("UNDO_S", default=UNDO, parse=_seconds)
