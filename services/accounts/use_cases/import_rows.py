"""Carrying out what an import planned, by the rules an administrator's hand is held to.

Hundreds of rows must fit in the deadline of a call, so newcomers, relations and locks go in bulk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from services.accounts.domain.imports.plan import Known, Planned, Scene, find, is_related
from services.accounts.domain.imports.rows import RELATION_COLUMNS, ImportRow
from services.accounts.queries import access
from services.accounts.queries.import_scene import scene
from services.accounts.tables import Credential, Enrolment, Membership, Person, Relation
from services.accounts.use_cases import memberships, newcomers, people, relations


def carry_out(tx: Transaction, planned: Sequence[Planned], before: Scene) -> None:
    """People first, then relations: a trainer may stand below their learner."""
    acting = [one for one in planned if one.outcome != "same"]
    known = {one.row.number: before.by_user_name.get(one.row.user_name.lower()) for one in acting}
    new = [one.row for one in acting if known[one.row.number] is None]
    alone = [row for row in new if _stands_alone(row, before)]
    newcomers.bring_in(tx, [row for row in new if row not in alone])
    for row in alone:
        _create(tx, row)
    changing = [(one, there) for one in acting if (there := known[one.row.number]) is not None]
    _change_all(tx, changing)
    tx.session.flush()
    _relate(tx, [one.row for one in acting if one.row.relations])


def _stands_alone(row: ImportRow, before: Scene) -> bool:
    """Somebody of another institution who joins, and roles that reach beyond this one."""
    return row.user_name.lower() in before.joining or "national_admin" in row.roles


def _create(tx: Transaction, row: ImportRow) -> None:
    made = people.create_person(
        tx,
        given_name=row.given_name,
        family_name=row.family_name,
        user_name=row.user_name,
        email=row.email,
        roles=row.roles,
        language=row.language or "nl",
        starts_on=newcomers.first_day(row),
        ends_on=row.ends_on,
    )
    _, membership = access.member(tx, made["person"]["person_id"], lock=True)
    _enrol(tx, row, membership, None)


def _change_all(tx: Transaction, changing: Sequence[tuple[Planned, Known]]) -> None:
    """Everybody who changes is locked at once, in one order, with their enrolments."""
    ids = [known.person_id for _, known in changing]
    people_here = access.members(tx, ids)
    enrolled = {
        (one.person_id, one.programme_key): one
        for one in tx.session.scalars(sa.select(Enrolment).where(Enrolment.person_id.in_(ids)))
    }
    # Held, so that what is told about each person finds the credential without asking again.
    held = tx.session.scalars(sa.select(Credential).where(Credential.person_id.in_(ids))).all()
    assert len(held) == len(ids)
    for one, known in changing:
        person, membership = people_here[known.person_id]
        _change(tx, one, person, membership)
        there = enrolled.get((person.id, one.row.programme or ""))
        _enrol(tx, one.row, membership, there)


def _change(tx: Transaction, one: Planned, person: Person, membership: Membership) -> None:
    row = one.row
    identity = [key for key in (*people.IDENTITY, "language") if key in one.changes]
    people.put_identity(tx, person, membership, {key: getattr(row, key) for key in identity})
    wanted: dict[str, Any] = {"roles": sorted({*membership.roles, *row.roles})}
    days = [key for key in ("starts_on", "ends_on") if key in one.changes]
    if "learner" in row.roles:
        days = [key for key in days if key == "ends_on"]
    memberships.change(tx, membership, wanted | {key: getattr(row, key) for key in days})
    access.audit(
        tx, "person.change", object_kind="person", object_id=person.id, subject_id=person.id
    )


def _enrol(
    tx: Transaction, row: ImportRow, membership: Membership, there: Enrolment | None
) -> None:
    """Empty cells keep what is there."""
    if row.programme is None or row.starts_on is None:
        return
    wanted = {
        "starts_on": row.starts_on,
        "cohort": (row.cohort or (there.cohort if there else "")).strip(),
        "part_time": row.part_time or (there.part_time if there else 100),
    }
    relations.put_enrolment(tx, membership, there, row.programme, wanted)


def _relate(tx: Transaction, rows: Sequence[ImportRow]) -> None:
    """By now everybody the file names has an account, and the plan has judged their roles."""
    if not rows:
        return
    after = scene(tx, rows, None)
    wanted: dict[tuple[str, UUID, UUID], Relation] = {}
    for row in rows:
        learner = after.by_user_name[row.user_name.lower()]
        for column, name in row.relations:
            staff = find(name, after)
            if staff is None or is_related(row, learner, column, staff, after):
                continue
            kind = RELATION_COLUMNS[column]
            wanted[kind, staff.person_id, learner.person_id] = Relation(
                id=tx.new_id(),
                institution_id=access.institution_id(tx),
                kind=kind,
                person_id=staff.person_id,
                learner_id=learner.person_id,
                starts_on=row.starts_on or after.today,
                place=row.place.strip(),
                version=1,
            )
    newcomers.relate_all(tx, list(wanted.values()))
