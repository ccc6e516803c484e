"""My messages and how I want to hear of things."""

from __future__ import annotations

from typing import Any

from gateway.api import shapes
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import notifications

blueprint = subject("Messages", "", "Messages, preferences, state of mails")


@blueprint.get("/messages")
@blueprint.arguments(query_of(notifications.INBOX), location="query")
@blueprint.response(200, shapes.Messages)
def messages(fields: dict[str, Any]) -> Any:
    """My messages, newest first."""
    return ask(notifications.INBOX, **fields)


@blueprint.get("/messages/unread")
@blueprint.response(200, shapes.Badge)
def unread() -> Any:
    """How many messages I have not read."""
    return ask(notifications.BADGE)


@blueprint.post("/messages/read")
@blueprint.arguments(fields_of(notifications.MARK_READ))
@blueprint.response(200, shapes.Badge)
def mark_read(fields: dict[str, Any]) -> Any:
    """Mark messages as read; without ids all of them."""
    return write(notifications.MARK_READ, **fields)


@blueprint.get("/messages/preferences")
@blueprint.response(200, shapes.Preferences)
def preferences() -> Any:
    """What reaches me by mail at once, in a digest, or not."""
    return ask(notifications.PREFERENCES)


@blueprint.put("/messages/preferences")
@blueprint.arguments(fields_of(notifications.CHANGE_PREFERENCES))
@blueprint.response(200, shapes.Preferences)
def change_preferences(fields: dict[str, Any]) -> Any:
    """Change that."""
    return ask(notifications.CHANGE_PREFERENCES, **fields)


@blueprint.post("/mail-states")
@blueprint.arguments(fields_of(notifications.MAIL_STATES))
@blueprint.response(200, shapes.MailStates)
def mail_states(fields: dict[str, Any]) -> Any:
    """Whether the mails of requests went out."""
    return write(notifications.MAIL_STATES, **fields)
