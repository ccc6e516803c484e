"""The transition tables. A test asks that every combination is there: nothing by accident.

Actions on one contribution: what it becomes, or None where the action makes no sense. Actions on
a whole record (cancel, close, expire) stand in the second table only.
"""

from __future__ import annotations

from libs.formengine.records.state import Action, ContributionStatus, RecordStatus

_C = ContributionStatus
_A = Action

_GIVES = {_A.SEND, _A.APPROVE, _A.SIGN, _A.DECIDE, _A.RELEASE}
_WHILE_TO_DO: dict[Action, ContributionStatus | None] = {
    **dict.fromkeys(_GIVES, _C.SENT),
    _A.OBJECT: _C.OBJECTED,
    _A.DECLINE: _C.DECLINED,
    _A.RETURN: _C.OPEN,
    _A.PASS_ON: _C.PASSED_ON,
    _A.EXPIRE: _C.EXPIRED,
    _A.WITHDRAW: None,
    _A.UNDO: None,
    _A.CORRECT: None,
    _A.CLOSE: None,
    _A.CANCEL: None,
}
_ONCE_GIVEN: dict[Action, ContributionStatus | None] = {
    **dict.fromkeys(_A, None),
    _A.UNDO: _C.OPEN,
    _A.WITHDRAW: _C.WITHDRAWN,
}
_OVER: dict[Action, ContributionStatus | None] = dict.fromkeys(_A, None)

_ROWS: dict[ContributionStatus, dict[Action, ContributionStatus | None]] = {
    _C.OPEN: _WHILE_TO_DO,
    _C.RETURNED: _WHILE_TO_DO,
    _C.WITHDRAWN: _WHILE_TO_DO,
    _C.SENT: _ONCE_GIVEN | {_A.CORRECT: _C.SENT},
    _C.OBJECTED: _ONCE_GIVEN | {_A.CORRECT: _C.OBJECTED},
    _C.DECLINED: _OVER,
    _C.PASSED_ON: _OVER,
    _C.EXPIRED: _OVER,
    _C.NOT_NEEDED: _OVER,
}
TABLE: dict[tuple[ContributionStatus, Action], ContributionStatus | None] = {
    (status, action): becomes for status, row in _ROWS.items() for action, becomes in row.items()
}

_WHILE: dict[RecordStatus, frozenset[Action]] = {
    RecordStatus.OPEN: frozenset(_A),
    # A finished record: the windows of what was sent, and optional stages that are still open.
    RecordStatus.DONE: frozenset(_A) - {_A.CANCEL, _A.CLOSE, _A.RETURN},
    RecordStatus.DECLINED: frozenset({_A.CANCEL, _A.UNDO, _A.CORRECT, _A.WITHDRAW}),
    RecordStatus.EXPIRED: frozenset({_A.CANCEL, _A.UNDO, _A.CORRECT, _A.WITHDRAW}),
    RecordStatus.CANCELLED: frozenset(),
}
RECORD_TABLE: dict[tuple[RecordStatus, Action], bool] = {
    (status, action): action in allowed for status, allowed in _WHILE.items() for action in _A
}
