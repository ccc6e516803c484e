"""Capability links of external assessors, and the secrets of mails."""

from __future__ import annotations

from marshmallow import fields

from libs.contracts.base import Method, RequestSchema

from .sign_on import LinkToken
from .terms import ANYONE, SERVICE, TOKEN


class FreshLink(RequestSchema):
    """Asked by notifications just before each mail. All tokens of a request work and end
    together. By portfolio for the link of an anonymous round, which is nobody's: without an
    address, and with the participant that the link is in place of a request. `learner_id`: whose
    record it is; their own address gets no link."""

    request_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    learner_id = fields.UUID(load_default=None, allow_none=True)
    email = fields.Email(load_default=None, allow_none=True)
    not_after = fields.AwareDateTime(required=True)


# -> {token}
FRESH_LINK = Method(
    "accounts",
    "fresh_link",
    FreshLink,
    issuers=frozenset({"notifications", "portfolio"}),
    kinds=SERVICE,
)

# Looks, changes nothing -> {institution_id, institution_name, timezone, network_id, request_id,
# record_id, participant_id, email_hint, email_hash, not_after, state: open | expired | ended};
# NotFound
OPEN_LINK = Method("accounts", "open_link", LinkToken, kinds=ANYONE)


class DeviceOf(RequestSchema):
    """A browser that answers by a link, and the learner whose browser it may be."""

    person_id = fields.UUID(required=True)
    device_token = fields.String(required=True, validate=TOKEN)


# Whether that person has logged in with this browser before -> {known: bool}
KNOWN_DEVICE = Method("accounts", "known_device", DeviceOf, kinds=frozenset({"link"}))


class MailSecret(RequestSchema):
    """What a mail about `secret_id` needs; the secret is made now and only its hash is kept."""

    secret_id = fields.UUID(required=True)


# -> {purpose: activation | reset | email | code, secret, valid_until, email, name, language,
#     user_name, institution_name, timezone, contact: Contact} ; fault LinkEnded when it is no
#     longer wanted
MAIL_SECRET = Method(
    "accounts", "mail_secret", MailSecret, issuers=frozenset({"notifications"}), kinds=SERVICE
)
