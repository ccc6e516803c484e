"""How old the read models are, as this process has seen lately."""

from __future__ import annotations

import datetime as dt
import time
from collections import deque
from typing import Any

from libs.chassis.transaction import Transaction

WINDOW_S = 60.0

_lags: deque[tuple[float, float]] = deque(maxlen=500)


def note_arrival(occurred_at: dt.datetime) -> None:
    """An event that was committed at its source at this instant is in the read models now."""
    lag = dt.datetime.now(dt.UTC) - occurred_at
    _lags.append((time.monotonic(), max(0.0, lag.total_seconds())))


def freshness(tx: Transaction, *, parked: int) -> dict[str, Any]:
    """`freshness_s`: the longest way from commit to read model in the last minute, 0 when nothing
    happened. `parked`: messages that wait for a person."""
    since = time.monotonic() - WINDOW_S
    lags = [lag for at, lag in _lags if at >= since]
    return {"freshness_s": round(max(lags, default=0.0), 3), "parked": parked}
