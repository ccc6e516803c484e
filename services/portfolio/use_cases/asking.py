"""Asking somebody for feedback, reminding them, taking the request back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import InvalidRequest, NotFound, TooManyRequests
from libs.formengine import Definition, Role

from ..domain.acting import actor
from ..domain.addresses import address_hash, address_hint
from ..domain.requests import WAITING, is_waiting, may_remind
from ..queries import shapes
from ..queries.access import own_portfolio
from ..queries.requests import joined
from ..tables import Participant, Portfolio, Record, Request
from . import answers as answering
from . import emitting
from .following import store, tell_request
from .running import Running, as_engine
from .starting import is_member, new_participant, new_record, offered_form, people_of


def ask_feedback(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    form_key: str,
    context: Mapping[str, Any],
    assessor: Mapping[str, Any] | None = None,
    on_device: bool = False,
    dossier_key: str | None = None,
    answers: Mapping[str, Any] | None = None,
    message: str = "",
    language: str = "nl",
    again: bool = False,
    record_id: UUID | None = None,
) -> dict[str, Any]:
    """Ask one person to fill a form about the caller; with `record_id` one more for that record;
    `on_device` somebody who is there and fills in on the caller's device.

    Raises NotFound, FormNotOffered, OwnAddress, AlreadyAsked, AnswersIncomplete, NotNow.
    """
    portfolio = own_portfolio(tx, portfolio_id)
    offer, definition, dossier = offered_form(
        tx, portfolio, form_key, dossier_key, is_running=record_id is not None
    )
    role = _invited(definition)
    if on_device:
        assessor = _nobody_yet(role)
    assessor = assessor or {}
    email_hash = None if on_device else _checked_assessor(tx, portfolio, role, assessor)
    if not again and not on_device:
        _refuse_twice(tx, portfolio, form_key, assessor.get("person_id"), email_hash)
    if record_id is not None:
        running = Running.of_caller(tx, record_id)
        if running.record.portfolio_id != portfolio_id or running.record.form_key != form_key:
            raise NotFound()
        record = running.record
        if _invited(running.definition).approve_by:
            raise contract.NotNow(code="approval_needed")
        asked = _assessor(tx, record, _invited(running.definition), assessor, email_hash)
        _let_in(running, asked)
    else:
        record = new_record(
            tx,
            portfolio,
            offer,
            definition,
            dossier_key=dossier,
            context=context,
            language=language,
            started_by=portfolio.learner_id,
        )
        asked = _assessor(tx, record, role, assessor, email_hash)
        asked.on_device = on_device
        running = begin(tx, record, definition, [*people_of(tx, record, definition), asked])
        _send_question(running, answers or {})
    store(running, message=message)
    tx.audit(
        "feedback.ask",
        object_kind="record",
        object_id=record.id,
        subject_id=record.learner_id,
        basis="owner",
    )
    return {
        "record_id": record.id,
        "request_id": None if on_device else _request_id(tx, record.id, asked.id),
        "sent_to": address_hint(asked.email) or asked.name or "",
    }


def _assessor(
    tx: Transaction,
    record: Record,
    role: Role,
    assessor: Mapping[str, Any],
    email_hash: str | None,
) -> Participant:
    return new_participant(
        tx,
        record,
        role.key,
        person_id=assessor.get("person_id"),
        group=_group(role, assessor.get("group")),
        name=assessor.get("name"),
        role_title=assessor.get("role_title"),
        email=_address(assessor),
        email_hash=email_hash,
    )


def _nobody_yet(role: Role) -> dict[str, Any]:
    """Whoever fills in on the learner's device says there who they are."""
    if "device" not in role.auth:
        raise contract.NotNow(code="not_on_device")
    return {}


def _group(role: Role, wanted: str | None) -> str | None:
    known = [one.key for one in role.groups]
    return wanted if wanted in known else (known[0] if known else None)


def _let_in(running: Running, asked: Participant) -> None:
    """One more rater for a record that runs; the engine refuses what the form does not allow."""
    running.move(
        lambda state: formengine.add_participant(
            running.definition, state, as_engine(asked), running.tx.now
        )
    )
    running.add(asked)
    running.tx.session.flush()


def begin(
    tx: Transaction,
    record: Record,
    definition: Definition,
    people: list[Participant],
    unasked: bool = False,
) -> Running:
    """Store a new record with its people and let the engine start it."""
    own = [one for one in people if _is_caller(tx, one)]
    running = Running.of_new(tx, record, definition, people, own, unasked)
    record.progress = running.after.to_json()
    tx.session.add(record)
    tx.session.flush()
    tx.session.add_all(people)
    tx.session.flush()
    return running


def _is_caller(tx: Transaction, one: Participant) -> bool:
    return one.person_id is not None and one.person_id == tx.principal.person_id


def _invited(definition: Definition) -> Role:
    """Whom the form asks: the role it cannot do without comes first."""
    for role in sorted(definition.roles.values(), key=lambda one: one.min == 0):
        if role.who == "invited":
            return role
    raise contract.FormNotOffered(form_key=definition.key)


