"""A school in a running platform: learners, their trainers with sessions, and open requests."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from deploy.local.demo import founding
from deploy.local.demo.people import PASSWORD, Institution, Learner, Person, learners_of, staff_of
from deploy.local.platform import Platform
from libs.chassis.calls import Call
from libs.chassis.database import Database, OpenDatabase
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.chassis.together import Together, together
from libs.contracts import portfolio
from libs.contracts.base import Method
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases
from services.portfolio.clients import with_definitions

AREAS = ("medical", "communication", "collaboration")
NOT_SEEN = ("leadership", "society", "science", "professionalism")


@dataclass(frozen=True)
class Asked:
    """An open request: its record, and the session of the trainer who was asked."""

    number: int
    record_id: str
    learner_id: uuid.UUID
    portfolio_id: uuid.UUID
    token: str

    @property
    def path(self) -> str:
        return f"/api/v1/records/{self.record_id}/stages/assess/send"

    def body(self) -> dict[str, object]:
        """What the trainer answers; no two are the same."""
        seen = {area: {"v": 1 + (self.number + at) % 3} for at, area in enumerate(AREAS)}
        unseen = {area: {"v": None, "na": True} for area in NOT_SEEN}
        return {
            "answers": {
                "trust": 1 + self.number % 5,
                "areas": seen | unseen,
                "strong": f"Number {self.number}: asked on and listened.",
                "next_step": f"Number {self.number}: sum up at the end.",
            }
        }


class School:
    """An institution of its own, so that nothing else in the platform counts.

    `signing_in`: so many of the learners have a password; all trainers do.
    """

    def __init__(self, platform: Platform, learners: int, signing_in: int = 0) -> None:
        self.signing_in = signing_in
        self.platform = platform
        key = f"school-{uuid.uuid4().hex[:10]}"
        self.institution = Institution(key, f"School {key}", key, None, 1.0)
        today = dt.datetime.now(dt.UTC).date()
        self.staff = staff_of(self.institution, learners)
        self.learners = [
            replace(one, person=replace(one.person, user_name=f"BIG-{uuid.uuid4().int % 10**11}"))
            for one in learners_of(self.institution, learners, self.staff, today)
        ]
        self.portfolio = self._database("portfolio")
        environment = platform.environment("portfolio")
        key = read_private_key(environment["PASSPORT_PRIVATE_KEY_FILE"])
        self.client = RpcClient(environment["AMQP_URL"], "portfolio", key)
        self._tokens: dict[uuid.UUID, str] = {}

    def _database(self, service: str) -> OpenDatabase:
        url = self.platform.environment(service)["DATABASE_URL"]
        return Database.standalone(url, service=service)

    def close(self) -> None:
        self.client.close()
        self.portfolio.close()

    def found(self) -> None:
        """Found it and wait until portfolio has opened every portfolio."""
        accounts, forms = self._database("accounts"), self._database("forms")
        founding.found(accounts, [self.institution])
        founding.publish_library(forms, [self.institution])
        founding.settle(accounts, self.institution, self.staff, self.learners)
        learners = [one.person for one in self.learners]
        for person in [*self._trainers(), *learners[: self.signing_in]]:
            founding.give_password(accounts, person)
        for database in (accounts, forms):
            database.close()
        for learner in self.learners:
            eventually(lambda one=learner: self._has_portfolio(one), "a portfolio opens", 120)

    def _trainers(self) -> list[Person]:
        return sorted({one.trainer for one in self.learners}, key=lambda one: one.user_name)

    def principal(self, person: Person) -> Principal:
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=person.id,
            institution_id=self.institution.id,
            roles=frozenset(person.roles),
            assurance="password",
        )

    def _has_portfolio(self, learner: Learner) -> bool:
        try:
            self.portfolio_of(learner)
        except NotFound:
            return False
        return True

    def portfolio_of(self, learner: Learner) -> uuid.UUID:
        """Raises NotFound until it is opened."""
        who = self.principal(learner.person)
        method = portfolio.PORTFOLIO_OF
        call = Call(principal=who, method=method, correlation_id=uuid.uuid4().hex)
        request = {"learner_id": learner.person.id}
        reply = with_definitions(
            self.portfolio,
            self.client,
            who,
            lambda: self.portfolio.read(call, queries.portfolio_of, request),
        )
        return uuid.UUID(reply["portfolio_id"])

    def ask(self, count: int) -> list[Asked]:
        """So many requests for a short assessment, spread over the learners."""
        asked: list[Asked] = []
        for at, learner in enumerate(self.learners):
            numbers = range(at, count, len(self.learners))
            asked += self._ask_for(learner, numbers)
        return sorted(asked, key=lambda one: one.number)

    def _ask_for(self, learner: Learner, numbers: Sequence[int]) -> list[Asked]:
        who, portfolio_id = self.principal(learner.person), self.portfolio_of(learner)
        token = self.session(learner.trainer)
        request = self._question(learner, portfolio_id, dt.datetime.now(dt.UTC).date())
        asked = []
        with together(self.portfolio) as lot:
            for number in numbers:
                reply = self._write(lot, who, use_cases.ask_feedback, request)
                place = (learner.person.id, portfolio_id)
                asked.append(Asked(number, reply["record_id"], *place, token))
        return asked

    def fill(self, learner: Learner, sends: int) -> uuid.UUID:
        """So many assessments asked and given, spread over four hundred days; the portfolio."""
        me, trainer = self.principal(learner.person), self.principal(learner.trainer)
        portfolio_id = self.portfolio_of(learner)
        today = dt.datetime.now(dt.UTC).date()
        for start in range(0, sends, 100):
            with together(self.portfolio) as lot:
                for number in range(start, min(sends, start + 100)):
                    on = today - dt.timedelta(days=number * 7 % 400)
                    request = self._question(learner, portfolio_id, on)
                    record_id = self._write(lot, me, use_cases.ask_feedback, request)["record_id"]
                    answers = Asked(number, record_id, learner.person.id, portfolio_id, "").body()
                    fields = {"record_id": record_id, "stage": "assess", **answers}
                    given = portfolio.SEND.request().load(fields)
                    self._write(lot, trainer, use_cases.send, given, portfolio.SEND)
        return portfolio_id

    def _question(self, learner: Learner, portfolio_id: uuid.UUID, on: dt.date) -> dict[str, Any]:
        fields = {
            "portfolio_id": str(portfolio_id),
            "form_key": "kpb",
            "assessor": {"person_id": str(learner.trainer.id)},
            "context": {"encounter_date": on.isoformat(), "place": learner.place},
            "answers": {"epa": "epa/acute", "situation": "Chest pain after sport."},
            "again": True,
        }
        return dict(portfolio.ASK_FEEDBACK.request().load(fields))

    def _write(
        self,
        lot: Together,
        who: Principal,
        use_case: Callable[..., Any],
        request: dict[str, Any],
        method: Method = portfolio.ASK_FEEDBACK,
    ) -> dict[str, Any]:
        """One write; definitions it misses are fetched from forms first."""
        call = Call(principal=who, method=method, correlation_id=uuid.uuid4().hex)
        return with_definitions(
            self.portfolio, self.client, who, lambda: lot.write(call, use_case, request)
        )

    def session(self, person: Person) -> str:
        """A session of this person, opened over HTTP once."""
        if person.id not in self._tokens:
            body = {"user_name": person.user_name, "password": PASSWORD}
            status, reply = post(self.platform, "/api/v1/session", body)
            assert status == 200, reply
            self._tokens[person.id] = reply["session_token"]
        return self._tokens[person.id]


@contextmanager
def school(platform: Platform, learners: int, signing_in: int = 0) -> Iterator[School]:
    """A founded school; its connections are closed at the end."""
    one = School(platform, learners, signing_in)
    try:
        one.found()
        yield one
    finally:
        one.close()


def post(platform: Platform, path: str, body: object) -> tuple[int, dict[str, object]]:
    """One POST with a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(platform.public_origin()).netloc, timeout=30)
    try:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        connection.request("POST", path, json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    finally:
        connection.close()


def eventually(truth: Callable[[], object], what: str, within_s: float = 30.0) -> None:
    """Raise AssertionError naming `what` when it does not come true in time."""
    until = time.monotonic() + within_s
    while not truth():
        assert time.monotonic() < until, f"not within {within_s:.0f} s: {what}"
        time.sleep(0.05)
