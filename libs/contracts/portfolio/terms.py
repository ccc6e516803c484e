"""Words of the portfolio contracts: who may call, and the context of what was seen."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from libs.contracts.accounts.terms import LANGUAGES
from libs.contracts.base import RequestSchema

PERSON = frozenset({"person"})
PERSON_OR_LINK = frozenset({"person", "link"})
SERVICE = frozenset({"service"})
SHORT = validate.Length(max=200)
REASON = validate.Length(max=2000)
LANGUAGE = validate.OneOf(LANGUAGES)
NO_ACCENTS = "Mail servers take only letters without accents in an address."


def _plain(address: str) -> None:
    if not address.isascii():
        raise ValidationError(NO_ACCENTS)


class Address(fields.Email):
    """An e-mail address that a mail can be sent to, whatever the mail server."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=_plain, **more)


class Context(RequestSchema):
    """When and where it was seen; civil dates."""

    encounter_date = fields.Date(required=True)
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)
    place = fields.String(validate=SHORT)
