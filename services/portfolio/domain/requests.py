"""The life of a request: which step leads from which state to which."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class RequestState(StrEnum):
    OPEN = "open"
    SEEN = "seen"
    STARTED = "started"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PASSED_ON = "passed_on"
    UNCONFIRMED = "unconfirmed"


class Step(StrEnum):
    SEE = "see"
    START = "start"
    SUBMIT = "submit"
    REOPEN = "reopen"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    PASS_ON = "pass_on"
    DOUBT = "doubt"
    CONFIRM = "confirm"
    DENY = "deny"


class StepRefused(Exception):
    """The request does not allow this step in its state."""

    def __init__(self, state: RequestState, step: Step) -> None:
        super().__init__(f"{step} is not possible while {state}")
        self.state, self.step = state, step


WAITING = frozenset({RequestState.OPEN, RequestState.SEEN, RequestState.STARTED})
ENDED = frozenset(RequestState) - WAITING - {RequestState.UNCONFIRMED}

_S = RequestState
_WHILE_WAITING = {
    Step.SUBMIT: _S.SUBMITTED,
    Step.DECLINE: _S.DECLINED,
    Step.WITHDRAW: _S.WITHDRAWN,
    Step.EXPIRE: _S.EXPIRED,
    Step.PASS_ON: _S.PASSED_ON,
    Step.START: _S.STARTED,
    Step.DOUBT: _S.UNCONFIRMED,
    Step.CONFIRM: None,
    Step.DENY: None,
}
# None: refused. Seeing or starting twice, and ending what has ended, changes nothing.
TRANSITIONS: dict[RequestState, dict[Step, RequestState | None]] = {
    _S.OPEN: {**_WHILE_WAITING, Step.SEE: _S.SEEN, Step.REOPEN: None},
    _S.SEEN: {**_WHILE_WAITING, Step.SEE: _S.SEEN, Step.REOPEN: None},
    _S.STARTED: {**_WHILE_WAITING, Step.SEE: _S.STARTED, Step.REOPEN: None},
    _S.SUBMITTED: {
        **dict.fromkeys(Step, None),
        Step.SUBMIT: _S.SUBMITTED,
        Step.REOPEN: _S.STARTED,
        Step.WITHDRAW: _S.SUBMITTED,
        Step.DOUBT: _S.UNCONFIRMED,
    },
    # Filled in on the learner's device; the one named has not said yet whether it was they.
    _S.UNCONFIRMED: {
        **dict.fromkeys(Step, None),
        Step.SUBMIT: _S.UNCONFIRMED,
        Step.DOUBT: _S.UNCONFIRMED,
        Step.WITHDRAW: _S.WITHDRAWN,
        Step.CONFIRM: _S.SUBMITTED,
        Step.DENY: _S.WITHDRAWN,
    },
    _S.DECLINED: {**dict.fromkeys(Step, None), Step.WITHDRAW: _S.DECLINED},
    _S.WITHDRAWN: {**dict.fromkeys(Step, None), Step.WITHDRAW: _S.WITHDRAWN},
    _S.EXPIRED: {
        **dict.fromkeys(Step, None),
        Step.EXPIRE: _S.EXPIRED,
        Step.WITHDRAW: _S.EXPIRED,
    },
    _S.PASSED_ON: {**dict.fromkeys(Step, None), Step.WITHDRAW: _S.PASSED_ON},
}


def after(state: str, step: Step) -> RequestState:
    """The state after a step. Raises StepRefused."""
    now = RequestState(state)
    found = TRANSITIONS[now][step]
    if found is None:
        raise StepRefused(now, step)
    return found


def is_waiting(state: str) -> bool:
    """Whether an answer is still expected."""
    return RequestState(state) in WAITING


def may_remind(reminded_at: dt.datetime | None, asked_at: dt.datetime, now: dt.datetime) -> bool:
    """At most one reminder a day, and none within a day of asking."""
    last = max(asked_at, reminded_at) if reminded_at else asked_at
    return now - last >= dt.timedelta(days=1)


def reminder_times(asked_at: dt.datetime, days: tuple[int, ...]) -> list[dt.datetime]:
    """When the reminders of a stage are due: whole days after asking, soonest first."""
    return [asked_at + dt.timedelta(days=day) for day in sorted(set(days))]


def expiry_time(asked_at: dt.datetime, days: int | None) -> dt.datetime | None:
    """When a request ends by itself; None means never."""
    return asked_at + dt.timedelta(days=days) if days else None
