"""Carrying out what an import planned, with the same use cases an administrator's hand uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from services.accounts.domain.imports.plan import Known, Planned, Scene, find, is_related
from services.accounts.domain.imports.rows import RELATION_COLUMNS, ImportRow
from services.accounts.queries import access
from services.accounts.queries.import_scene import scene
from services.accounts.use_cases import memberships, people, relations


def carry_out(tx: Transaction, planned: Sequence[Planned], before: Scene) -> None:
    """People first, then relations: a trainer may stand below their learner."""
    acting = [one for one in planned if one.outcome != "same"]
    for one in acting:
        known = before.by_user_name.get(one.row.user_name.lower())
        if known is None:
            _create(tx, one.row)
        else:
            _change(tx, one, known)
    tx.session.flush()
    _relate(tx, [one.row for one in acting if one.row.relations])


def _create(tx: Transaction, row: ImportRow) -> None:
    is_learner = "learner" in row.roles
    made = people.create_person(
        tx,
        given_name=row.given_name,
        family_name=row.family_name,
        user_name=row.user_name,
        email=row.email,
        roles=row.roles,
        language=row.language or "nl",
        # A learner's start date is that of the programme; the account opens at once.
        starts_on=None if is_learner else row.starts_on,
        ends_on=row.ends_on,
    )
    _enrol(tx, row, made["person"]["person_id"], None)


def _change(tx: Transaction, one: Planned, known: Known) -> None:
    row = one.row
    person, membership = access.member(tx, known.person_id, lock=True)
    identity = [key for key in (*people.IDENTITY, "language") if key in one.changes]
    people.put_identity(tx, person, membership, {key: getattr(row, key) for key in identity})
    wanted: dict[str, Any] = {"roles": sorted({*membership.roles, *row.roles})}
    days = [key for key in ("starts_on", "ends_on") if key in one.changes]
    if "learner" in row.roles:
        days = [key for key in days if key == "ends_on"]
    memberships.change(tx, membership, wanted | {key: getattr(row, key) for key in days})
    tx.audit("person.change", object_kind="person", object_id=person.id, subject_id=person.id)
    _enrol(tx, row, person.id, known)


def _enrol(tx: Transaction, row: ImportRow, person_id: UUID, known: Known | None) -> None:
    """Empty cells keep what is there."""
    if row.programme is None or row.starts_on is None:
        return
    there = known.enrolments.get(row.programme) if known else None
    relations.enrol(
        tx,
        person_id=person_id,
        programme_key=row.programme,
        starts_on=row.starts_on,
        cohort=row.cohort or (there[1] if there else ""),
        part_time=row.part_time or (there[2] if there else 100),
    )


def _relate(tx: Transaction, rows: Sequence[ImportRow]) -> None:
    """By now everybody the file names has an account."""
    after = scene(tx, rows)
    for row in rows:
        learner = after.by_user_name[row.user_name.lower()]
        for column, name in row.relations:
            staff = find(name, after)
            if staff is None or is_related(row, learner, column, staff, after):
                continue
            relations.relate(
                tx,
                kind=RELATION_COLUMNS[column],
                person_id=staff.person_id,
                learner_id=learner.person_id,
                starts_on=row.starts_on or after.today,
                place=row.place,
            )
