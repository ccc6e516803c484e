"""What a file really is: magic bytes, container contents, and images drawn anew.

Runs in a process of its own, so a file made to hurt a decoder hurts nothing else.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

from services.documents.domain.archives import Member, refuse_archive
from services.documents.domain.kinds import Kind, is_plain_text, kind_of, refuse_content

HEAD_BYTES = 8192
# The largest photos of telephones: 200 MB decoded, and as much again to be turned upright.
MAX_PIXELS = 50_000_000
MEMORY_MIB = 640
QUALITY = 88


def inspect(path: str, name: str, redrawn_path: str) -> dict[str, Any]:
    """{reason, media_type, redrawn}: reason is None for a good file.

    An image is decoded and written anew to `redrawn_path`, upright and without its metadata
    (place, device, owner); `redrawn` says so.
    """
    kind = kind_of(name)
    if kind is None:
        return _verdict("type")
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return _verdict("empty", kind)
    reason = _refuse_head(kind, head)
    if reason is None and kind.family in ("office", "archive"):
        reason = _refuse_container(kind, path)
    if reason is None and kind.family == "image":
        reason = _redraw(kind, path, redrawn_path)
    return _verdict(reason, kind)


def _verdict(reason: str | None, kind: Kind | None = None) -> dict[str, Any]:
    good = reason is None and kind is not None
    return {
        "reason": reason,
        "media_type": kind.media_type if kind else "",
        "redrawn": good and kind is not None and kind.family == "image",
    }


def _refuse_head(kind: Kind, head: bytes) -> str | None:
    import filetype

    seen = filetype.guess_mime(head)
    if kind.family == "text" and not is_plain_text(head):
        return "mismatch"
    if kind.family == "office" and seen is not None and seen.startswith("application/"):
        # Which office format it is, the container's contents say.
        return None if head.startswith(b"PK\x03\x04") else "mismatch"
    return refuse_content(kind, seen)


def _refuse_container(kind: Kind, path: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as container:
            members = [
                Member(entry.filename, entry.file_size, entry.compress_size, _is_locked(entry))
                for entry in container.infolist()
            ]
            return refuse_archive(kind, members, _mimetype(container))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "damaged"


def _is_locked(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 0x1)


def _mimetype(container: zipfile.ZipFile) -> str:
    """What an OpenDocument file says of itself; empty for others."""
    try:
        with container.open("mimetype") as entry:
            return entry.read(200).decode("ascii", "replace")
    except (KeyError, zipfile.BadZipFile):
        return ""


def _redraw(kind: Kind, path: str, redrawn_path: str) -> str | None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    formats = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
    wanted = formats[kind.media_type]
    try:
        with Image.open(path, formats=[wanted]) as image:
            profile = image.info.get("icc_profile")
            image.load()
            # In place, for each copy takes as much memory as the picture.
            ImageOps.exif_transpose(image, in_place=True)
            _save(image, profile, wanted, redrawn_path)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return "too_large"
    except (OSError, ValueError, SyntaxError, EOFError):
        return "damaged"
    return None


def _save(picture: Any, profile: bytes | None, wanted: str, path: str) -> None:
    """Write pixels and colour profile; nothing else of the original goes along."""
    options: dict[str, Any] = {"icc_profile": profile} if profile and wanted != "GIF" else {}
    if wanted in ("JPEG", "WEBP"):
        options["quality"] = QUALITY
    kept = {k: picture.info[k] for k in ("transparency", "background") if k in picture.info}
    if wanted == "JPEG" and picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("RGB")
    picture.info = kept
    picture.save(Path(path), format=wanted, **options)
