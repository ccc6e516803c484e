"""Messages, how one wants to hear of things, and whether mails went out."""

from __future__ import annotations

from gateway.api.examples.things import (
    AT,
    LEARNER_ID,
    OTHER_ID,
    PORTFOLIO_ID,
    RECORD_ID,
    REQUEST_ID,
    Example,
)

MESSAGES: Example = {
    "messages": [
        {
            "message_id": OTHER_ID,
            "kind": "feedback_sent",
            "params": {"learner_id": LEARNER_ID, "form_key": "short-obs"},
            "record_id": RECORD_ID,
            "portfolio_id": PORTFOLIO_ID,
            "at": AT,
            "read": False,
        }
    ],
    "unread": 1,
    "next": None,
}
UNREAD: Example = {"unread": 1}
MARK_READ: Example = {"message_ids": [OTHER_ID]}
ALL_READ: Example = {"unread": 0}
CHANGE: Example = {
    "preferences": {"feedback_sent": {"mail": "digest", "in_app": True}},
    "quiet": {"from": "22:00", "to": "07:00"},
    "paused_until": None,
}
PREFERENCES: Example = CHANGE
OF_REQUESTS: Example = {"request_ids": [REQUEST_ID]}
MAIL_STATES: Example = {"states": {REQUEST_ID: {"state": "sent", "at": AT, "reminders": 0}}}
