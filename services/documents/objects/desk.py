"""Where bytes and rows meet: each step's I/O lies between transactions, never inside one.

Any step can be the last before a crash. The rows say how far it came and every step may run
twice, so the timer that takes it up again simply runs them all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from libs.chassis.database import OpenDatabase
from libs.chassis.logs import logger
from libs.chassis.offload import ProcessFailed, run_process
from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction
from libs.contracts.documents import StorageUnavailable
from services.documents.domain.parts import GRACE, INLINE_BYTES, LINK_LIVES, PART_BYTES
from services.documents.objects.inspection import MEMORY_MIB, inspect
from services.documents.objects.scanner import Scanner, ScannerUnavailable
from services.documents.objects.store import (
    Missing,
    ObjectStore,
    PartsRejected,
    kept_key,
    quarantine_key,
)
from services.documents.queries import files, transit
from services.documents.use_cases import tree, uploads

log = logger(__name__)


@dataclass(frozen=True)
class Finding:
    """What the check says of one upload; `reason` None means good. `redrawn` is a local path."""

    reason: str | None = None
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    redrawn: Path | None = None


class Desk:
    """Takes files in and hands them out."""

    def __init__(self, store: ObjectStore, scanner: Scanner) -> None:
        self.store = store
        self.scanner = scanner

    # -- taking in -------------------------------------------------------------------------

    def open(
        self, database: OpenDatabase, who: Principal, upload_id: UUID, *, inside: bool = False
    ) -> dict[str, Any]:
        """The part links of an upload that was begun; `inside` for a service that puts the bytes
        itself. Raises StorageUnavailable.

        Whoever begins once more with the key of an upload already finished (its caller died
        before the answer came) gets links too; those bytes are ignored.
        """
        upload = database.run(who, lambda tx: transit.open_upload(tx, upload_id))
        if not upload["open"]:
            upload["store_upload"] = self.store.begin(upload_id, upload["media_type"])
        elif upload["store_upload"] is None:
            named = self.store.begin(upload_id, upload["media_type"])
            noted = database.run(
                who,
                lambda tx: uploads.note_store_upload(tx, upload_id=upload_id, store_upload=named),
            )
            upload |= noted
        now = dt.datetime.now(dt.UTC)
        lives = max(LINK_LIVES, min(upload["expires_at"] - database.clock(), GRACE))
        return {
            "upload_id": upload_id,
            "part_bytes": PART_BYTES,
            "parts": self.store.part_links(
                upload_id, upload["store_upload"], upload["size"], now, lives, inside=inside
            ),
            "expires_at": files.instant(upload["expires_at"]),
        }

    def finish(self, database: OpenDatabase, who: Principal, upload_id: UUID) -> dict[str, Any]:
        """Check a small file now; a larger one is checked by its timer -> {file}."""
        upload = database.run(who, lambda tx: transit.waits_for_check(tx, upload_id))
        if upload["checking"] and upload["size"] <= INLINE_BYTES:
            self.check(database, transit.service_itself(who.institution_id), upload_id)
        return database.run(who, lambda tx: transit.file_of_upload(tx, upload_id))

    def check(self, database: OpenDatabase, who: Principal, upload_id: UUID) -> None:
        """From quarantine to listed or refused. Raises StorageUnavailable; a timer goes on then.

        No verdict of the scanner, or bytes the store acknowledged but does not have: later.
        """
        upload = database.run(who, lambda tx: uploads.take_up_check(tx, upload_id=upload_id))
        if upload is None:
            return
        try:
            with tempfile.TemporaryDirectory(prefix="upload-") as folder:
                finding = self._examine(upload, Path(folder))
                done = self._settle(database, who, upload, finding)
        except (StorageUnavailable, ScannerUnavailable, Missing) as error:
            self._postpone(database, who, upload_id, error)
            if isinstance(error, StorageUnavailable):
                raise
            return
        if done:
            self._clear(upload)

    def _examine(self, upload: dict[str, Any], folder: Path) -> Finding:
        key, path, redrawn = quarantine_key(upload["upload_id"]), folder / "in", folder / "out"
        try:
            self.store.complete(upload["upload_id"], upload["store_upload"], upload["parts"])
        except PartsRejected:
            return Finding(reason="damaged")
        if self.store.size(key) != upload["size"]:
            return Finding(reason="damaged")
        with open(path, "wb") as file:
            sha256 = self.store.fetch(key, file)
        with open(path, "rb") as file:
            if self.scanner.finds_virus(file):
                return Finding(reason="virus")
        try:
            file = str(path), upload["name"], str(redrawn)
            seen = run_process(inspect, *file, memory_mib=MEMORY_MIB)
        except (ProcessFailed, TimeoutError):
            return Finding(reason="damaged")
        if seen["redrawn"]:
            return _redrawn(redrawn, seen["media_type"])
        return Finding(seen["reason"], sha256, upload["size"], seen["media_type"])

    def _settle(
        self, database: OpenDatabase, who: Principal, upload: dict[str, Any], found: Finding
    ) -> bool:
        """Write the finding down; False when an equal object is just being removed."""
        upload_id = upload["upload_id"]
        if found.reason is not None:
            reason = found.reason
            database.run(
                who, lambda tx: uploads.refuse_file(tx, upload_id=upload_id, reason=reason)
            )
            log.info("file_refused", file_id=upload_id, reason=reason)
            return True
        bytes_ = {"upload_id": upload_id, "sha256": found.sha256, "size": found.size}
        if database.run(who, lambda tx: uploads.claim_object(tx, **bytes_)):
            self._keep(upload, found)
            listed = {**bytes_, "media_type": found.media_type}
            if database.run(who, lambda tx: uploads.list_file(tx, **listed)):
                log.info("file_stored", file_id=upload_id, size=found.size)
                return True
        database.run(who, lambda tx: uploads.postpone_check(tx, upload_id=upload_id))
        return False

    def _keep(self, upload: dict[str, Any], found: Finding) -> None:
        """Put the bytes in their place and ask the store for them once more."""
        target = kept_key(upload["institution_id"], found.sha256)
        if self.store.has(target, found.size):
            return
        if found.redrawn is None:
            self.store.copy(quarantine_key(upload["upload_id"]), target)
        else:
            with open(found.redrawn, "rb") as file:
                self.store.put(target, file, found.size, found.media_type)
        if not self.store.has(target, found.size):
            raise Missing(target)

    def _postpone(
        self, database: OpenDatabase, who: Principal, upload_id: UUID, error: Exception
    ) -> None:
        missing = isinstance(error, Missing)
        state = database.run(
            who, lambda tx: uploads.postpone_check(tx, upload_id=upload_id, missing=missing)
        )
        log.warning("check_postponed", file_id=upload_id, reason=type(error).__name__, state=state)

    def _clear(self, upload: dict[str, Any]) -> None:
        """Empty the quarantine; should the store be away, the sweep does it."""
        try:
            self.store.abandon(upload["upload_id"], None)
        except StorageUnavailable:
            log.warning("quarantine_not_cleared", file_id=upload["upload_id"])

    # -- handing out -----------------------------------------------------------------------

    def link(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """-> {url, expires_at} of a file that `queries.files.download` let through."""
        now = dt.datetime.now(dt.UTC)
        url = self.store.link(
            kept_key(wanted["institution_id"], wanted["sha256"]),
            name=wanted["name"],
            media_type=wanted["media_type"],
            now=now,
        )
        return {"url": url, "expires_at": files.instant(now + LINK_LIVES)}

    # -- clearing up -----------------------------------------------------------------------

    def abandon(self, database: OpenDatabase, who: Principal, upload_id: UUID) -> None:
        """Close an upload that nobody finished, then remove what it left behind."""
        upload = database.run(who, lambda tx: uploads.expire_upload(tx, upload_id=upload_id))
        if upload is not None:
            self.store.abandon(upload_id, upload["store_upload"])

    def remove_object(self, database: OpenDatabase, who: Principal, sha256: str) -> None:
        """Remove bytes nobody used for a day: doomed first, so that nobody counts on them."""
        institution_id = who.institution_id
        assert institution_id is not None
        bytes_ = {"institution_id": institution_id, "sha256": sha256}
        if database.run(who, lambda tx: tree.doom_object(tx, **bytes_)):
            self.store.remove(kept_key(institution_id, sha256))
            database.run(who, lambda tx: tree.forget_object(tx, **bytes_))

    def sweep(self, database: OpenDatabase, who: Principal) -> int:
        """Remove what lies in quarantine for more than a day and no check waits for."""
        before = dt.datetime.now(dt.UTC) - 2 * GRACE
        old = self.store.left_in_quarantine(before)
        if not old:
            return 0

        def still_wanted(tx: Transaction) -> set[UUID]:
            return transit.being_checked(tx, old)

        orphans = set(old) - database.run(who, still_wanted)
        for upload_id in orphans:
            self.store.abandon(upload_id, None)
        log.info("quarantine_swept", removed=len(orphans))
        return len(orphans)


def _redrawn(path: Path, media_type: str) -> Finding:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Finding(None, digest, len(content), media_type, path)
