"""Who lives in the demo: two GP institutes of one network, and an unrelated school.

The school has a programme of nursing and a bachelor of health sciences.

All people are invented. Ids are derived from names, so loading again finds the same people.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import uuid

from deploy.local.demo.names import FAMILY, GIVEN, PLACES, WARDS

NAMESPACE = uuid.UUID("6f1e1d5c-7a34-4b0a-9d3f-5e4a1c2b7d90")
PASSWORD = "Welkom!Mozaiek7"
GP_TRAINING, NURSING, BACHELOR = "gp-specialty-training", "nursing", "bachelor-health-sciences"
# Whose account the administrator of the whole network has; works in every institute of it.
NATIONAL_OFFICE = "amstel"
# A bachelor is studied at the school: nobody supervises at work.
WITHOUT_WORKPLACE = frozenset({BACHELOR})


def id_of(*parts: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(parts))


@dataclasses.dataclass(frozen=True)
class Institution:
    key: str
    name: str
    short_name: str
    network: str | None
    # Its learners, for every learner of the demo's network.
    share: float
    theme: dict[str, str] | None = None
    programmes: tuple[str, ...] = (GP_TRAINING,)
    user_name_scheme: str = "BIG-"
    # Where its learners' names begin in the lists, so that two institutes do not share them.
    names_from: int = 0

    @property
    def id(self) -> uuid.UUID:
        return id_of("institution", self.key)

    @property
    def network_id(self) -> uuid.UUID | None:
        return id_of("network", self.network) if self.network else None


@dataclasses.dataclass(frozen=True)
class Person:
    institution: Institution
    given_name: str
    family_name: str
    user_name: str
    roles: tuple[str, ...]
    language: str = "nl"

    @property
    def id(self) -> uuid.UUID:
        return id_of("person", self.institution.key, self.user_name)

    @property
    def email(self) -> str:
        return f"{self.user_name.lower()}@{self.institution.key}.example"


@dataclasses.dataclass(frozen=True)
class Learner:
    """A learner with what decides how their portfolio looks. `pace` is how much they collect
    (1 is average), `level` how well they do (0 is average)."""

    person: Person
    starts_on: dt.date
    trainer: Person
    teacher: Person
    place: str
    pace: float
    level: float
    cohort: str
    programme: str = GP_TRAINING
    peers: tuple[Person, ...] = ()


# GP trainees of all three years, one after the other; who began longer ago than the demo's
# portfolios go back came over from paper.
BEGAN_DAYS_AGO = (540, 35, 300, 800, 170, 440, 640, 80, 930, 260, 520, 350)
NETWORK = "Huisartsopleiding Nederland"
INSTITUTIONS = (
    Institution("amstel", "Huisartsopleiding Amstel", "HO Amstel", NETWORK, 2 / 3),
    Institution("maas", "Huisartsopleiding Maas", "HO Maas", NETWORK, 1 / 3, names_from=20),
    Institution(
        "noord",
        "Hogeschool Noorderhaven",
        "Noorderhaven",
        None,
        1 / 3,
        programmes=(NURSING, BACHELOR),
        user_name_scheme="",
    ),
)


def how_many(institution: Institution, learners: int) -> int:
    """Of a demo with so many learners in its network; those of the school come beside them."""
    return max(2, round(learners * institution.share))


def staff_of(institution: Institution, learners: int) -> dict[str, list[Person]]:
    """Trainers (one for two learners), teachers (one for eight), and the office."""
    of_role = {"trainer": (learners + 1) // 2, "teacher": (learners + 7) // 8}
    of_role |= dict.fromkeys(("head", "secretary", "local_admin"), 1)
    if institution.key == NATIONAL_OFFICE:
        of_role["national_admin"] = 1
    made = {}
    for role, count in of_role.items():
        # Whoever is there already is drawn alike when the demo is made larger.
        chance = random.Random(f"{role} {institution.key}")
        made[role] = [_staff(institution, chance, role, number) for number in range(max(1, count))]
    return made


def _staff(institution: Institution, chance: random.Random, role: str, number: int) -> Person:
    words = {
        "trainer": "opleider",
        "teacher": "docent",
        "head": "hoofd",
        "secretary": "secretariaat",
        "local_admin": "beheer",
        "national_admin": "landelijk",
    }
    suffix = str(number + 1) if role in ("trainer", "teacher") else ""
    roles = (role, "coach") if role == "teacher" else (role,)
    return Person(
        institution,
        chance.choice(GIVEN),
        chance.choice(FAMILY),
        f"{institution.key}.{words[role]}{suffix}",
        roles,
    )


def learners_of(
    institution: Institution, count: int, staff: dict[str, list[Person]], today: dt.date
) -> list[Learner]:
    """GP trainees in each of the three years; students of a school in September, one
    programme in turn with the other. Students of one year and programme are each other's peers."""
    chance = random.Random(f"learners {institution.key}")
    if institution.programmes == (GP_TRAINING,):
        return [
            _learner(institution, number, chance, staff, _start(chance, number, today))
            for number in range(count)
        ]
    return _with_peers(
        [_student(institution, number, chance, staff, today) for number in range(count)]
    )


