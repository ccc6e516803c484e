"""`desk = FileDesk()` in the service: one store client and one scanner for the process."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from libs.chassis.settings import load
from services.documents.objects.desk import Desk
from services.documents.objects.scanner import Scanner
from services.documents.objects.store import ObjectStore
from services.documents.settings import DocumentsSettings


def open_desk(settings: DocumentsSettings) -> Desk:
    return Desk(ObjectStore(settings), Scanner(settings.clamd_address))


class FileDesk(DependencyProvider):  # type: ignore[misc]
    """Reads the settings at start and fails loudly; connects on first use only."""

    desk: Desk | None = None

    def setup(self) -> None:
        self.desk = open_desk(load(DocumentsSettings))

    def get_dependency(self, worker_ctx: Any) -> Desk:
        assert self.desk is not None
        return self.desk
