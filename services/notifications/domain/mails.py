"""What the sender knows of one mail and of the news it tells: ids and codes only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OpenMail:
    """A mail of the journal that is due."""

    mail_id: UUID
    institution_id: UUID
    kind: str
    what: str
    number: int
    person_id: UUID | None
    request_id: UUID | None
    secret_id: UUID | None
    message_id: UUID | None
    queued_at: dt.datetime


@dataclass(frozen=True)
class News:
    """One line of an inbox, as its mail or digest needs it: `file_id` of a report that is ready,
    `failed` where one could not be made."""

    message_id: UUID
    kind: str
    learner_id: str
    record_id: UUID | None
    portfolio_id: UUID | None
    file_id: str = ""
    failed: bool = False
