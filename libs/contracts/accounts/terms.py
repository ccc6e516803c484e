"""Words of the accounts contracts: roles, relations, languages, who may call."""

from __future__ import annotations

from marshmallow import validate

ROLES = (
    "learner",
    "trainer",
    "teacher",
    "coach",
    "head",
    "committee",
    "secretary",
    "local_admin",
    "national_admin",
)
RELATIONS = ("supervises", "teaches", "coaches")
LANGUAGES = ("en", "nl")
ANYONE = frozenset({"anonymous", "person", "link"})
SERVICE = frozenset({"service"})
PERSON_OR_LINK = frozenset({"person", "link"})
SHORTEST_TOKEN, LONGEST_TOKEN = 20, 200
TOKEN = validate.Length(min=SHORTEST_TOKEN, max=LONGEST_TOKEN)
SHORT = validate.Length(max=200)


def is_token(text: str) -> bool:
    """Whether a text can be a token of ours at all; what cannot is nobody's."""
    fits = SHORTEST_TOKEN <= len(text) <= LONGEST_TOKEN
    return fits and text.isascii() and text.isprintable()