def _student(
    institution: Institution,
    number: int,
    chance: random.Random,
    staff: dict[str, list[Person]],
    today: dt.date,
) -> Learner:
    programme = institution.programmes[number % len(institution.programmes)]
    # Every second student of nursing is in the first year; the bachelor is one project group.
    starts_on = _september(today, years_ago=0 if programme == NURSING and number % 4 else 1)
    person = Person(
        institution,
        GIVEN[(number * 7 + 4) % len(GIVEN)],
        FAMILY[(number * 11 + 8) % len(FAMILY)],
        f"hn{501_000 + number * 37}",
        ("learner",),
    )
    return Learner(
        person=person,
        starts_on=starts_on,
        trainer=staff["trainer"][number // 2 % len(staff["trainer"])],
        teacher=staff["teacher"][number // 8 % len(staff["teacher"])],
        place=chance.choice(WARDS) if programme == NURSING else "",
        pace=chance.choice((0.7, 0.9, 1.0, 1.0, 1.2, 1.4)),
        level=chance.gauss(0.0, 0.6),
        cohort=str(starts_on.year),
        programme=programme,
    )


def _september(today: dt.date, years_ago: int) -> dt.date:
    """The first of September of the course that has run for six weeks or more, or before."""
    latest = dt.date(today.year, 9, 1)
    if today < latest + dt.timedelta(weeks=6):
        latest = latest.replace(year=today.year - 1)
    return latest.replace(year=latest.year - years_ago)


def _with_peers(students: list[Learner]) -> list[Learner]:
    return [
        dataclasses.replace(
            one,
            peers=tuple(
                other.person
                for other in students
                if other is not one
                and (other.programme, other.cohort) == (one.programme, one.cohort)
            ),
        )
        for one in students
    ]


def _name(institution: Institution, number: int) -> tuple[str, str]:
    """Given and family name."""
    at = number + institution.names_from
    if at == 0:
        return "Sanne", "de Vries"
    return GIVEN[(at * 7 + 1) % len(GIVEN)], FAMILY[(at * 11 + 3) % len(FAMILY)]


def _start(chance: random.Random, number: int, today: dt.date) -> dt.date:
    days = BEGAN_DAYS_AGO[number % len(BEGAN_DAYS_AGO)]
    # The first keeps to the day: their log-in is shown, with the longest history from its start.
    return today - dt.timedelta(days=days + (chance.randrange(-10, 11) if number else 0))


def _learner(
    institution: Institution,
    number: int,
    chance: random.Random,
    staff: dict[str, list[Person]],
    starts_on: dt.date,
) -> Learner:
    person = Person(
        institution,
        *_name(institution, number),
        f"BIG-{19_000_000_000 + number * 7_919 + len(institution.key)}",
        ("learner",),
        "en" if number and chance.random() < 0.12 else "nl",
    )
    return Learner(
        person=person,
        starts_on=starts_on,
        trainer=staff["trainer"][number // 2 % len(staff["trainer"])],
        teacher=staff["teacher"][number // 8 % len(staff["teacher"])],
        place=chance.choice(PLACES),
        pace=1.15 if number == 0 else chance.choice((0.35, 0.7, 1.0, 1.0, 1.2, 1.4)),
        level=chance.gauss(0.0, 0.6),
        cohort=f"{starts_on.year}-{'1' if starts_on.month < 7 else '2'}",
    )
