"""The demo: a Dutch GP specialty training with two institutes, and an unrelated school with a
programme of nursing and a bachelor: three educational concepts side by side.

`load(platform, learners=24)` founds it in a running platform. Everything is written through the
services' own use cases, with a clock that lives through 18 months; loading again adds nothing to
what is there.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from deploy.local.demo import founding, waiting
from deploy.local.demo.any_form import AnyForm
from deploy.local.demo.bachelor import BachelorStory
from deploy.local.demo.nursing import NursingStory
from deploy.local.demo.people import (
    INSTITUTIONS,
    PASSWORD,
    Learner,
    Person,
    how_many,
    learners_of,
    staff_of,
)
from deploy.local.demo.story import Moment, Story
from deploy.local.demo.tally import Tally
from deploy.local.demo.writer import StoryClock, Writer
from libs.chassis.database import Database, OpenDatabase
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts.faults import NotFound

WORDS = Path(__file__).parent / "words"
# Who began later than this has not logged in yet.
NEW_FOR_DAYS = 30
SHOWN = ("learner", "trainer", "teacher", "head", "local_admin")


def load(platform: Any, learners: int = 24, tally: Tally | None = None) -> list[dict[str, str]]:
    """Found the demo with so many learners in its network; the five log-ins to show. The school
    has a third as many of its own.

    `tally` is told how many moments of the stories took effect.
    """
    demo = _Demo(platform, tally or Tally())
    try:
        return demo.load(learners)
    finally:
        demo.close()


class _Demo:
    def __init__(self, platform: Any, tally: Tally) -> None:
        self._tally = tally
        self._environments = {
            name: platform.environment(name) for name in ("accounts", "forms", "portfolio")
        }
        self._now = dt.datetime.now(dt.UTC)
        self._clock = StoryClock(self._now)
        self._accounts = self._open("accounts")
        self._door = self._open("accounts", self._clock)
        self._forms = self._open("forms")
        self._portfolio = self._open("portfolio", self._clock)
        of_portfolio = self._environments["portfolio"]
        key = read_private_key(of_portfolio["PASSPORT_PRIVATE_KEY_FILE"])
        self._client = RpcClient(of_portfolio["AMQP_URL"], "portfolio", key)
        self._admin_amqp = platform.backing.amqp_admin()

    def _open(self, service: str, clock: StoryClock | None = None) -> OpenDatabase:
        url = self._environments[service]["DATABASE_URL"]
        if clock is None:
            return Database.standalone(url, service=service)
        return Database.standalone(url, service=service, clock=clock)

    def close(self) -> None:
        self._client.close()
        for database in (self._accounts, self._door, self._forms, self._portfolio):
            database.close()

    def load(self, learners: int) -> list[dict[str, str]]:
        founding.found(self._accounts)
        founding.publish_library(self._forms)
        everybody: list[Learner] = []
        shown: list[Person] = []
        for institution in INSTITUTIONS:
            count = how_many(institution, learners)
            staff = staff_of(institution, count)
            some = learners_of(institution, count, staff, founding.today())
            founding.settle(self._accounts, institution, staff, some)
            everybody += some
            shown = shown or [some[0].person, *(staff[role][0] for role in SHOWN[1:])]
            self._let_in(staff, some)
        self._wait_for_portfolios(everybody)
        self._tell_stories(everybody)
        self._wait_until_heard()
        return [_login(role, person) for role, person in zip(SHOWN, shown, strict=True)]

    def _let_in(self, staff: Mapping[str, Iterable[Person]], learners: Iterable[Learner]) -> None:
        """Everybody chose a password long ago, but for who has only just begun. Whoever has one
        keeps it: the demo is loaded again to make it larger."""
        newest = founding.today() - dt.timedelta(days=NEW_FOR_DAYS)
        people = [person for group in staff.values() for person in group]
        people += [one.person for one in learners if one.starts_on < newest]
        for person in people:
            if founding.has_password(self._accounts, person):
                continue
            founding.give_password(self._accounts, person)
            self._clock.now = self._last_seen(person)
            founding.log_in(self._door, person)

    def _last_seen(self, person: Person) -> dt.datetime:
        """Learners come every few days, others when something waits for them."""
        chance = random.Random(f"log-in {person.user_name}")
        days = chance.expovariate(1 / (3 if "learner" in person.roles else 8))
        return self._now - dt.timedelta(days=min(days, 60), minutes=chance.randrange(20, 400))

    def _wait_for_portfolios(self, learners: list[Learner]) -> None:
        for learner in learners:
            writer = self._writer(learner)
            waiting.until(
                lambda writer=writer: _has_portfolio(writer),
                f"the portfolio of {learner.person.user_name}",
            )

    def _tell_stories(self, learners: list[Learner]) -> None:
        for learner in learners:
            moments = [*_story(learner, self._now).moments(), Moment(self._now, "catch_up")]
            self._writer(learner).write(moments)

    def _writer(self, learner: Learner) -> AnyForm:
        return AnyForm(self._portfolio, self._client, self._clock, learner, self._tally)

    def _wait_until_heard(self) -> None:
        databases = (self._accounts, self._forms, self._portfolio)
        waiting.until(
            lambda: waiting.all_sent(databases) and waiting.all_heard(self._admin_amqp),
            "the dashboards to catch up",
            within_s=600.0,
        )


def _story(learner: Learner, now: dt.datetime) -> Story:
    """The GP training speaks two languages; the school's programmes are in Dutch."""
    of_school = {"nursing": NursingStory, "bachelor-health-sciences": BachelorStory}
    told = of_school.get(learner.programme, Story)
    words = {NursingStory: "nursing", BachelorStory: "bachelor"}.get(told, learner.person.language)
    return told(learner, json.loads((WORDS / f"{words}.json").read_text()), now)


def _has_portfolio(writer: Writer) -> bool:
    try:
        return writer.portfolio_id is not None
    except NotFound:
        return False


def _login(role: str, person: Person) -> dict[str, str]:
    return {
        "role": role,
        "name": f"{person.given_name} {person.family_name}",
        "username": person.user_name,
        "password": PASSWORD,
    }
