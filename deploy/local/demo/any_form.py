"""A writer for stories that name form, stage and answers themselves: any form of the library."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from sqlalchemy import String, cast, select

from deploy.local.demo.people import Person
from deploy.local.demo.story import Opened
from deploy.local.demo.writer import Writer
from libs.chassis.principal import Principal
from libs.chassis.tables import timers
from libs.chassis.transaction import Timer, Transaction
from libs.contracts import portfolio
from services.portfolio import use_cases
from services.portfolio.clients import with_definitions
from services.portfolio.tables import Goal, Request
from services.portfolio.use_cases.following import WAKE

EXTERNAL = tuple[str, str, str]
WAITING = ("open", "seen", "started")


class AnyForm(Writer):
    """As `Writer`, for moments of any form. `who` is learner, trainer, teacher or head."""

    def begin(self, key: str, form: str, who: str, stage: str, answers: dict[str, Any]) -> None:
        """Somebody starts a record and sends its first stage."""
        actor = self._actor(who)
        opened = self._start(actor, key, form)
        self._send(opened, actor, stage, answers)

    def go_on(self, key: str, who: str, stage: str, answers: dict[str, Any]) -> None:
        """A further stage of a record that was started or asked for."""
        self._send(self._of(key), self._actor(who), stage, answers)

    def request(
        self,
        key: str,
        form: str,
        assessor: EXTERNAL | None,
        seen_on: dt.date,
        answers: dict[str, Any],
        message: str,
    ) -> None:
        """Ask somebody from outside, or the trainer, to fill the next stage."""
        trainer = self._learner.trainer
        wanted: dict[str, Any] = {"person_id": trainer.id}
        if assessor is not None:
            wanted = dict(zip(("name", "email", "role_title"), assessor, strict=True))
        reply = self._ask(form, wanted, seen_on, answers, message=message)
        self._opened[key] = Opened(
            record_id=uuid.UUID(reply["record_id"]),
            form=form,
            assessor=self._as(trainer) if assessor is None else self._by_link(reply),
            assessor_name=assessor[0] if assessor else self._name_of(self._as(trainer)),
        )

    def answer(self, key: str, stage: str, answers: dict[str, Any]) -> None:
        """The one who was asked answers."""
        opened = self._of(key)
        assert opened.assessor is not None
        self._send(opened, opened.assessor, stage, answers, actor_name=opened.assessor_name)
        self._feedback.append(opened.record_id)

    def let_pass(self, key: str) -> None:
        """Nobody answered in time: the clock of portfolio looks at the record."""
        self._wake(self._of(key).record_id)

    def catch_up(self) -> None:
        """What was due before now and the story did not come back to (an answer that the rules no
        longer allowed) is over since then, and not since the demo was loaded."""
        until = self._clock.now
        first_due = partial(self._first_due, until)
        while due := self._lot.run(self._of_portfolio(), first_due):
            record_id, self._clock.now = due
            self._wake(record_id)

    def _first_due(
        self, until: dt.datetime, tx: Transaction
    ) -> tuple[uuid.UUID, dt.datetime] | None:
        """Take the first due timer of a record in which somebody is still asked."""
        asked = select(cast(Request.record_id, String)).where(
            Request.portfolio_id == self.portfolio_id, Request.state.in_(WAITING)
        )
        first = (
            select(timers.c.key, timers.c.due_at)
            .where(timers.c.kind == WAKE, timers.c.due_at <= until, timers.c.key.in_(asked))
            .order_by(timers.c.due_at)
            .limit(1)
        )
        found = tx.session.execute(first).first()
        if found is None:
            return None
        tx.unschedule(WAKE, found.key)
        return uuid.UUID(found.key), found.due_at

    def _wake(self, record_id: uuid.UUID) -> None:
        who, home = self._of_portfolio(), self._learner.person.institution
        payload = {"record_id": str(record_id)}
        due = (str(record_id), self._clock.now, payload, home.id, home.network_id)
        timer = Timer(WAKE, *due, tries=0)
        with_definitions(
            self._database,
            self._client,
            who,
            lambda: self._lot.run(who, lambda tx: use_cases.wake_record(tx, timer)),
        )

    def _of_portfolio(self) -> Principal:
        home = self._learner.person.institution
        return Principal(
            kind="service", issuer="portfolio", institution_id=home.id, network_id=home.network_id
        )

    def link_feedback(self, goal: str) -> None:
        """Link the latest feedback to a goal; nothing where there is none yet."""
        known = select(Goal.id).where(Goal.record_id == self._of(goal).record_id)
        goal_id = self._lot.run(self._me, lambda tx: tx.session.scalars(known).first())
        if goal_id is not None and self._feedback:
            self._do(
                self._me,
                portfolio.LINK_TO_GOAL,
                use_cases.link_to_goal,
                goal_id=goal_id,
                record_id=self._feedback[-1],
            )

    def ask_group(
        self, key: str, form: str, peers: tuple[Person, ...], answers: dict[str, Any]
    ) -> None:
        """Open a round: the first is asked with the record, the others into it."""
        record_id: uuid.UUID | None = None
        for peer in peers:
            given = {} if record_id else answers
            today = self._clock.now.date()
            wanted = {"person_id": peer.id}
            reply = self._ask(form, wanted, today, given, record_id=record_id)
            record_id = uuid.UUID(reply["record_id"])
        assert record_id is not None
        self._opened[key] = Opened(record_id=record_id, form=form)

    def tell(self, key: str, peer: Person, stage: str, answers: dict[str, Any]) -> None:
        """One of the group answers."""
        self._send(self._of(key), self._as(peer), stage, answers)

    def close_round(self, key: str, who: str, stage: str) -> None:
        self._do(
            self._actor(who),
            portfolio.CLOSE_ROUND,
            use_cases.close_round,
            record_id=self._of(key).record_id,
            stage=stage,
        )

    def _ask(
        self,
        form: str,
        assessor: dict[str, Any],
        seen_on: dt.date,
        answers: dict[str, Any],
        **more: Any,
    ) -> dict[str, Any]:
        return self._do(
            self._me,
            portfolio.ASK_FEEDBACK,
            use_cases.ask_feedback,
            portfolio_id=self.portfolio_id,
            form_key=form,
            assessor=assessor,
            context={"encounter_date": seen_on},
            answers=answers,
            language=self._learner.person.language,
            again=True,
            **more,
        )

    def _actor(self, who: str) -> Principal:
        """Deciding asks for a second proof, as the pages do."""
        learner = self._learner
        if who == "head":
            return self._as(self._head, assurance="code")
        people = {"learner": learner.person, "trainer": learner.trainer, "teacher": learner.teacher}
        return self._as(people[who])