def _checked_assessor(
    tx: Transaction, portfolio: Portfolio, role: Role, assessor: Mapping[str, Any]
) -> str | None:
    """The hash of the assessor's address, None for an account holder. Refuses the learner."""
    person_id, email = assessor.get("person_id"), _address(assessor)
    if (person_id is None) == (email is None):
        raise InvalidRequest(errors={"assessor": ["an account or an e-mail address"]})
    if person_id is not None:
        if person_id == portfolio.learner_id:
            raise contract.OwnAddress()
        if not is_member(tx, person_id):
            raise NotFound()
        return None
    if not role.external or "link" not in role.auth:
        raise contract.NotNow(code="account_needed", role=role.key)
    hashed = address_hash(email or "")
    if hashed == tx.principal.email_hash:
        raise contract.OwnAddress()
    return hashed


def _address(assessor: Mapping[str, Any]) -> str | None:
    given = assessor.get("email")
    return given.strip() if given and not assessor.get("person_id") else None


def _refuse_twice(
    tx: Transaction,
    portfolio: Portfolio,
    form_key: str,
    person_id: UUID | None,
    email_hash: str | None,
) -> None:
    query = (
        select(Request)
        .join(Participant, Participant.id == Request.participant_id)
        .where(
            Request.portfolio_id == portfolio.id,
            Request.form_key == form_key,
            Request.state.in_(sorted(WAITING)),
            or_(
                Participant.person_id == person_id if person_id else False,
                Participant.email_hash == email_hash if email_hash else False,
            ),
        )
        .order_by(Request.asked_at.desc())
        .limit(1)
    )
    known = tx.session.scalars(query).one_or_none()
    if known is not None:
        raise contract.AlreadyAsked(request_id=known.id, asked_at=known.asked_at)


def _send_question(running: Running, answers: Mapping[str, Any]) -> None:
    """The learner's own first part goes with the request."""
    definition, learner = running.definition, running.learner_participates_as()
    first = definition.stages[0]
    if learner is None or learner.role not in first.by:
        return
    found = answering.complete_or_refuse(running, first.id, learner, answers)
    running.act("send", learner, first.id, answers=found.answers)
    who = actor(
        kind="person",
        person_id=learner.person_id,
        assurance=running.tx.principal.assurance,
        name=None,
        role_title=None,
        email=None,
        network_address=None,
        link_request_id=None,
        answers=found.answers,
    )
    sent = answering.write_contribution(running, first.id, learner, found, who)
    emitting.emit_facts(running, sent)
    running.tx.session.flush()
    answering.add_history(running.tx, sent, "sent")


def _request_id(tx: Transaction, record_id: UUID, participant_id: UUID) -> UUID:
    tx.session.flush()
    query = select(Request.id).where(
        Request.record_id == record_id, Request.participant_id == participant_id
    )
    found = tx.session.scalars(query).first()
    if found is None:
        # The question itself has to be finished before anybody can be asked.
        raise contract.NotNow(code="question_unfinished")
    return found


def remind(tx: Transaction, *, request_id: UUID) -> dict[str, Any]:
    """Remind somebody now, at most once a day. Raises TooManyRequests, NotNow, NotFound."""
    request, running = _own_request(tx, request_id)
    if not is_waiting(request.state):
        raise contract.NotNow(code=f"request_{request.state}")
    if not may_remind(request.reminded_at, request.asked_at, tx.now):
        raise TooManyRequests()
    request.reminders += 1
    request.reminded_at = tx.now
    tell_request(tx, request, running)
    return _told(tx, request, running, "request.remind")


def withdraw_request(tx: Transaction, *, request_id: UUID) -> dict[str, Any]:
    """Take a request back that nobody answered yet. Raises NotNow, NotFound."""
    request, running = _own_request(tx, request_id)
    if not is_waiting(request.state):
        raise contract.NotNow(code=f"request_{request.state}")
    by_stage = running.answers_by_stage()
    running.move(
        lambda state: formengine.withdraw_request(
            running.definition, state, str(request.participant_id), tx.now, by_stage
        )
    )
    store(running, taken_back=True)
    return _told(tx, request, running, "request.withdraw")


def _own_request(tx: Transaction, request_id: UUID) -> tuple[Request, Running]:
    """A request of the caller's own portfolio, with its record locked. Raises NotFound."""
    request = tx.session.get(Request, request_id)
    if request is None:
        raise NotFound()
    own_portfolio(tx, request.portfolio_id)
    running = Running.of_caller(tx, request.record_id)
    tx.session.refresh(request)
    return request, running


def _told(tx: Transaction, request: Request, running: Running, action: str) -> dict[str, Any]:
    tx.session.flush()
    tx.audit(
        action,
        object_kind="request",
        object_id=request.id,
        subject_id=request.learner_id,
        basis="owner",
    )
    row = tx.session.execute(joined().where(Request.id == request.id)).one()
    return {"request": shapes.request(*row)}
