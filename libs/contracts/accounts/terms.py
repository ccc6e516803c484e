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
TOKEN = validate.Length(min=20, max=200)
SHORT = validate.Length(max=200)
