"""Who may see and change what in one portfolio's files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

STAFF = frozenset({"head", "secretary", "committee"})
INSTITUTE_WRITERS = frozenset({"head", "secretary"})


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """What one principal is to one portfolio, today.

    `record_ids` are the records they were invited to; an external assessor has exactly one and
    `is_link` set. `is_service` marks work another service does for that person.
    """

    person_id: UUID | None
    owns: bool = False
    related: bool = False
    roles: frozenset[str] = frozenset()
    record_ids: frozenset[UUID] = frozenset()
    is_link: bool = False
    is_service: bool = False

    @property
    def sees_portfolio(self) -> bool:
        """The owner, staff with a relation to the learner, and the offices of the institution."""
        return self.owns or self.related or not STAFF.isdisjoint(self.roles)

    @property
    def sees_anything(self) -> bool:
        return self.sees_portfolio or bool(self.record_ids)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a file is or would be: the folder's kind, and the record it belongs to, if any."""

    folder_kind: str
    record_id: UUID | None = None
    uploaded_by: UUID | None = None


def may_see_file(viewer: Viewer, place: Place) -> bool:
    """Whether the file may be listed and read.

    A report holds what whoever had it made may read, so it is theirs alone while they see the
    portfolio. A file of a record is here its uploader's only: whether others, the learner among
    them, may read the answer it stands in, and when, is portfolio's to say, and they get at it
    that way.
    """
    if place.folder_kind == "reports":
        return viewer.sees_portfolio and _is_theirs(viewer, place)
    if _is_theirs(viewer, place):
        return True
    return viewer.sees_portfolio and place.record_id is None


def _is_theirs(viewer: Viewer, place: Place) -> bool:
    return viewer.person_id is not None and viewer.person_id == place.uploaded_by


def may_add_file(viewer: Viewer, place: Place) -> bool:
    """Whether a file may be uploaded there.

    `own` is the learner's; `reports` takes what a service made for someone who sees the portfolio;
    `institute` is the programme's. What goes into `forms` comes by way of portfolio.
    """
    if place.folder_kind == "own":
        return viewer.owns and not viewer.is_service
    if place.folder_kind == "reports":
        return viewer.is_service and viewer.sees_portfolio
    if place.folder_kind == "forms":
        return False
    return not viewer.is_service and not INSTITUTE_WRITERS.isdisjoint(viewer.roles)


def may_change_file(viewer: Viewer, place: Place) -> bool:
    """Whether the file may be renamed, moved or deleted; never one of a record, whose answers
    point at it. A report is whose it was made for, also in somebody else's portfolio."""
    if place.folder_kind == "reports":
        return may_see_file(viewer, place)
    if place.folder_kind == "institute":
        return not INSTITUTE_WRITERS.isdisjoint(viewer.roles)
    return viewer.owns and place.record_id is None
