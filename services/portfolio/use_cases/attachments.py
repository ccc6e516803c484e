"""Files that go with an answer: who may add, finish and remove them. Documents keeps the bytes.

The front door asks documents between two of these transactions, never inside one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import documents
from libs.contracts import portfolio as contract
from libs.contracts.documents import FileRefused
from libs.contracts.faults import NotFound
from libs.formengine import items as kinds

from ..queries.pointing import attachment_card, attachments_of, files_in_sight, printed_in_sight
from ..tables import Attachment, Contribution, Participant, Record
from . import unsent
from .records import refuse_out_of_turn
from .running import Running

MOST_IN_RECORD = 200


def allow_file(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    item: str,
    media_type: str,
    **_: Any,
) -> dict[str, Any]:
    """Whether the caller may add a file to this item now -> what documents has to know of it.

    Raises NotFound, NotNow, RecordClosed, FileRefused.
    """
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    refuse_out_of_turn(running, participant, stage)
    wanted = _item(running, stage, participant, item)
    _refuse_type(wanted, media_type)
    if len(attachments_of(tx, record_id)) >= MOST_IN_RECORD:
        raise contract.NotNow(code="too_many_files")
    return {
        "portfolio_id": running.record.portfolio_id,
        "record_id": record_id,
        "participant_id": participant.id,
        "uploader_id": tx.principal.person_id or participant.id,
        "by_link": tx.principal.kind == "link",
    }


def _item(running: Running, stage: str, participant: Participant, key: str) -> kinds.Item:
    """The file or drawing with this key; `rows.photo` is the column of a repeat."""
    head, _, column = key.partition(".")
    for item in running.definition.fillable(stage, participant.role):
        if item.key != head:
            continue
        if isinstance(item, kinds.Repeat) and column:
            item = next((one for one in item.items if one.key == column), item)
        if isinstance(item, kinds.File) or (
            isinstance(item, kinds.Signature) and item.kind == "draw"
        ):
            return item
    raise NotFound()


def _refuse_type(item: kinds.Item, media_type: str) -> None:
    """Refuse early what the check of the answers would refuse late. Documents looks inside."""
    accept = item.accept if isinstance(item, kinds.File) else ("image/*",)
    known = media_type != "application/octet-stream"
    if accept and known and not formengine.accepts(accept, media_type):
        raise FileRefused(reason="type")


def note_file(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    item: str,
    name: str,
    size: int,
    media_type: str,
    allowed: Mapping[str, Any],
    begun: Mapping[str, Any],
) -> dict[str, Any]:
    """Remember the file that documents is to receive -> its id and where the parts go."""
    running = Running.of_caller(tx, record_id)
    file_id = UUID(str(begun["upload_id"]))
    if tx.session.get(Attachment, file_id) is None:
        tx.session.add(
            Attachment(
                id=file_id,
                institution_id=running.record.institution_id,
                portfolio_id=running.record.portfolio_id,
                record_id=record_id,
                participant_id=UUID(str(allowed["participant_id"])),
                stage=stage,
                item=item,
                name=name,
                size=size,
                media_type=media_type,
                state="sending",
                reason=None,
                added_at=tx.now,
            )
        )
        unsent.look_later(
            tx,
            file_id,
            record_id=record_id,
            portfolio_id=running.record.portfolio_id,
            learner_id=running.record.learner_id,
        )
    _note(tx, running, "file.begin", file_id)
    return {"file_id": file_id} | {
        name: begun[name] for name in ("part_bytes", "parts", "expires_at")
    }


def own_file(tx: Transaction, *, record_id: UUID, file_id: UUID, **_: Any) -> dict[str, Any]:
    """The caller's own file -> {uploader_id, state}. Raises NotFound."""
    _, file = _own(tx, record_id, file_id)
    return {
        "uploader_id": tx.principal.person_id or file.participant_id,
        "state": file.state,
    }


def _own(tx: Transaction, record_id: UUID, file_id: UUID) -> tuple[Running, Attachment]:
    running = Running.of_caller(tx, record_id)
    file = tx.session.get(Attachment, file_id)
    if file is None or file.record_id != record_id:
        raise NotFound()
    if file.participant_id not in {one.id for one in running.own}:
        raise NotFound()
    return running, file


def note_finished(
    tx: Transaction, *, record_id: UUID, file_id: UUID, told: Mapping[str, Any], **_: Any
) -> dict[str, Any]:
    """What documents said of a file whose parts are all there -> {file: Attachment}."""
    running, file = _own(tx, record_id, file_id)
    file.name, file.size, file.media_type = told["name"], told["size"], told["media_type"]
    settle_file(file, told["state"], told.get("reason"))
    _note(tx, running, "file.add", file_id)
    return {"file": attachment_card(file)}


def settle_file(file: Attachment, state: str, reason: str | None = None) -> None:
    """A verdict stands; until then the last word counts."""
    if file.state not in ("ready", "refused"):
        file.state, file.reason = state, reason


def removable(tx: Transaction, *, record_id: UUID, file_id: UUID) -> dict[str, Any]:
    """Refuse once the file went out with a Send. Raises NotFound, NotNow."""
    running, file = _own(tx, record_id, file_id)
    if any(_holds(running, one, str(file_id)) for one in running.contributions()):
        raise contract.NotNow(code="already_sent")
    return {"state": file.state}


def _holds(running: Running, one: Contribution, file_id: str) -> bool:
    items = running.definition.fillable(one.stage, one.role)
    return file_id in formengine.mentions(items, one.answers).files


def forget_file(tx: Transaction, *, record_id: UUID, file_id: UUID) -> dict[str, Any]:
    """A file that was taken out before Send -> {}."""
    running, file = _own(tx, record_id, file_id)
    tx.session.delete(file)
    tx.unschedule(unsent.UNSENT, file_id)
    _note(tx, running, "file.remove", file_id)
    return {}


def readable_file(tx: Transaction, *, record_id: UUID, file_id: UUID) -> dict[str, Any]:
    """Whether the caller may read an answer that holds the file, or points at it where it is a
    printed dashboard; that is reading it. Raises NotFound, FileNotReady."""
    file = tx.session.get(Attachment, file_id)
    if file is not None and file.record_id == record_id:
        in_sight, is_ready = files_in_sight(tx, record_id), file.state == "ready"
    else:
        in_sight, is_ready = printed_in_sight(tx, record_id), True
    if str(file_id) not in in_sight:
        raise NotFound()
    if not is_ready:
        raise documents.FileNotReady()
    tx.audit(
        "file.read",
        object_kind="file",
        object_id=file_id,
        subject_id=tx.session.get_one(Record, record_id).learner_id,
        basis="answer",
    )
    return {}


def _note(tx: Transaction, running: Running, action: str, file_id: UUID) -> None:
    tx.audit(
        action,
        object_kind="file",
        object_id=file_id,
        subject_id=running.record.learner_id,
        basis=running.basis,
    )
