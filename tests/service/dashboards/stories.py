"""Events as portfolio and accounts would send them, with as little to say as possible."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable
from typing import Any

from libs.contracts import accounts, portfolio

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
LINEAGES = ("gp/medical", "gp/talking", "gp/leading")
PROGRAMME = {
    "format": "programme/1",
    "key": "gp-training",
    "title": {"en": "GP training"},
    "frameworks": {"area": "gp-areas@2023"},
    "phases": [
        {"key": "year-1", "title": {"en": "Year 1", "nl": "Jaar 1"}, "months": 12},
        {"key": "year-2", "title": {"en": "Year 2", "nl": "Jaar 2"}, "months": 12},
    ],
    "dossiers": [{"key": "work", "title": {"en": "Work"}, "forms": ["kpb", "combel"]}],
    "requirements": [
        {"form": "kpb", "count": 12, "phase": "year-1"},
        {"form": "combel", "count": 4, "phase": "year-1"},
    ],
}
FETCHED = {
    "document": PROGRAMME,
    "frameworks": {
        "gp-areas@2023": {
            "key": "gp-areas",
            "outcomes": [
                {"code": lineage.split("/")[1], "lineage": lineage, "title": {"en": lineage}}
                for lineage in LINEAGES
            ],
        }
    },
    "forms": {
        "kpb": {
            "title": {"en": "Short assessment"},
            "frameworks": {"area": "gp-areas@2023"},
            "items": [{"key": "a", "outcomes": ["area/medical", "area/talking"]}],
        },
        "combel": {
            "title": {"en": "ComBeL"},
            "frameworks": {"area": "gp-areas@2023"},
            "items": [{"rows": [{"outcomes": [f"area/{one.split('/')[1]}"]} for one in LINEAGES]}],
        },
    },
}


class Story:
    """One learner's portfolio in one institution, and the events about it."""

    def __init__(self, institution_id: uuid.UUID | None = None, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.institution_id = institution_id or self.id()
        self.learner_id, self.portfolio_id = self.id(), self.id()
        self.programme_hash = "b" * 64

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128))

    def opened(self, **more: Any) -> portfolio.PortfolioOpenedV1:
        fields = {
            "portfolio_id": self.portfolio_id,
            "learner_id": self.learner_id,
            "programme_key": "gp-training",
            "programme_hash": self.programme_hash,
            "starts_on": dt.date(2026, 3, 1),
            "cohort": "2026",
            "part_time": 100,
            "state": "active",
            "version": 1,
        }
        return portfolio.PortfolioOpenedV1(institution_id=self.institution_id, **fields | more)

    def record(self, **more: Any) -> portfolio.RecordChangedV1:
        fields = self._ours() | {
            "record_id": self.id(),
            "form_key": "kpb",
            "form_version": 1,
            "dossier_key": "work",
            "state": "done",
            "waiting_for": (),
            "encounter_date": dt.date(2026, 10, 1),
            "changed_at": NOW - dt.timedelta(days=10),
            "version": 1,
        }
        return portfolio.RecordChangedV1(**fields | more)

    def point(self, lineage: str = LINEAGES[0], value: float | None = 3, **more: Any) -> dict:
        return {
            "data_point_id": str(self.id()),
            "kind": "point",
            "outcome": lineage.split("/")[1],
            "lineage": lineage,
            "framework": "gp-areas@2023",
            "value": value,
            "scale": "five@1",
            "item": "trust",
            "row": None,
            "see": None,
        } | more

    def narrative(self, lineage: str = LINEAGES[0], **more: Any) -> dict:
        return self.point(lineage, None, kind="narrative", scale=None) | more

    def flag(self, **more: Any) -> dict:
        return self.point(None or LINEAGES[0], 1, kind="flag", scale=None) | more

    def points(self, *points: dict, **more: Any) -> portfolio.DataPointsRecordedV1:
        fields = self._ours() | {
            "record_id": self.id(),
            "contribution_id": self.id(),
            "revision": 1,
            "role": "assessor",
            "form_key": "kpb",
            "form_version": 1,
            "stakes": "low",
            "encounter_date": dt.date(2026, 10, 1),
            "sent_at": NOW - dt.timedelta(days=10),
            "points": tuple(points),
        }
        return portfolio.DataPointsRecordedV1(**fields | more)

    def request(self, **more: Any) -> portfolio.RequestChangedV1:
        fields = self._ours() | {
            "request_id": self.id(),
            "record_id": self.id(),
            "participant_id": self.id(),
            "form_key": "kpb",
            "stage": "assess",
            "role": "assessor",
            "assessor_id": None,
            "state": "open",
            "asked_at": NOW - dt.timedelta(days=2),
            "expires_at": NOW + dt.timedelta(days=26),
            "remind_now": 0,
            "version": 1,
        }
        return portfolio.RequestChangedV1(**fields | more)

    def goal(self, **more: Any) -> portfolio.GoalChangedV1:
        fields = self._ours() | {
            "goal_id": self.id(),
            "record_id": self.id(),
            "state": "open",
            "due_on": None,
            "linked": 0,
            "version": 1,
        }
        return portfolio.GoalChangedV1(**fields | more)

    def registration(self, **more: Any) -> portfolio.RegistrationChangedV1:
        fields = self._ours() | {
            "registration_id": self.id(),
            "record_id": self.id(),
            "kind": "shift",
            "on": dt.date(2026, 9, 1),
            "hours": 8.0,
            "state": "approved",
            "version": 1,
        }
        return portfolio.RegistrationChangedV1(**fields | more)

    def decision(self, **more: Any) -> portfolio.DecisionIssuedV1:
        fields = self._ours() | {
            "decision_id": self.id(),
            "record_id": self.id(),
            "kind": "competence_statement",
            "result": "granted",
            "light": "go",
            "outcome": None,
            "lineage": None,
            "level": 4,
            "advice": False,
            "decided_on": dt.date(2026, 9, 10),
            "valid_from": dt.date(2026, 9, 10),
            "valid_until": None,
            "state": "active",
            "version": 1,
        }
        return portfolio.DecisionIssuedV1(**fields | more)

    def relation(self, person_id: uuid.UUID, **more: Any) -> accounts.RelationChangedV1:
        fields = {
            "institution_id": self.institution_id,
            "relation_id": self.id(),
            "kind": "teaches",
            "person_id": person_id,
            "learner_id": self.learner_id,
            "starts_on": dt.date(2026, 1, 1),
            "ends_on": None,
            "version": 1,
        }
        return accounts.RelationChangedV1(**fields | more)

    def enrolled(self, **more: Any) -> accounts.LearnerEnrolledV1:
        fields = {
            "institution_id": self.institution_id,
            "enrolment_id": self.id(),
            "person_id": self.learner_id,
            "programme_key": "gp-training",
            "starts_on": dt.date(2026, 3, 1),
            "cohort": "2026",
            "part_time": 100,
            "version": 1,
        }
        return accounts.LearnerEnrolledV1(**fields | more)

    def membership(self, person_id: uuid.UUID, *roles: str, **more: Any) -> Any:
        fields = {
            "institution_id": self.institution_id,
            "membership_id": self.id(),
            "person_id": person_id,
            "roles": roles,
            "starts_on": None,
            "ends_on": None,
            "version": 1,
        }
        return accounts.MembershipChangedV1(**fields | more)

    def _ours(self) -> dict[str, Any]:
        return {
            "institution_id": self.institution_id,
            "portfolio_id": self.portfolio_id,
            "learner_id": self.learner_id,
        }

    def long(self, events: int) -> list[Any]:
        """A portfolio that has lived: records and data points over 8 months, some revised."""
        found: list[Any] = [self.opened()]
        for number in range(events):
            found.extend(self._observation(number))
        return found

    def _observation(self, number: int) -> Iterable[Any]:
        pick = self.random
        on = dt.date(2026, 3, 1) + dt.timedelta(days=pick.randrange(260))
        sent = dt.datetime.combine(on, dt.time(12), dt.UTC) + dt.timedelta(minutes=number)
        record = self.record(
            form_key=pick.choice(["kpb", "combel"]), encounter_date=on, changed_at=sent
        )
        yield record
        for revision in range(1, pick.choice([2, 2, 2, 3])):
            given = [
                self.point(lineage, pick.randint(1, 5), scale=pick.choice(["five@1", "ten@1"]))
                for lineage in pick.sample(LINEAGES, pick.randint(1, 3))
            ]
            yield self.points(
                *given,
                self.narrative(pick.choice(LINEAGES)),
                record_id=record.record_id,
                contribution_id=uuid.uuid5(record.record_id, "contribution"),
                revision=revision,
                role=pick.choice(["assessor", "trainer"]),
                form_key=record.form_key,
                encounter_date=on,
                sent_at=sent,
            )
