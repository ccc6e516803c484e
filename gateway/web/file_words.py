"""How pages say of a file how large it is, and why it was refused."""

from __future__ import annotations

from flask import g
from flask_babel import lazy_gettext as _l

REFUSALS = {
    "empty": _l("The file is empty."),
    "too_large": _l("The file is too large."),
    "type": _l("Files of this type are not accepted."),
    "mismatch": _l("The content does not fit the name of the file."),
    "virus": _l("The file holds a virus."),
    "archive": _l("The archive holds too much."),
    "damaged": _l("The file is damaged."),
}


def size_words(size: int) -> str:
    """Bytes as people read them: `3 KB`, `1.4 MB`."""
    value, unit = float(size), "bytes"
    for bigger in ("KB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, bigger
    shown = f"{value:.1f}" if value < 10 and unit not in ("bytes", "KB") else f"{value:.0f}"
    return f"{shown.replace('.', ',') if g.get('language') == 'nl' else shown} {unit}"
