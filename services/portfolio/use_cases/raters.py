"""Asking further raters into a round that is open, or one more assessor in the place of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound

from ..domain.addresses import address_hint
from ..domain.starting import roles_held
from ..queries.raters import invited_in, may_ask, takes_more
from ..tables import Participant
from .following import store
from .naming import add, keys_of, newcomer_of
from .running import Running


def ask_rater(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    assessor: Mapping[str, Any],
    message: str = "",
) -> dict[str, Any]:
    """Ask one more person into a round or stage that is open -> {sent_to}.

    By whoever `askers` says; who declined may be asked anew. Raises NotFound, Forbidden, NotNow,
    OwnAddress, InvalidRequest.
    """
    running = Running.of_caller(tx, record_id)
    role = _role_of(running, stage)
    held = {one.role for one in running.own}
    held |= roles_held(running.definition, running.access, tx.principal.roles)
    if not may_ask(running.definition, running.definition.stage(stage), frozenset(held)):
        raise Forbidden()
    newcomer = _checked(running, role, assessor)
    if any(
        one.role == role.key and keys_of(one) & keys_of(newcomer)
        for one in running.people.values()
        if not running.has_left(one)
    ):
        raise contract.NotNow(code="already_takes_part")
    add(running, newcomer)
    store(running, message=message)
    tx.audit(
        "round.ask",
        object_kind="record",
        object_id=record_id,
        subject_id=running.record.learner_id,
        basis=running.basis,
    )
    return {"sent_to": address_hint(newcomer.email) or newcomer.name or ""}


def _role_of(running: Running, stage: str) -> formengine.Role:
    if stage not in running.definition.by_stage:
        raise NotFound()
    found = running.definition.stage(stage)
    if not takes_more(running.definition, found, running.after.stages[stage].status):
        raise contract.NotNow(code="round_is_over")
    role = invited_in(running.definition, found)
    if role.who != "invited":
        raise NotFound()
    return role


def _checked(running: Running, role: formengine.Role, assessor: Mapping[str, Any]) -> Participant:
    person_id, email = assessor.get("person_id"), assessor.get("email")
    if (person_id is None) == (email is None):
        raise InvalidRequest(errors={"assessor": ["an account or an e-mail address"]})
    groups = {one.key for one in role.groups}
    if groups and assessor.get("group") not in groups:
        raise InvalidRequest(errors={"group": ["one of the groups of raters"]})
    if email and not role.takes_links:
        raise contract.NotNow(code="account_needed", role=role.key)
    named = formengine.Named(
        item="",
        role=role.key,
        group=assessor.get("group"),
        person_id=str(person_id) if person_id else None,
        name=assessor.get("name"),
        email=email.strip() if email else None,
    )
    newcomer = newcomer_of(running, role, named)
    if newcomer is None:
        is_learner = person_id in (None, running.record.learner_id)
        raise contract.OwnAddress() if is_learner else NotFound()
    return newcomer
