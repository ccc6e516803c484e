"""A small world to test in: a network of two institutions, a third one apart, and people."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from libs.chassis import testing
from libs.chassis.calls import Call
from libs.chassis.database import OpenDatabase
from libs.chassis.principal import Principal
from libs.contracts import accounts as contract
from libs.contracts.base import Event, Method
from services.accounts.queries import account
from services.accounts.use_cases import (
    bootstrap,
    mail_secrets,
    passwords,
    people,
    sessions,
    sign_on,
)
from services.accounts.use_cases.outcomes import told

NETWORK = uuid.UUID("00000000-0000-7000-8000-00000000000a")
OOST = uuid.UUID("00000000-0000-7000-8000-000000000001")
WEST = uuid.UUID("00000000-0000-7000-8000-000000000002")
ELSEWHERE = uuid.UUID("00000000-0000-7000-8000-000000000003")
NETWORK_OF = {OOST: NETWORK, WEST: NETWORK, ELSEWHERE: None}
NAMES = {OOST: "Instituut Oost", WEST: "Instituut West", ELSEWHERE: "Hogeschool Zuid"}
PASSWORD = "Rustig=Water7&Boot"
CONTACT = {"name": "Els Bakker", "role": "secretary", "email": "help@oost.example"}


class World:
    def __init__(self, db: OpenDatabase, clock: testing.FixedClock) -> None:
        self.db = db
        self.clock = clock

    # Founding

    def found(self) -> None:
        self.start_up(bootstrap.found_network, network_id=NETWORK, name="Huisartsopleiding")
        for institution_id in NAMES:
            self.set_up(institution_id)

    def set_up(self, institution_id: uuid.UUID, **settings: Any) -> None:
        name = NAMES[institution_id]
        kept = {"name": name, "short_name": name.split()[-1], "contact": CONTACT}
        self.start_up(
            bootstrap.found_institution,
            institution_id=institution_id,
            network_id=NETWORK_OF[institution_id],
            **{**kept, **settings},
        )

    def start_up(self, use_case: Any, at: uuid.UUID | None = None, /, **request: Any) -> Any:
        founder = bootstrap.founder(at, NETWORK_OF[at] if at else None)
        return self.db.run(founder, lambda tx: use_case(tx, **request))

    # People

    def add(
        self,
        user_name: str,
        *roles: str,
        at: uuid.UUID = OOST,
        password: str | None = PASSWORD,
        **fields: Any,
    ) -> uuid.UUID:
        """A person with a password, ready to sign in."""
        made = self.start_up(
            people.create_person,
            at,
            **{
                "given_name": user_name.capitalize(),
                "family_name": "de Vries",
                "user_name": user_name,
                "email": f"{user_name.lower()}@post.example",
                "roles": roles or ("learner",),
                "invite": password is None,
                **fields,
            },
        )
        person_id = uuid.UUID(str(made["person"]["person_id"]))
        if password is not None:
            self.start_up(
                passwords.set_initial_password, at, person_id=person_id, password=password
            )
        return person_id

    def acting(
        self, person_id: uuid.UUID, *roles: str, at: uuid.UUID = OOST, session_id: Any = None
    ) -> Principal:
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=person_id,
            institution_id=at,
            network_id=NETWORK_OF[at],
            roles=frozenset(roles),
            session_id=session_id,
            assurance="password",
        )

    def administrator(self, at: uuid.UUID = OOST, role: str = "local_admin") -> Principal:
        """Somebody with the role, made when first asked for."""
        name = f"{role.replace('_', '')}-{str(at)[-1]}"
        known = getattr(self, "_admins", {})
        if name not in known:
            known[name] = self.add(name, role, at=at)
            self._admins = known
        return self.acting(known[name], role, at=at)

    # Calls

    def call(self, who: Principal, method: Method, **more: Any) -> Call:
        return Call(principal=who, method=method, correlation_id=uuid.uuid4().hex, **more)

    def write(self, who: Principal, method: Method, use_case: Any, **request: Any) -> Any:
        return told(self.db.write(self.call(who, method), use_case, request))

    def read(self, who: Principal, method: Method, query: Any, **request: Any) -> Any:
        return self.db.read(self.call(who, method), query, request)

    # Signing on

    def sign_in(self, user_name: str, password: str = PASSWORD, **more: Any) -> Any:
        return self.write(
            ANONYMOUS,
            contract.SIGN_IN,
            sign_on.sign_in,
            user_name=user_name,
            password=password,
            **more,
        )

    def signed_in(self, user_name: str, password: str = PASSWORD) -> tuple[Principal, str]:
        """The principal a gateway makes of a log-in, and the session token."""
        reply = self.sign_in(user_name, password)
        return self.principal_of(reply["me"]), reply["session_token"]

    def principal_of(self, me: dict[str, Any]) -> Principal:
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=uuid.UUID(me["person_id"]),
            institution_id=uuid.UUID(me["institution_id"]),
            network_id=uuid.UUID(me["network_id"]) if me["network_id"] else None,
            roles=frozenset(me["roles"]),
            session_id=uuid.UUID(me["session"]["id"]),
            assurance=me["session"]["assurance"],
        )

    def resume(self, token: str, **how: bool) -> Any:
        return self.write(
            ANONYMOUS, contract.RESUME_SESSION, sessions.resume_session, session_token=token, **how
        )["me"]

    def resume_by(self, who: Principal) -> Any:
        """Me, as the page of somebody signed in shows it."""
        return self.read(who, contract.MY_ACCOUNT, account.my_account)

    # What went out

    def events(self, kind: type[Event] | None = None) -> list[Any]:
        return testing.outbox(self.db, kind)

    def mailed(self, nth: int = -1) -> dict[str, Any]:
        """What notifications is given for the latest (or nth) secret that was wanted."""
        wanted = self.events(contract.SecretWantedV1)[nth]
        return self.mail(wanted.secret_id)

    def mail(self, secret_id: uuid.UUID) -> dict[str, Any]:
        return self.write(
            NOTIFICATIONS, contract.MAIL_SECRET, mail_secrets.mail_secret, secret_id=secret_id
        )


ANONYMOUS = Principal(kind="anonymous", issuer="gateway")
NOTIFICATIONS = Principal(kind="service", issuer="notifications")
NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)
