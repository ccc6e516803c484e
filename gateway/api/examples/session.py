"""Signing in, one's own account, and what the links of mails lead to."""

from __future__ import annotations

from gateway.api.examples.setup import CONTACT
from gateway.api.examples.things import (
    AT,
    INSTITUTION_ID,
    LATER,
    LEARNER_ID,
    NETWORK_ID,
    PARTICIPANT_ID,
    RECORD_ID,
    REQUEST_ID,
    Example,
)

SESSION_ID = "019a2f6e-0301-7c55-9d1e-5b8f0c1d2e3f"
MEMBERSHIP_ID = "019a2f6e-0302-7c55-9d1e-5b8f0c1d2e3f"
SESSION_TOKEN = "Vb0mO3xqk1xJ0s2v9y8w7u6t5r4e3w2q1a0z9x8c7v6"
MAIL_TOKEN = "q7Hn2Lw9Zk4Tt8Yc1Vx6Bd3Fg5Jm0Ps-Ra_EuKoIiNz"
PASSWORD = "Vier:Groene-Fietsen7"

ME: Example = {
    "person_id": LEARNER_ID,
    "name": "Noor de Wit",
    "given_name": "Noor",
    "initials": "NW",
    "language": "nl",
    "timezone": "Europe/Amsterdam",
    "institution_timezone": "Europe/Amsterdam",
    "institution_id": INSTITUTION_ID,
    "institution_name": "Hogeschool Zuid",
    "network_id": NETWORK_ID,
    "network_name": "Zorgopleidingen",
    "membership_id": MEMBERSHIP_ID,
    "roles": ["learner"],
    "memberships": [
        {
            "membership_id": MEMBERSHIP_ID,
            "institution_id": INSTITUTION_ID,
            "institution_name": "Hogeschool Zuid",
            "roles": ["learner"],
        }
    ],
    "portfolio_hint": None,
    "email_hash": None,
    "session": {
        "id": SESSION_ID,
        "assurance": "password",
        "started_at": AT,
        "expires_at": "2026-11-22T21:30:00Z",
    },
}
ME_REPLY: Example = {"me": ME}
SIGN_IN: Example = {"user_name": "n.dewit", "password": PASSWORD}
SIGNED_IN: Example = {"session_token": SESSION_TOKEN, "me": ME}
CHOOSE_MEMBERSHIP: Example = {"membership_id": MEMBERSHIP_ID}
ASK_CODE: Example = {"purpose": "sign_decision"}
CODE_SENT: Example = {"sent_to": "n…@zuid.example", "valid_until": "2026-11-22T09:40:00Z"}
CODE: Example = {"code": "402 917"}
CONFIRMED: Example = {"me": {**ME, "session": {**ME["session"], "assurance": "code"}}}
ACCOUNT: Example = {
    **ME,
    "user_name": "n.dewit",
    "email": "n.dewit@zuid.example",
    "sign_on": "password",
    **CONTACT,
}
CHANGE_ACCOUNT: Example = {"language": "en", "timezone": "America/Curacao"}
ACCOUNT_CHANGED: Example = {"me": {**ME, **CHANGE_ACCOUNT}}
CHANGE_PASSWORD: Example = {
    "old_password": PASSWORD,
    "new_password": "Zeven:Rode-Boten4",
    "end_other_sessions": True,
}
CHANGE_EMAIL: Example = {"email": "noor@dewit.example"}
SENT_TO: Example = {"sent_to": "noor@dewit.example"}
SESSIONS: Example = {
    "sessions": [
        {
            "id": SESSION_ID,
            "started_at": AT,
            "last_seen_at": LATER,
            "user_agent": "curl/8.9.1",
            "network_address": "192.0.2.0/24",
            "current": True,
        }
    ]
}
ENDED: Example = {"ended": 2}
ASK_LINK: Example = {"user_name": "n.dewit", "email": "n.dewit@zuid.example"}
SET_PASSWORD: Example = {"token": MAIL_TOKEN, "password": PASSWORD}
RULES: Example = {
    "rules": [
        {
            "key": "length",
            "text": {"en": "At least 12 characters", "nl": "Minstens 12 tekens"},
            "check": {"min_length": 12},
        },
        {
            "key": "not_common",
            "text": {"en": "Not an often used password", "nl": "Geen veelgebruikt wachtwoord"},
            "check": None,
        },
    ]
}
TOKEN_OF_MAIL: Example = {"token": MAIL_TOKEN}
PASSWORD_LINK: Example = {
    "state": "valid",
    "purpose": "activation",
    "user_name": "n.dewit",
    **RULES,
}
CHECK_PASSWORD: Example = {"password": "welkom", "token": MAIL_TOKEN}
BROKEN_RULES: Example = {"broken": ["length", "not_common"]}
EMAIL_CHANGED: Example = {"email": "noor@dewit.example"}
LINK: Example = {
    "institution_id": INSTITUTION_ID,
    "institution_name": "Hogeschool Zuid",
    "timezone": "Europe/Amsterdam",
    "network_id": NETWORK_ID,
    "request_id": REQUEST_ID,
    "record_id": RECORD_ID,
    "participant_id": PARTICIPANT_ID,
    "email_hint": "m…@ziekenhuis.example",
    "not_after": "2026-12-06T09:30:00Z",
    "state": "open",
}
