"""Erasing a person: a learner's files and folders go, the reports that somebody had made too, and
whoever added other files elsewhere is no longer known there. What is on its way is asked for again
until it has come to rest."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Timer, Transaction
from services.documents.tables import (
    File,
    Folder,
    Invitation,
    Membership,
    Portfolio,
    Record,
    Relation,
    Upload,
)
from services.documents.use_cases import tree
from services.documents.use_cases.uploads import EXPIRE

ERASE = "erase_person"
WHILE_UNDER_WAY = dt.timedelta(minutes=1)
NOBODY = UUID(int=0)


def erase_person(tx: Transaction, person_id: UUID) -> None:
    """Erase what is held of a person in the institution at hand; saying it twice is harmless."""
    left, reports_left = _has_under_way(tx, person_id), _has_reports_under_way(tx, person_id)
    if left or reports_left:
        tx.schedule(ERASE, person_id, tx.now + WHILE_UNDER_WAY)
    if not left:
        _remove_portfolios(tx, person_id)
    _forget_uploader(tx, person_id)
    for table in (Membership, Invitation):
        tx.session.execute(sa.delete(table).where(table.person_id == person_id))
    tx.session.execute(
        sa.delete(Relation).where(
            sa.or_(Relation.person_id == person_id, Relation.learner_id == person_id)
        )
    )
    tx.audit(
        "person.erase",
        object_kind="person",
        object_id=person_id,
        subject_id=person_id,
        basis="accounts.person_erased",
    )


def erase_again(tx: Transaction, timer: Timer) -> None:
    erase_person(tx, UUID(timer.key))


def _has_under_way(tx: Transaction, person_id: UUID) -> bool:
    """Take out what rests, let uploads that nobody finished end now; whether anything is left:
    a file being checked has bytes in quarantine that its check still moves."""
    checked = False
    for file in tx.session.scalars(sa.select(File).where(File.learner_id == person_id)):
        if file.state == "checking":
            checked = True
        else:
            tree.remove(tx, file)
    unfinished = sa.select(Upload).where(Upload.learner_id == person_id, Upload.state == "open")
    begun = list(tx.session.scalars(unfinished))
    for upload in begun:
        upload.name = ""
        tx.schedule(EXPIRE, upload.upload_id, tx.now)
    tx.session.flush()
    return checked or bool(begun)


def _has_reports_under_way(tx: Transaction, person_id: UUID) -> bool:
    """Take out the reports they had made of others, which nobody else may open; whether one that
    is being checked is left."""
    made = sa.select(File).where(
        File.uploaded_by == person_id, File.learner_id != person_id, File.source == "report"
    )
    reports = list(tx.session.scalars(made))
    for report in reports:
        if report.state != "checking":
            tree.remove(tx, report)
    return any(report.state == "checking" for report in reports)


def _remove_portfolios(tx: Transaction, person_id: UUID) -> None:
    tx.session.execute(sa.delete(Upload).where(Upload.learner_id == person_id))
    own = list(
        tx.session.scalars(
            sa.select(Portfolio.portfolio_id).where(Portfolio.learner_id == person_id)
        )
    )
    for table in (Invitation, Record, Folder, Portfolio):
        tx.session.execute(sa.delete(table).where(table.portfolio_id.in_(own)))


def _forget_uploader(tx: Transaction, person_id: UUID) -> None:
    """A file that they added to another's portfolio stays with its owner; a report goes."""
    added = sa.update(File).where(
        File.uploaded_by == person_id, File.learner_id != person_id, File.source != "report"
    )
    tx.session.execute(added.values(uploaded_by=None))
    begun = sa.update(Upload).where(
        Upload.began_by == person_id,
        Upload.learner_id != person_id,
        Upload.state.not_in(("open", "checking")),
    )
    tx.session.execute(begun.values(began_by=NOBODY))
