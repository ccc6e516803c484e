"""Raters that were named in a form become people with a request, once the choice stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from libs.formengine.items import Person, Repeat
from libs.formengine.records.state import FILLABLE

from ..domain.addresses import address_hash, address_hint
from ..domain.starting import roles_held
from ..queries.pointing import pointing_items
from ..queries.raters import may_ask
from ..tables import Participant
from .following import store
from .running import Running, as_engine
from .starting import is_member, new_participant


def let_in_named(running: Running) -> None:
    """Everybody who was named for a role whose stage is open now takes part in it.

    Where somebody has to agree with the choice, this happens in the step that opens the stage: what
    is named afterwards was agreed with by nobody. People who are there already stay as they are.
    """
    definition = running.definition
    for role in definition.roles.values():
        if role.who != "invited" or not _is_named(definition, role.key):
            continue
        if _stands(running, role):
            _let_in(running, role)


def _is_named(definition: formengine.Definition, role: str) -> bool:
    for item in definition.all_items():
        inner = item.items if isinstance(item, Repeat) else (item,)
        if any(isinstance(one, Person) and one.role == role for one in inner):
            return True
    return False


def _stands(running: Running, role: formengine.Role) -> bool:
    for stage in running.definition.stages:
        if role.key in stage.by and running.after.stages[stage.id].status in FILLABLE:
            was_open = running.before.stages[stage.id].status in FILLABLE
            return not (was_open and role.approve_by)
    return False


def _let_in(running: Running, role: formengine.Role) -> None:
    known = {key for one in running.people.values() if one.role == role.key for key in _keys(one)}
    for named in _named(running, role.key):
        newcomer = _newcomer(running, role, named)
        if newcomer is None or known & _keys(newcomer):
            continue
        known |= _keys(newcomer)
        add(running, newcomer)


def _named(running: Running, role: str) -> Iterator[formengine.Named]:
    for one in running.contributions():
        if one.state == "sent":
            items = pointing_items(running.definition.fillable(one.stage, one.role))
            yield from (
                each for each in formengine.mentions(items, one.answers).people if each.role == role
            )


def _newcomer(
    running: Running, role: formengine.Role, named: formengine.Named
) -> Participant | None:
    """The participant somebody named would be; nobody for the learner or half an address."""
    record = running.record
    if named.person_id:
        person_id = UUID(named.person_id)
        if person_id == record.learner_id or not is_member(running.tx, person_id):
            return None
        return new_participant(
            running.tx, record, role.key, person_id=person_id, group=_group(role, named.group)
        )
    if not named.email:
        return None
    hashed = address_hash(named.email)
    if hashed == record.learner_email_hash:
        return None
    return new_participant(
        running.tx,
        record,
        role.key,
        group=_group(role, named.group),
        name=named.name,
        email=named.email,
        email_hash=hashed,
    )


def _group(role: formengine.Role, group: str | None) -> str | None:
    known = [one.key for one in role.groups]
    return group if group in known else (known[0] if known else None)


def _keys(one: Participant) -> set[str]:
    return {str(key) for key in (one.person_id, one.email_hash) if key}


def add(running: Running, newcomer: Participant) -> None:
    """One more rater; the engine refuses what the form does not allow. Raises NotNow."""
    running.move(
        lambda state: formengine.add_participant(
            running.definition, state, as_engine(newcomer), running.tx.now
        )
    )
    running.add(newcomer)
    running.tx.session.flush()


def ask_rater(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    assessor: Mapping[str, Any],
    message: str = "",
) -> dict[str, Any]:
    """Ask one more person into a round that is open -> {sent_to}.

    By whoever agrees with the choice where the form asks for that, else by the learner. Raises
    NotFound, Forbidden, NotNow, OwnAddress, InvalidRequest.
    """
    running = Running.of_caller(tx, record_id)
    role = _role_of(running, stage)
    held = {one.role for one in running.own}
    held |= roles_held(running.definition, running.access, tx.principal.roles)
    if not may_ask(running.definition, role.key, frozenset(held)):
        raise Forbidden()
    newcomer = _checked(running, role, assessor)
    if any(
        one.role == role.key and _keys(one) & _keys(newcomer) for one in running.people.values()
    ):
        raise contract.NotNow(code="already_takes_part")
    add(running, newcomer)
    store(running, message=message)
    tx.audit(
        "round.ask",
        object_kind="record",
        object_id=record_id,
        subject_id=running.record.learner_id,
        basis=running.access,
    )
    return {"sent_to": address_hint(newcomer.email) or newcomer.name or ""}


def _role_of(running: Running, stage: str) -> formengine.Role:
    if stage not in running.definition.by_stage:
        raise NotFound()
    if running.after.stages[stage].status not in FILLABLE:
        raise contract.NotNow(code="round_is_over")
    for key in running.definition.stage(stage).by:
        role = running.definition.roles[key]
        if role.who == "invited":
            return role
    raise NotFound()


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
    newcomer = _newcomer(running, role, named)
    if newcomer is None:
        is_learner = person_id in (None, running.record.learner_id)
        raise contract.OwnAddress() if is_learner else NotFound()
    return newcomer
