"""The people of the browser tests: the small demo, and somebody new for every test."""

from __future__ import annotations

import datetime as dt
import itertools
import os
from typing import Any

from deploy.local import demo_data
from deploy.local.demo import founding, waiting
from deploy.local.demo.people import INSTITUTIONS, Institution, Learner, Person, staff_of
from deploy.local.demo.writer import StoryClock, Writer
from deploy.local.files import read_json
from deploy.local.platform import Platform
from libs.chassis.database import Database
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts.faults import NotFound
from services.accounts.use_cases import bootstrap

AMSTEL = INSTITUTIONS[0]
DEMO_LEARNERS = 5
GIVEN = ("Nora", "Jonas", "Mila", "Ravi", "Ella", "Tomas", "Aya", "Finn", "Lena", "Samir")
FAMILY = ("Bergman", "Okonkwo", "Lindqvist", "Castro", "Moreau", "Novak", "Farah", "Keller")


class World:
    """Who lives in the platform under test.

    `people()` are the demo's log-ins by role; `learner()` makes a new learner with a trainer and a
    teacher of their own, who all can log in, so no test sees what another one did.
    """

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.origin = platform.public_origin()
        kept = read_json(platform.run / "demo.json").get("logins")
        shown = kept or demo_data.load(platform, learners=DEMO_LEARNERS)
        self.logins = {login["role"]: login for login in shown}
        self._accounts = self._open("accounts")
        self._portfolio = self._open("portfolio")
        environment = platform.environment("portfolio")
        key = read_private_key(environment["PASSPORT_PRIVATE_KEY_FILE"])
        self._client = RpcClient(environment["AMQP_URL"], "portfolio", key)
        # The process' number keeps people apart when the same run is used again.
        self._numbers = itertools.count(os.getpid() * 100)

    def _open(self, service: str) -> Any:
        url = self.platform.environment(service)["DATABASE_URL"]
        return Database.standalone(url, service=service)

    def close(self) -> None:
        self._client.close()
        self._accounts.close()
        self._portfolio.close()

    def number(self) -> int:
        """A number nobody else has, for names of one's own."""
        return next(self._numbers) * 3

    def shown(self, role: str) -> str:
        """The user name of one of the five people whose log-in `up` prints."""
        return self.logins[role]["username"]

    def in_role(self, role: str) -> str:
        """The user name of somebody of the first institute with that role, who can log in."""
        if role in self.logins:
            return self.shown(role)
        if role == "national_admin":
            somebody = Person(AMSTEL, "Wil", "Landman", f"{AMSTEL.key}.landelijk", (role,))
            founding.settle(self._accounts, AMSTEL, {"office": [somebody]}, [])
        else:
            somebody = staff_of(AMSTEL, 1)[role][0]
        founding.give_password(self._accounts, somebody)
        return somebody.user_name

    def person(self, role: str, number: int, language: str = "en") -> Person:
        """Somebody new of the first institute, not yet written anywhere."""
        roles = (role, "coach") if role == "teacher" else (role,)
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number * 3 % len(FAMILY)]
        # Learners carry the user name that their institute asks for.
        user_name = f"BIG-{29_000_000_000 + number}" if role == "learner" else f"{role}{number}"
        return Person(AMSTEL, given, family, user_name, roles, language)

    def learner(self, started_days_ago: int = 40) -> Learner:
        """A new learner with nothing in the portfolio, who can log in, and so can the staff."""
        number = self.number()
        trainer, teacher = self.person("trainer", number + 1), self.person("teacher", number + 2)
        starts_on = founding.today() - dt.timedelta(days=started_days_ago)
        learner = Learner(
            person=self.person("learner", number),
            starts_on=starts_on,
            trainer=trainer,
            teacher=teacher,
            place="Huisartsenpraktijk De Dijk",
            pace=1.0,
            level=0.0,
            cohort=f"{starts_on.year}-2",
        )
        founding.settle(self._accounts, AMSTEL, {"staff": [trainer, teacher]}, [learner])
        for person in (learner.person, trainer, teacher):
            founding.give_password(self._accounts, person)
        self.portfolio_id(learner)
        return learner

    def empty_institution(self, number: int) -> str:
        """A new institution with nothing but an administrator: the user name."""
        place = Institution(f"zuid{number}", f"Hogeschool Zuid {number}", "Zuid", None, 0.0)
        person = Person(place, "Ada", "Jansen", f"ada{number}", ("local_admin",), "en")
        found = bootstrap.founder(place.id)
        self._accounts.run(
            bootstrap.founder(),
            lambda tx: bootstrap.found_institution(
                tx, institution_id=place.id, name=place.name, short_name=place.short_name
            ),
        )
        self._accounts.run(found, lambda tx: founding.create(tx, person))
        founding.give_password(self._accounts, person)
        return person.user_name

    def head(self) -> Person:
        """The head of programme of the first institute."""
        return staff_of(AMSTEL, 1)["head"][0]

    def portfolio_id(self, learner: Learner) -> str:
        """The learner's portfolio, as soon as it is there."""
        writer = Writer(self._portfolio, self._client, StoryClock(dt.datetime.now(dt.UTC)), learner)
        waiting.until(lambda: _found(writer), "the new learner's portfolio", within_s=30.0)
        return str(writer.portfolio_id)


def _found(writer: Writer) -> bool:
    try:
        return writer.portfolio_id is not None
    except NotFound:
        return False


def name_of(person: Person) -> str:
    """As the pages write it."""
    return f"{person.given_name} {person.family_name}"
