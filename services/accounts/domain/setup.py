"""What is remembered of setting up an institution or a network.

Nearly every step is done when what it asks for is there. Remembered is only what nothing else
tells: that somebody settled the rules of log-in, which steps wait, and that the page was put away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

CONTACT_NEEDED = ("name", "email")
SIGN_IN_FIELDS = frozenset(
    {"password_profile", "failures_allowed", "reset_unblocks", "user_name_scheme"}
)


def skipped(memory: Mapping[str, Any]) -> list[str]:
    return list(memory.get("skipped", ()))


def is_put_away(memory: Mapping[str, Any]) -> bool:
    return bool(memory.get("put_away"))


def with_step(memory: Mapping[str, Any], step: str, *, is_skipped: bool) -> dict[str, Any]:
    """The memory after a step was put off, or taken up again."""
    others = [one for one in skipped(memory) if one != step]
    return {**memory, "skipped": [*others, step] if is_skipped else others}


def with_place(memory: Mapping[str, Any], *, put_away: bool) -> dict[str, Any]:
    """The memory after the whole was put away, or taken out again."""
    return {**memory, "put_away": put_away}


def after_change(memory: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
    """The memory after these settings were saved: whoever saves the rules of log-in settles
    them, also by leaving them as they were."""
    if SIGN_IN_FIELDS.isdisjoint(changed):
        return dict(memory)
    return {**memory, "sign_in_settled": True}


def institution_steps_done(
    memory: Mapping[str, Any],
    contact: Mapping[str, Any],
    counts: Mapping[str, int],
) -> list[str]:
    """The steps of an institution that accounts can tell are done."""
    done = {
        "contact": all(contact.get(field) for field in CONTACT_NEEDED),
        "sign_in": bool(memory.get("sign_in_settled")),
        "people": counts["learners"] > 0 and counts["staff"] > 0,
        "relations": counts["guided"] > 0,
        "enrolment": counts["enrolled"] > 0,
    }
    return [step for step, is_done in done.items() if is_done]


def network_steps_done(counts: Mapping[str, int]) -> list[str]:
    """The same of a network: every institution has an administrator of its own."""
    done = {
        "institutions": counts["institutions"] > 0,
        "administrators": 0 < counts["institutions"] == counts["administered"],
    }
    return [step for step, is_done in done.items() if is_done]
