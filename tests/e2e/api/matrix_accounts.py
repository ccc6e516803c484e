"""Rows of sessions, own accounts, people and imports."""

from __future__ import annotations

import base64
import re
from typing import Any

from deploy.local.demo.people import PASSWORD
from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import TODAY, Cast, a_person
from tests.e2e.api.rows import Open, Own, Row, office


def _person(cast: Cast, json: Any = None, name: str = "peer") -> Ask:
    return Ask({"person_id": cast.id_of(name)}, json=json)


def _enrolment(cast: Cast) -> Ask:
    fields = {"programme_key": "gp-specialty-training", "starts_on": TODAY}
    return Ask({"person_id": cast.newcomer("learner")}, json=fields)


def _enrolled(cast: Cast) -> Ask:
    """In a programme that is published: the administrator is told that it stays."""
    ask = _enrolment(cast)
    path = f"/people/{ask.path['person_id']}/enrolments"
    return Ask({"enrolment_id": cast["local_admin"].done("POST", path, ask.json)["enrolment_id"]})


def _relate(cast: Cast) -> Ask:
    fields = {"kind": "coaches", "person_id": cast.newcomer("teacher", "coach")}
    return Ask(json={**fields, "learner_id": cast.id_of("learner"), "starts_on": TODAY})


def _relation(cast: Cast) -> Ask:
    return Ask({"relation_id": cast.relation()}, json={"ends_on": TODAY})


def _import_file() -> dict[str, str]:
    person = a_person()
    names = ("user_name", "given_name", "family_name", "email", "role")
    row = [person["user_name"], "Kim", "Zomer", person["email"], "learner"]
    text = f"{';'.join(names)}\n{';'.join(row)}\n"
    return {"file_name": "people.csv", "content": base64.b64encode(text.encode()).decode()}


def _preview(cast: Cast) -> Ask:
    reply = cast["local_admin"].done("POST", "/imports", _import_file())
    return Ask({"import_id": reply["import_id"]})


def _other_session(cast: Cast) -> Ask:
    other = cast.fresh("learner")
    return Ask({"session_id": other.me["session"]["id"]})


def _membership(cast: Cast) -> Ask:
    return Ask(json={"membership_id": cast["learner"].me["membership_id"]})


def _code(cast: Cast) -> Ask:
    def ask() -> None:
        cast["head"].done("POST", "/session/code", {"purpose": "sign_decision"})

    code = cast.mailed("head", r"\b(\d{3}\s?\d{3})\b", ask)
    return Ask(json={"code": re.sub(r"\s", "", code)})


def _new_password(cast: Cast) -> Ask:
    return Ask(json={"token": _password_token(cast, "peer"), "password": PASSWORD})


def _password_link(cast: Cast) -> Ask:
    return Ask(json={"token": _password_token(cast, "their peer")})


def _password_token(cast: Cast, name: str) -> str:
    def ask() -> None:
        cast["nobody"].done("POST", "/password-links", _forgotten(cast, name).json)

    return cast.mailed(name, LINK_IN_MAIL, ask)


def _new_email(cast: Cast) -> Ask:
    """Of somebody whose address no other row uses."""
    address = a_person()["email"]

    def ask() -> None:
        cast["sister peer"].done("POST", "/account/email", {"email": address})

    return Ask(json={"token": cast.mailed_to(address, LINK_IN_MAIL, ask)})


def _log_in(cast: Cast) -> Ask:
    return Ask(json={"user_name": cast.people["learner"].user_name, "password": PASSWORD})


def _forgotten(cast: Cast, name: str = "sister learner") -> Ask:
    """Of somebody whose mails no other row reads: a newer link voids the older ones."""
    person = cast.people[name]
    return Ask(json={"user_name": person.user_name, "email": person.email})


def _same_password(_cast: Cast) -> Ask:
    return Ask(
        json={"old_password": PASSWORD, "new_password": PASSWORD, "end_other_sessions": False}
    )


LINK_IN_MAIL = r"https?://\S+/([\w-]{20,})"
PERSON = "/api/v1/people/{person_id}"
PEOPLE = (
    office("GET /api/v1/people", lambda _c: Ask(), their=200),
    office("POST /api/v1/people", lambda _c: Ask(json=a_person()), their=201, each=True),
    office(f"GET {PERSON}", _person),
    office(f"PATCH {PERSON}", lambda cast: _person(cast, {"given_name": "Kim"})),
    office(f"POST {PERSON}/access-mail", lambda cast: Ask({"person_id": cast.newcomer()})),
    office(f"POST {PERSON}/unblock", _person),
    office(f"POST {PERSON}/enrolments", _enrolment),
    office("POST /api/v1/enrolments/{enrolment_id}/end", _enrolled, also=(422,)),
    office("POST /api/v1/relations", _relate),
    office("POST /api/v1/relations/{relation_id}/end", _relation),
    office("POST /api/v1/imports", lambda _c: Ask(json=_import_file()), their=201),
    office("POST /api/v1/imports/{import_id}/apply", _preview),
    Own("GET /api/v1/colleagues", "learner"),
    Own(
        "POST /api/v1/people/names",
        "learner",
        lambda c: Ask(json={"person_ids": [c.id_of("trainer")]}),
        link=200,
    ),
    Own("GET /api/v1/institution", "learner", link=200),
    office("PATCH /api/v1/institution", lambda _c: Ask(json={"reset_unblocks": True}), their=200),
    office("GET /api/v1/setup", lambda _c: Ask(), their=200),
    office("PATCH /api/v1/setup", lambda _c: Ask(json={"is_put_away": True}), their=200),
    # The unrelated institution belongs to no network, so nobody there is its administrator.
    Row(
        "GET /api/v1/institutions",
        "national_admin",
        lambda _c: Ask(),
        their_role="local_admin",
        their=403,
        role=403,
        peer=403,
    ),
)
SESSION = (
    Open("POST /api/v1/session", _log_in),
    Own("GET /api/v1/session", "learner", link=401),
    Own("DELETE /api/v1/session", "learner", link=401),
    Row(
        # Only a link opens a record; who came with a session is told so.
        "GET /api/v1/link",
        "link",
        lambda _c: Ask(),
        their_role="learner",
        wrong_role="trainer",
        their=403,
        role=403,
        peer=403,
        link=200,
    ),
    Row("PUT /api/v1/session/membership", "learner", _membership),
    Own("POST /api/v1/session/code", "head", lambda _c: Ask(json={"purpose": "sign_decision"})),
    Row("PUT /api/v1/session/code", "head", _code, their=422, role=422, peer=422),
    Own("GET /api/v1/account", "learner"),
    Own("PATCH /api/v1/account", "learner", lambda _c: Ask(json={"language": "nl"})),
    Own("PUT /api/v1/account/password", "learner", _same_password),
    Own(
        "POST /api/v1/account/email",
        "learner",
        lambda _c: Ask(json={"email": a_person()["email"]}),
    ),
    Own("GET /api/v1/account/sessions", "learner"),
    Own("DELETE /api/v1/account/sessions", "learner"),
    Row("DELETE /api/v1/account/sessions/{session_id}", "learner", _other_session),
    Open("POST /api/v1/password-links", _forgotten),
    Open("POST /api/v1/password-links/state", _password_link),
    Open("PUT /api/v1/password", _new_password),
    Open("PUT /api/v1/email", _new_email),
    Open("GET /api/v1/password-rules", lambda _c: Ask()),
    Open("POST /api/v1/password-checks", lambda _c: Ask(json={"password": "welkom"})),
)
ACCOUNTS = (*PEOPLE, *SESSION)
