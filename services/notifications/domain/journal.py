"""The life of one mail in the send journal.

waiting -> sending is committed before the first byte goes to the mail server. What is found
`sending` after its lease was interrupted: nobody knows whether the server took it. It is sent once
more under the same Message-ID (at least once; duplicates never exceed interruptions) and, when
that is interrupted too, left as `unknown` and shown.
"""

from __future__ import annotations

from services.notifications.domain.timing import MOST_INTERRUPTIONS

MOVES: dict[tuple[str, str], str] = {
    ("waiting", "claim"): "sending",
    ("waiting", "drop"): "dropped",
    ("waiting", "give_up"): "failed",
    ("sending", "accepted"): "sent",
    ("sending", "refused"): "failed",
    ("sending", "later"): "waiting",
    ("sending", "give_up"): "failed",
    ("sending", "resume"): "waiting",
    ("sending", "doubt"): "unknown",
}
STATES = ("waiting", "sending", "sent", "failed", "unknown", "dropped")
FINAL = frozenset({"sent", "failed", "unknown", "dropped"})
# `unconfirmed`: filled in on the learner's device; the one named is asked whether it was they.
UNCONFIRMED = "unconfirmed"
OPEN_REQUEST = frozenset({"open", "seen", "started", UNCONFIRMED})


class NoSuchMove(Exception):
    """The mail is not in a state from which this can happen."""


def move(state: str, what: str) -> str:
    """The state after something happened. Raises NoSuchMove."""
    try:
        return MOVES[state, what]
    except KeyError as error:
        raise NoSuchMove(f"{what} in {state}") from error


def after_interruption(interruptions: int) -> str:
    """What becomes of a mail that was interrupted so many times, this one included."""
    return "resume" if interruptions <= MOST_INTERRUPTIONS else "doubt"
