"""Carries a learner's story out, through portfolio's own use cases, each at its own moment.

The clock is the story's. Nothing is written around the use cases, and no read model is touched:
those fill through their consumers, as with real people.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from deploy.local.demo.answers import plain, rubric, scored
from deploy.local.demo.people import Learner, Person, staff_of
from deploy.local.demo.story import Moment, Opened
from deploy.local.demo.tally import NeverOpened, Tally
from libs.chassis.calls import Call
from libs.chassis.database import OpenDatabase
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.chassis.together import Together, together
from libs.contracts import portfolio
from libs.contracts.base import Fault, Method
from services.portfolio import queries, use_cases
from services.portfolio.clients import with_definitions
from services.portfolio.tables import Record

log = logging.getLogger("tessera.demo")


class StoryClock:
    """The instant the story has come to."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


class Writer:
    """One learner's portfolio, written moment by moment."""

    def __init__(
        self,
        database: OpenDatabase,
        client: RpcClient,
        clock: StoryClock,
        learner: Learner,
        tally: Tally | None = None,
    ) -> None:
        self._database, self._client, self._clock = database, client, clock
        self._learner = learner
        self._opened: dict[str, Opened] = {}
        self._feedback: list[uuid.UUID] = []
        self._portfolio_id: uuid.UUID | None = None
        self._lot: Together
        self.tally = tally or Tally()

    def write(self, moments: list[Moment]) -> int:
        """Carry out the moments in order; how many took effect. A moment that the rules do not
        allow (a request that was never made, a form closed meanwhile) is left out; a learner who
        has a story keeps it.

        In one transaction: were each committed by itself, the running clock of portfolio would
        let requests of last year expire before the story comes to their answer.
        """
        if self._has_story():
            return 0
        with together(self._database) as self._lot:
            return sum(self._carry_out(moment) for moment in moments)

    def _has_story(self) -> bool:
        known = select(Record.id).where(Record.portfolio_id == self.portfolio_id).limit(1)
        found = self._database.run(self._me, lambda tx: tx.session.scalars(known).first())
        return found is not None

    def _carry_out(self, moment: Moment) -> bool:
        self._clock.now = moment.at
        try:
            getattr(self, moment.kind)(**moment.facts)
        except (Fault, NeverOpened) as refused:
            self.tally.left_out[f"{moment.kind}: {refused}"] += 1
            log.debug("%s was left out: %r", moment.kind, refused)
            return False
        self.tally.told += 1
        return True

    def _of(self, key: str) -> Opened:
        """A record the story opened before. Raises NeverOpened."""
        if key not in self._opened:
            raise NeverOpened(key.rpartition("-")[0] or key)
        return self._opened[key]

    # -- who acts ---------------------------------------------------------------------------

    def _as(self, person: Person, assurance: str = "password") -> Principal:
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=person.id,
            institution_id=person.institution.id,
            network_id=person.institution.network_id,
            roles=frozenset(person.roles),
            assurance=assurance,
            language=person.language,
        )

    @property
    def _me(self) -> Principal:
        return self._as(self._learner.person)

    def _do(
        self, who: Principal, method: Method, use_case: Callable[..., Any], **fields: Any
    ) -> dict[str, Any]:
        """One write, with its fields loaded as an entrypoint would."""
        request = method.request().load(plain(fields))
        call = Call(principal=who, method=method, correlation_id=uuid.uuid4().hex)
        return with_definitions(
            self._database,
            self._client,
            who,
            lambda: self._lot.write(call, use_case, request),
        )

    @property
    def portfolio_id(self) -> uuid.UUID:
        """Raises NotFound until portfolio has heard of the enrolment."""
        if self._portfolio_id is None:
            method = portfolio.PORTFOLIO_OF
            call = Call(principal=self._me, method=method, correlation_id=uuid.uuid4().hex)
            request = {"learner_id": self._learner.person.id}
            reply = with_definitions(
                self._database,
                self._client,
                self._me,
                lambda: self._database.read(call, queries.portfolio_of, request),
            )
            self._portfolio_id = uuid.UUID(reply["portfolio_id"])
        return self._portfolio_id

    # -- what happens -----------------------------------------------------------------------

    def ask(
        self,
        key: str,
        form: str,
        assessor: tuple[str, str, str] | None,
        seen_on: dt.date,
        epa: str,
        situation: str,
        message: str,
    ) -> None:
        trainer = self._learner.trainer
        wanted = (
            {"person_id": trainer.id}
            if assessor is None
            else {"name": assessor[0], "email": assessor[1], "role_title": assessor[2]}
        )
        reply = self._do(
            self._me,
            portfolio.ASK_FEEDBACK,
            use_cases.ask_feedback,
            portfolio_id=self.portfolio_id,
            form_key=form,
            assessor=wanted,
            context={"encounter_date": seen_on, "place": self._learner.place},
            answers={"epa": epa, "situation": situation} if form == "kpb" else {},
            message=message,
            language=self._learner.person.language,
            again=True,
        )
        self._opened[key] = Opened(
            record_id=uuid.UUID(reply["record_id"]),
            form=form,
            assessor=self._as(trainer) if assessor is None else self._by_link(reply),
            assessor_name=_name(trainer) if assessor is None else assessor[0],
            epa=epa,
        )

    def _by_link(self, reply: dict[str, Any]) -> Principal:
        """The capability of the one who was asked, as the link of their mail gives it."""
        institution = self._learner.person.institution
        asking = Principal(
            kind="service",
            issuer="notifications",
            institution_id=institution.id,
            network_id=institution.network_id,
        )
        request_id = uuid.UUID(reply["request_id"])
        found = self._lot.run(
            asking, lambda tx: queries.request_for_mail(tx, request_id=request_id)
        )
        return Principal(
            kind="link",
            issuer="gateway",
            institution_id=institution.id,
            network_id=institution.network_id,
            roles=frozenset({"external"}),
            assurance="link",
            link_request_id=request_id,
            link_record_id=uuid.UUID(reply["record_id"]),
            link_participant_id=uuid.UUID(str(found["request"]["participant_id"])),
        )

    def assess(
        self, key: str, areas: dict[str, int], trust: int, strong: str, next_step: str
    ) -> None:
        opened = self._of(key)
        answers: dict[str, Any] = {"trust": trust, "strong": strong, "next_step": next_step}
        if opened.form == "kpb":
            answers["areas"] = rubric(areas)
        else:
            answers["epa"] = opened.epa
        assert opened.assessor is not None
        self._send(opened, opened.assessor, "assess", answers, actor_name=opened.assessor_name)
        self._feedback.append(opened.record_id)

    def decline(self, key: str, reason: str) -> None:
        opened = self._of(key)
        assert opened.assessor is not None
        self._do(
            opened.assessor,
            portfolio.DECLINE,
            use_cases.decline,
            record_id=opened.record_id,
            stage="assess",
            reason=reason,
        )

    def respond(self, key: str, takeaway: str) -> None:
        self._send(self._of(key), self._me, "respond", {"takeaway": takeaway})

    def combel(
        self,
        key: str,
        period_from: dt.date,
        period_to: dt.date,
        scores: dict[str, int],
        comments: dict[str, str],
        overall: str,
    ) -> None:
        trainer = self._as(self._learner.trainer)
        period = {"period_from": period_from, "period_to": period_to}
        seen_on = min(period_to, self._clock.now.date())
        opened = self._start(trainer, key, "combel", {"encounter_date": seen_on, **period})
        self._send(opened, trainer, "judge", scored(scores, comments, overall))

    def combel_second(
        self, key: str, scores: dict[str, int], comments: dict[str, str], overall: str
    ) -> None:
        teacher = self._as(self._learner.teacher)
        self._send(self._of(key), teacher, "judge", scored(scores, comments, overall))

    def report(self, key: str, report: str, goal: str | None, due: dt.date) -> None:
        goals = [{"_id": f"{key}-1", "what": goal, "due": due}] if goal else []
        self._send(self._of(key), self._me, "talk", {"report": report, "goals": goals})

    def approve_talk(self, key: str) -> None:
        self._send(self._of(key), self._as(self._learner.trainer), "approve", {})

    def reflect(self, key: str, texts: tuple[str, str, str, str]) -> None:
        title, situation, reflection, transfer = texts
        opened = self._start(self._me, key, "starrt")
        answers = {
            "title": title,
            "situation": situation,
            "reflection": reflection,
            "transfer": transfer,
        }
        self._send(opened, self._me, "write", answers)

    def reply(self, key: str, reply: str) -> None:
        teacher = self._as(self._learner.teacher)
        self._send(self._of(key), teacher, "respond", {"reply": reply})

    def set_goal(self, key: str, what: str, how: str, due: dt.date) -> None:
        opened = self._start(self._me, key, "goal")
        self._send(opened, self._me, "draft", {"what": what, "how": how, "due": due})

    def agree_goal(self, key: str) -> None:
        self._send(self._of(key), self._as(self._learner.trainer), "agree", {})

    def evaluate_goal(self, key: str, result: str) -> None:
        nl = self._learner.person.language == "nl"
        lookback = "Teruggekeken met mijn opleider." if nl else "Looked back with my trainer."
        answers = {"result": result, "lookback": lookback}
        self._send(self._of(key), self._me, "evaluate", answers)

    def log_shift(
        self, key: str, on: dt.date, shift: str, hours: float, supervision: int, learned: str
    ) -> None:
        place = {"encounter_date": on, "place": "Huisartsenpost"}
        opened = self._start(self._me, key, "shift", place)
        answers: dict[str, Any] = {"shift": shift, "hours": hours, "supervision": supervision}
        if learned:
            answers["learned"] = learned
        self._send(opened, self._me, "log", answers)

    def approve_shifts(self, keys: tuple[str, ...]) -> None:
        records = [
            {"record_id": self._opened[key].record_id, "stage": "approve"}
            for key in keys
            if key in self._opened
        ]
        self._do(
            self._as(self._learner.trainer),
            portfolio.APPROVE_MANY,
            use_cases.approve_many,
            records=records,
        )

    def state_competence(self, key: str) -> None:
        """The head of programme issues the statement for out-of-hours shifts."""
        head = self._as(self._head, assurance="code")
        opened = self._start(head, key, "competence-statement")
        today = self._clock.now.date()
        answers = {
            "result": "granted",
            "level": 4,
            "valid_from": today,
            "valid_until": today + dt.timedelta(days=730),
            "rationale": "Ruim voldoende diensten, goedgekeurd door de opleider; de feedback van "
            "triagisten en achterwacht is eensluidend goed.",
            "attest": True,
        }
        self._send(opened, head, "decide", answers)

    def choose(self, choice: str, option: str | list[str], reason: str) -> None:
        self._do(
            self._me,
            portfolio.ADAPT_PLAN,
            use_cases.adapt_plan,
            portfolio_id=self.portfolio_id,
            kind="route",
            requirement=None,
            changes={"choice": choice, "option": option},
            from_on=self._clock.now.date(),
            reason=reason,
        )

    # -- how --------------------------------------------------------------------------------

    def _start(
        self, who: Principal, key: str, form: str, context: dict[str, Any] | None = None
    ) -> Opened:
        reply = self._do(
            who,
            portfolio.START_RECORD,
            use_cases.start_record,
            portfolio_id=self.portfolio_id,
            form_key=form,
            context=context or {"encounter_date": self._clock.now.date()},
            language=self._learner.person.language,
        )
        opened = Opened(record_id=uuid.UUID(reply["record_id"]), form=form)
        self._opened[key] = opened
        return opened

    def _send(
        self,
        opened: Opened,
        who: Principal,
        stage: str,
        answers: dict[str, Any],
        actor_name: str | None = None,
    ) -> None:
        self._do(
            who,
            portfolio.SEND,
            use_cases.send,
            record_id=opened.record_id,
            stage=stage,
            answers=answers,
            actor_name=actor_name or self._name_of(who),
        )

    @property
    def _head(self) -> Person:
        return staff_of(self._learner.person.institution, 1)["head"][0]

    def _name_of(self, who: Principal) -> str | None:
        known = (
            self._learner.person,
            self._learner.trainer,
            self._learner.teacher,
            self._head,
        )
        return next((_name(person) for person in known if person.id == who.person_id), None)


def _name(person: Person) -> str:
    return f"{person.given_name} {person.family_name}"
