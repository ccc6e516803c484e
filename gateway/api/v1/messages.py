"""My messages and how I want to hear of things."""

from __future__ import annotations

from typing import Any

from gateway.api import shapes
from gateway.api.examples import messages as examples
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import notifications

blueprint = subject("Messages", "", "Messages, preferences, state of mails")


@blueprint.get("/messages")
@blueprint.arguments(query_of(notifications.INBOX), location="query")
@blueprint.response(200, shapes.Messages, example=examples.MESSAGES)
def messages(fields: dict[str, Any]) -> Any:
    """My messages, newest first."""
    return ask(notifications.INBOX, **fields)


@blueprint.get("/messages/unread")
@blueprint.response(200, shapes.Badge, example=examples.UNREAD)
def unread() -> Any:
    """How many messages I have not read."""
    return ask(notifications.BADGE)


@blueprint.post("/messages/read")
@blueprint.arguments(fields_of(notifications.MARK_READ), example=examples.MARK_READ)
@blueprint.response(200, shapes.Badge, example=examples.ALL_READ)
def mark_read(fields: dict[str, Any]) -> Any:
    """Mark messages as read; without ids all of them."""
    return write(notifications.MARK_READ, **fields)


@blueprint.get("/messages/preferences")
@blueprint.response(200, shapes.Preferences, example=examples.PREFERENCES)
def preferences() -> Any:
    """What reaches me by mail at once, in a digest, or not."""
    return ask(notifications.PREFERENCES)


@blueprint.put("/messages/preferences")
@blueprint.arguments(fields_of(notifications.CHANGE_PREFERENCES), example=examples.CHANGE)
@blueprint.response(200, shapes.Preferences, example=examples.PREFERENCES)
def change_preferences(fields: dict[str, Any]) -> Any:
    """Change that."""
    return ask(notifications.CHANGE_PREFERENCES, **fields)


@blueprint.post("/mail-states")
@blueprint.arguments(fields_of(notifications.MAIL_STATES), example=examples.OF_REQUESTS)
@blueprint.response(200, shapes.MailStates, example=examples.MAIL_STATES)
def mail_states(fields: dict[str, Any]) -> Any:
    """Whether the mails of requests went out."""
    return write(notifications.MAIL_STATES, **fields)
