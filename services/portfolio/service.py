"""The front door of the portfolio service: load, delegate, dump."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from libs.chassis.calls import Call
from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.events import on_event
from libs.chassis.looks import look
from libs.chassis.relay import Relay
from libs.chassis.rpc import Rpc, rpc
from libs.chassis.timers import due
from libs.chassis.transaction import Timer
from libs.contracts import accounts, documents, forms
from libs.contracts import portfolio as contract

from . import projections, queries, use_cases
from .clients import Documents, Names, document_of, token_of_door, with_definitions

Request = Mapping[str, Any]
Reply = dict[str, Any]
names = Names()


class PortfolioService:
    """Portfolios, dossiers, records, requests, data points, goals, registrations, decisions."""

    name = "portfolio"
    database = Database(unnamed=queries.answers_in_a_round)
    rpc_client = Rpc()
    relay = Relay()

    def _write(self, call: Call, use_case: Callable[..., Any], request: Request) -> Reply:
        """One transaction; definitions it misses are fetched from forms first."""
        return with_definitions(
            self.database,
            self.rpc_client,
            call.principal,
            lambda: self.database.write(call, use_case, request),
        )

    def _read(self, call: Call, query: Callable[..., Any], request: Request) -> Reply:
        return with_definitions(
            self.database,
            self.rpc_client,
            call.principal,
            lambda: look(self.database, call, query, request),
        )

    def _first(self, call: Call, act: Callable[..., Any], request: Request) -> Reply:
        """A transaction before another service is asked; the reply is kept with the second one."""
        return with_definitions(
            self.database,
            self.rpc_client,
            call.principal,
            lambda: self.database.run(call.principal, lambda tx: act(tx, **request)),
        )

    def _signed(self, call: Call, use_case: Callable[..., Any]) -> Callable[..., Any]:
        """The use case with the caller's name as accounts knows it, asked beforehand."""
        return partial(use_case, account_name=names.name_of(self.rpc_client, call.principal))

    # Reading

    @rpc(contract.HOME)
    def home(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.home, request)

    @rpc(contract.PORTFOLIO_OF)
    def portfolio_of(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.portfolio_of, request)

    @rpc(contract.DOSSIERS)
    def dossiers(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.dossiers, request)

    @rpc(contract.RECORDS)
    def records(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.records, request)

    @rpc(contract.RECORD)
    def record(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.record, request)

    @rpc(contract.WAITING)
    def waiting(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.waiting, request)

    @rpc(contract.ASKED)
    def asked(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.asked, request)

    @rpc(contract.RECENT_ASSESSORS)
    def recent_assessors(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.recent_assessors, request)

    @rpc(contract.AREA_CONTENT)
    def area_content(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.area_content, request)

    @rpc(contract.DATA_POINTS)
    def data_points(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.data_points, request)

    @rpc(contract.GOALS)
    def goals(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.goals, request)

    @rpc(contract.REGISTRATIONS)
    def registrations(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.registrations, request)

    @rpc(contract.DECISIONS)
    def decisions(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.decisions, request)

    @rpc(contract.PLAN)
    def plan(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.plan, request)

    @rpc(contract.NOTES)
    def notes(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.notes, request)

    @rpc(contract.REQUEST_FOR_MAIL)
    def request_for_mail(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.request_for_mail, request)

    @rpc(contract.CHOICES)
    def choices(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.choices, request)

    @rpc(contract.RECORD_FILES)
    def record_files(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.record_files, request)

    # Files in forms: our rows, and between two of our transactions documents' bytes

    @rpc(contract.BEGIN_FILE)
    def begin_file(self, call: Call, request: Request) -> Reply:
        allowed = self._first(call, use_cases.allow_file, request)
        begun = Documents(self.rpc_client, call.principal).begin(allowed, request)
        return self._write(
            call, partial(use_cases.note_file, allowed=allowed, begun=begun), request
        )

    @rpc(contract.FINISH_FILE)
    def finish_file(self, call: Call, request: Request) -> Reply:
        own = self._first(call, use_cases.own_file, request)
        told = Documents(self.rpc_client, call.principal).finish(own, request)
        return self._write(call, partial(use_cases.note_finished, told=told), request)

    @rpc(contract.REMOVE_FILE)
    def remove_file(self, call: Call, request: Request) -> Reply:
        self._first(call, use_cases.removable, request)
        Documents(self.rpc_client, call.principal).remove(request)
        return self._write(call, use_cases.forget_file, request)

    @rpc(contract.RECORD_FILE_LINK)
    def record_file_link(self, call: Call, request: Request) -> Reply:
        self._read(call, use_cases.readable_file, request)
        return Documents(self.rpc_client, call.principal).link(request)

    # Starting, asking, filling

    @rpc(contract.START_RECORD)
    def start_record(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.start_record, request)

    @rpc(contract.ASK_FEEDBACK)
    def ask_feedback(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.ask_feedback, request)

    @rpc(contract.REMIND)
    def remind(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.remind, request)

    @rpc(contract.WITHDRAW_REQUEST)
    def withdraw_request(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.withdraw_request, request)

    @rpc(contract.SAVE_DRAFT)
    def save_draft(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.save_draft, request)

    @rpc(contract.SEND)
    def send(self, call: Call, request: Request) -> Reply:
        return self._write(call, self._signed(call, use_cases.send), request)

    @rpc(contract.SENT_BEFORE)
    def sent_before(self, call: Call, request: Request) -> Reply:
        return self._read(call, queries.sent_before, request)

    @rpc(contract.UNDO_SEND)
    def undo_send(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.undo_send, request)

    @rpc(contract.CORRECT)
    def correct(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.correct, request)

    @rpc(contract.DECLINE)
    def decline(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.decline, request)

    @rpc(contract.RETURN_RECORD)
    def return_record(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.return_record, request)

    @rpc(contract.OBJECT)
    def object(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.object_to, request)

    @rpc(contract.PASS_ON)
    def pass_on(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.pass_on, request)

    @rpc(contract.SEEN)
    def seen(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.seen, request)

    @rpc(contract.WITHDRAW_RECORD)
    def withdraw_record(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.withdraw_record, request)

    @rpc(contract.CANCEL_DRAFT)
    def cancel_draft(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.cancel_draft, request)

    @rpc(contract.APPROVE_MANY)
    def approve_many(self, call: Call, request: Request) -> Reply:
        return self._write(call, self._signed(call, use_cases.approve_many), request)

    @rpc(contract.HAND_OVER)
    def hand_over(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.hand_over, request)

    @rpc(contract.SEND_ON_DEVICE)
    def send_on_device(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.send_on_device, request)

    @rpc(contract.CONFIRM)
    def confirm(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.confirm, request)

    @rpc(contract.ASK_RATER)
    def ask_rater(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.ask_rater, request)

    @rpc(contract.CLOSE_ROUND)
    def close_round(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.close_round, request)

    @rpc(contract.OPEN_ROUND_LINK)
    def open_round_link(self, call: Call, request: Request) -> Reply:
        """The door is kept under its key, the secret is not: asked again it is another secret for
        the same door, and both let in. Raises NotNow once another door has taken its place."""
        door = self._write(call, use_cases.open_round_link, request)
        self._first(call, use_cases.refuse_shut_door, {"participant_id": door["participant_id"]})
        return token_of_door(self.rpc_client, call.principal, request["record_id"], door)

    @rpc(contract.STOP_ROUND_LINK)
    def stop_round_link(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.stop_round_link, request)

    # The learner's plan, goals, the scratchpad

    @rpc(contract.ADAPT_PLAN)
    def adapt_plan(self, call: Call, request: Request) -> Reply:
        return self._write(call, self._signed(call, use_cases.adapt_plan), request)

    @rpc(contract.END_ADAPTATION)
    def end_adaptation(self, call: Call, request: Request) -> Reply:
        return self._write(call, self._signed(call, use_cases.end_adaptation), request)

    @rpc(contract.LINK_TO_GOAL)
    def link_to_goal(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.link_to_goal, request)

    @rpc(contract.UNLINK_FROM_GOAL)
    def unlink_from_goal(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.unlink_from_goal, request)

    @rpc(contract.WRITE_NOTE)
    def write_note(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.write_note, request)

    @rpc(contract.DELETE_NOTE)
    def delete_note(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.delete_note, request)

    @rpc(contract.RESTATE)
    def restate(self, call: Call, request: Request) -> Reply:
        return self._write(call, use_cases.restate, request)

    # Hearing

    @on_event(accounts.LearnerEnrolledV1)
    def learner_enrolled(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.learner_enrolled)

    @on_event(accounts.RelationChangedV1)
    def relation_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.relation_changed)

    @on_event(accounts.MembershipChangedV1)
    def membership_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.membership_changed)

    @on_event(accounts.PersonChangedV1)
    def person_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.person_changed)

    @on_event(accounts.PersonErasedV1)
    def person_erased(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.person_erased)

    @on_event(forms.DefinitionPublishedV1)
    def definition_published(self, delivery: Delivery) -> None:
        document = document_of(self.rpc_client, delivery.event)
        self.database.consume(
            delivery, partial(projections.definition_published, document=document)
        )

    @on_event(forms.DefinitionRetiredV1)
    def definition_retired(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.definition_retired)

    @on_event(documents.FileStoredV1)
    def file_stored(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.file_stored)

    @on_event(documents.FileRefusedV1)
    def file_refused(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.file_refused)

    # The clock

    @due("move_drafts")
    def move_drafts(self, timer: Timer) -> None:
        self.database.fire(timer, use_cases.move_drafts)

    @due("record_wake")
    def record_wake(self, timer: Timer) -> None:
        self.database.fire(timer, use_cases.wake_record)

    @due("unsent_file")
    def unsent_file(self, timer: Timer) -> None:
        self.database.fire(timer, use_cases.forget_unsent)

    @due("open_portfolio")
    def open_portfolio(self, timer: Timer) -> None:
        self.database.fire(timer, projections.retry_enrolment)

    @due("decision_expires")
    def decision_expires(self, timer: Timer) -> None:
        self.database.fire(timer, use_cases.expire_decision)
