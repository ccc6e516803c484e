"""Who may see and change what in one portfolio's files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

STAFF = frozenset({"head", "secretary", "committee"})
INSTITUTE_WRITERS = frozenset({"head", "secretary"})
HIDDEN_RECORD = "draft"


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
    """Where a file is or would be: the folder's kind, and the record it belongs to, if any.

    `record_state` is None while portfolio has not told of the record yet.
    """

    folder_kind: str
    record_id: UUID | None = None
    record_state: str | None = None
    uploaded_by: UUID | None = None


def may_see_file(viewer: Viewer, place: Place) -> bool:
    """Whether the file may be listed and read.

    A file of a record that was not sent yet is its owner's and its uploader's only.
    """
    if viewer.owns or (viewer.person_id is not None and viewer.person_id == place.uploaded_by):
        return True
    if place.record_id is not None:
        if place.record_state in (None, HIDDEN_RECORD):
            return False
        return viewer.sees_portfolio or place.record_id in viewer.record_ids
    return viewer.sees_portfolio


def may_add_file(viewer: Viewer, place: Place) -> bool:
    """Whether a file may be uploaded there.

    `own` is the learner's; `forms` takes files of a record from whoever may fill it; `reports`
    takes what a service made for someone who sees the portfolio; `institute` is the programme's.
    """
    if place.folder_kind == "own":
        return viewer.owns and not viewer.is_service
    if place.folder_kind == "reports":
        return viewer.is_service and viewer.sees_portfolio
    if place.folder_kind == "forms":
        if viewer.is_link or not viewer.sees_portfolio:
            return place.record_id in viewer.record_ids
        return place.record_id is not None
    return not viewer.is_service and not INSTITUTE_WRITERS.isdisjoint(viewer.roles)


def may_change_file(viewer: Viewer, place: Place) -> bool:
    """Whether the file may be renamed, moved or deleted: never once its form was sent."""
    if place.folder_kind == "institute":
        return not INSTITUTE_WRITERS.isdisjoint(viewer.roles)
    if place.record_id is not None and place.record_state not in (None, HIDDEN_RECORD):
        return False
    return viewer.owns
