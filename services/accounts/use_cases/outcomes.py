"""Refusals that leave a trace, and replies that must not be kept.

A fault that is raised rolls everything back. A wrong password has to be counted, so such a use
case returns its fault; the front door raises it after the commit.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from libs.chassis.calls import Call
from libs.contracts.base import Fault


def told(outcome: Any) -> Any:
    """The reply, or the refusal raised now that what it leaves behind is committed."""
    if isinstance(outcome, Fault):
        raise outcome
    return outcome


def unrepeated(call: Call) -> Call:
    """The call without its idempotency key: a kept reply would keep a secret in clear, and a
    look-up changes the wall under which it was kept."""
    return dataclasses.replace(call, idempotency_key=None)
