"""What a zip container may hold. Office documents are zip containers too.

Limits [own]: far above real documents, far below what hurts a reader's device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.documents.domain.kinds import KINDS, ODF, Kind, extension_of

MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM_BYTES = 10 * 1024 * 1024
PROGRAMS = ("vbaproject.bin", "vbadata.xml")


@dataclass(frozen=True)
class Member:
    """One entry of the central directory; sizes in bytes."""

    name: str
    unpacked: int
    packed: int
    encrypted: bool = False


def refuse_archive(kind: Kind, members: Sequence[Member], mimetype: str = "") -> str | None:
    """The reason to refuse a container (`archive` or `mismatch`), or None.

    `mimetype` is the content of the member of that name, which OpenDocument files begin with.
    """
    if not members:
        return "damaged"
    if _is_bomb(members) or any(_is_forbidden(kind, member) for member in members):
        return "archive"
    if kind.family == "office" and not _is_office(kind, members, mimetype):
        return "mismatch"
    return None


def _is_bomb(members: Sequence[Member]) -> bool:
    unpacked = sum(member.unpacked for member in members)
    packed = max(1, sum(member.packed for member in members))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        return True
    return unpacked > RATIO_FROM_BYTES and unpacked / packed > MAX_RATIO


def _is_forbidden(kind: Kind, member: Member) -> bool:
    """Encrypted, climbing out of its folder, a program, or an archive within an archive."""
    name = member.name.replace("\\", "/")
    last = name.rsplit("/", 1)[-1].lower()
    if member.encrypted or name.startswith("/") or ".." in name.split("/"):
        return True
    if last in PROGRAMS:
        return True
    if kind.family == "office" or name.endswith("/"):
        return False
    extension = extension_of(last)
    return extension == "zip" or (bool(extension) and extension not in KINDS)


def _is_office(kind: Kind, members: Sequence[Member], mimetype: str) -> bool:
    if kind.media_type.startswith(ODF):
        return mimetype.strip() == kind.media_type
    names = {member.name for member in members}
    return "[Content_Types].xml" in names and any(name.startswith(kind.inside) for name in names)
