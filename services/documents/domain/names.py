"""Names of files: as people typed them, safe in any system, and in a download's header."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from urllib.parse import quote

LONGEST = 200
REPLACED = str.maketrans({"/": "-", "\\": "-", ":": "-", '"': "'", "<": "(", ">": ")", "|": "-"})
TOKEN = "!#$&+-.^_`|~"  # what RFC 5987 leaves unescaped besides letters and digits


def clean_name(name: str) -> str:
    """The name without paths, control and direction characters; may come out empty."""
    visible = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    cleaned = " ".join(visible.translate(REPLACED).replace("?", "").replace("*", "").split())
    return shorten(cleaned.strip(". "))


def shorten(name: str) -> str:
    """At most 200 characters, keeping the extension."""
    if len(name) <= LONGEST:
        return name
    stem, _, extension = name.rpartition(".")
    if not stem or len(extension) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(extension) - 1]}.{extension}"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name itself, or `name (2).ext` and so on when the folder has it already."""
    used = {other.casefold() for other in taken}
    if name.casefold() not in used:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    number = 2
    while (candidate := f"{stem} ({number}){dot}{extension}").casefold() in used:
        number += 1
    return candidate


def content_disposition(name: str) -> str:
    """The header value of a download (RFC 6266): always an attachment, any script in the name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(char for char in plain if char not in '"\\%').strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=TOKEN)}"
