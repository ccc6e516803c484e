"""Which files are taken, and what their bytes must look like.

The list is the product's: formats that open on any device, cannot carry a program, and that we
can recognise. Old Office formats, macro documents, HTML and SVG are left out on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """One accepted extension.

    `family` is image, archive, office, text or other. `seen_as` are the media types that magic
    bytes may show; `inside` is what an office container must hold.
    """

    extension: str
    media_type: str
    family: str = "other"
    seen_as: frozenset[str] = frozenset()
    inside: str = ""


def _kind(
    extension: str, media_type: str, *seen_as: str, family: str = "other", inside: str = ""
) -> tuple[str, Kind]:
    seen = frozenset(seen_as) or frozenset({media_type})
    return extension, Kind(extension, media_type, family, seen, inside)


def _office(extension: str, media_type: str, inside: str) -> tuple[str, Kind]:
    seen = (media_type, "application/zip")
    return _kind(extension, media_type, *seen, family="office", inside=inside)


def _film(extension: str, media_type: str) -> tuple[str, Kind]:
    # Phones write several brands of the same container under either extension.
    return _kind(extension, media_type, "video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp")


KINDS: dict[str, Kind] = dict(
    [
        _kind("pdf", "application/pdf"),
        _kind("jpg", "image/jpeg", family="image"),
        _kind("jpeg", "image/jpeg", family="image"),
        _kind("png", "image/png", family="image"),
        _kind("webp", "image/webp", family="image"),
        _kind("gif", "image/gif", family="image"),
        _office("docx", OOXML + "wordprocessingml.document", "word/"),
        _office("xlsx", OOXML + "spreadsheetml.sheet", "xl/"),
        _office("pptx", OOXML + "presentationml.presentation", "ppt/"),
        _office("odt", ODF + "text", "mimetype"),
        _office("ods", ODF + "spreadsheet", "mimetype"),
        _office("odp", ODF + "presentation", "mimetype"),
        _kind("zip", "application/zip", family="archive"),
        _kind("txt", "text/plain", family="text"),
        _kind("csv", "text/csv", family="text"),
        _kind("md", "text/markdown", family="text"),
        _film("mp4", "video/mp4"),
        _film("m4v", "video/mp4"),
        _film("mov", "video/quicktime"),
        _kind("webm", "video/webm", "video/webm", "video/x-matroska"),
        _kind("mp3", "audio/mpeg"),
        _kind("m4a", "audio/mp4", "audio/mp4", "video/mp4", "video/x-m4v"),
        _kind("wav", "audio/wav", "audio/x-wav"),
    ]
)


def extension_of(name: str) -> str:
    """The lower-case extension of a file name, without the dot; empty if it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def kind_of(name: str) -> Kind | None:
    """The accepted kind of a file name, or None."""
    return KINDS.get(extension_of(name))


def refuse_content(kind: Kind, seen: str | None) -> str | None:
    """A reason when the magic bytes (`seen`, None if unknown) contradict the name."""
    if kind.family == "text":
        return None if seen is None else "mismatch"
    return None if seen in kind.seen_as else "mismatch"


def is_plain_text(sample: bytes) -> bool:
    """Whether the first bytes of a file are text: no NUL and hardly any control characters."""
    if b"\0" in sample:
        return False
    odd = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\x1b")
    return odd * 100 <= len(sample)
