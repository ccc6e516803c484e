"""What a row would change, given who is there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.accounts.domain.imports.errors import CellError
from services.accounts.domain.imports.rows import RELATION_COLUMNS, ImportRow
from services.accounts.domain.permissions import ROLES_FOR_RELATION, may_change_identity


@dataclass(frozen=True)
class Known:
    """A person of this institution as the import sees them. `relations` of a learner: the last
    day (None is open) by kind and staff person; `enrolments`: start, cohort and part-time
    percentage by programme."""

    person_id: UUID
    user_name: str
    given_name: str
    family_name: str
    email: str
    language: str
    roles: frozenset[str]
    starts_on: dt.date | None
    ends_on: dt.date | None
    is_home: bool
    relations: Mapping[tuple[str, UUID], dt.date | None] = field(default_factory=dict)
    enrolments: Mapping[str, tuple[dt.date, str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Everything a plan depends on. `people` by lower-case user name and by lower-case e-mail
    address; `elsewhere_names` and `elsewhere_emails` are in use by people of other institutions,
    `joining` maps a user name whose address matches too to that person; `offered` are the titles of
    the programmes somebody can be enrolled in, by key, None where that is not known."""

    by_user_name: Mapping[str, Known]
    by_email: Mapping[str, Known]
    rows_by_name: Mapping[str, ImportRow]
    elsewhere_names: frozenset[str]
    elsewhere_emails: frozenset[str]
    joining: Mapping[str, UUID]
    own_roles: frozenset[str]
    offered: Mapping[str, Sequence[str]] | None
    today: dt.date


@dataclass(frozen=True)
class Planned:
    """The outcome of one row: new, changed, same or error, and the fields that change."""

    row: ImportRow
    outcome: str
    changes: tuple[str, ...]


def plan_row(row: ImportRow, scene: Scene) -> Planned:
    known = scene.by_user_name.get(row.user_name.lower())
    row = row.with_errors(
        [
            *_in_use(row, known, scene),
            *_programme_errors(row, known, scene),
            *_relation_errors(row, scene),
        ]
    )
    changes = _changes(row, known, scene) if known else ()
    if known and {"given_name", "family_name", "language", "email"} & set(changes):
        row = row.with_errors(_identity_errors(known, scene))
    if row.errors:
        return Planned(row, "error", ())
    if known is None:
        return Planned(row, "new", ())
    return Planned(row, "changed" if changes else "same", changes)


def _in_use(row: ImportRow, known: Known | None, scene: Scene) -> list[CellError]:
    errors = []
    name, email = row.user_name.lower(), row.email.lower()
    joins = name in scene.joining
    if known is None and name in scene.elsewhere_names and not joins:
        errors.append(CellError("user_name", "user_name_in_use"))
    owner = scene.by_email.get(email)
    taken_here = owner is not None and (known is None or owner.person_id != known.person_id)
    if taken_here or (email in scene.elsewhere_emails and not joins):
        errors.append(CellError("email", "email_in_use"))
    return errors


def _identity_errors(known: Known, scene: Scene) -> list[CellError]:
    allowed = may_change_identity(scene.own_roles, theirs=known.roles, is_home=known.is_home)
    return [] if allowed else [CellError("email", "not_yours")]


def _programme_errors(row: ImportRow, known: Known | None, scene: Scene) -> list[CellError]:
    """Who follows a programme goes on in it, also when it is no longer offered."""
    if not row.programme or scene.offered is None or row.programme in scene.offered:
        return []
    if known is not None and row.programme in known.enrolments:
        return []
    value = row.programme[:100]
    if not scene.offered:
        return [CellError("programme", "no_programmes", {"value": value})]
    offered = ", ".join(sorted(scene.offered))
    return [CellError("programme", "unknown_programme", {"value": value, "offered": offered})]


def _relation_errors(row: ImportRow, scene: Scene) -> list[CellError]:
    errors = []
    for column, name in row.relations:
        needed = ROLES_FOR_RELATION[RELATION_COLUMNS[column]]
        roles = roles_of(name, scene)
        if name.lower() in (row.user_name.lower(), row.email.lower()):
            errors.append(CellError(column, "own_supervisor"))
        elif roles is None:
            errors.append(CellError(column, "nobody", {"value": name[:100]}))
        elif needed.isdisjoint(roles):
            errors.append(CellError(column, "lacks_role", {"value": name[:100]}))
    return errors


def roles_of(name: str, scene: Scene) -> frozenset[str] | None:
    """The roles somebody has, or will have by this file; None for nobody."""
    known = find(name, scene)
    row = scene.rows_by_name.get(name.lower())
    if known is None and row is None:
        return None
    return (known.roles if known else frozenset()) | frozenset(row.roles if row else ())


def find(name: str, scene: Scene) -> Known | None:
    return scene.by_user_name.get(name.lower()) or scene.by_email.get(name.lower())


def _changes(row: ImportRow, known: Known, scene: Scene) -> tuple[str, ...]:
    # Another institution keeps the names of its people; what a file here calls them is no matter.
    own = ("given_name", "family_name", "language") if known.is_home else ()
    changes = [key for key in own if getattr(row, key) and getattr(row, key) != getattr(known, key)]
    if row.email and row.email.lower() != known.email.lower():
        changes.append("email")
    if set(row.roles) - known.roles:
        changes.append("roles")
    if row.ends_on and row.ends_on != known.ends_on:
        changes.append("ends_on")
    return tuple(changes + _enrolment_changes(row, known) + _relation_changes(row, known, scene))


def _enrolment_changes(row: ImportRow, known: Known) -> list[str]:
    if not row.programme or row.starts_on is None:
        staff_start = row.starts_on and "learner" not in row.roles
        return ["starts_on"] if staff_start and row.starts_on != known.starts_on else []
    enrolled = known.enrolments.get(row.programme)
    if enrolled is None:
        return ["programme"]
    wanted = (row.starts_on, row.cohort or enrolled[1], row.part_time or enrolled[2])
    keys = ("starts_on", "cohort", "part_time")
    return [key for key, old, new in zip(keys, enrolled, wanted, strict=True) if old != new]


def _relation_changes(row: ImportRow, known: Known, scene: Scene) -> list[str]:
    changed = []
    for column, name in row.relations:
        if column not in changed and not is_related(row, known, column, find(name, scene), scene):
            changed.append(column)
    return changed


def is_related(
    row: ImportRow, known: Known, column: str, staff: Known | None, scene: Scene
) -> bool:
    """Whether the relation a row asks for is there. One that ended before the row's start date
    is another one; a file never opens again what was ended later."""
    key = (RELATION_COLUMNS[column], staff.person_id) if staff else None
    if key is None or key not in known.relations:
        return False
    ends_on = known.relations[key]
    return ends_on is None or ends_on >= (row.starts_on or scene.today)
