"""From the bytes of a CSV file to rows of text. Excel files arrive here as rows already."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

# What surely fits in the 20 s of a call: on two cores with six times the load they can bear, 500
# newcomers took 7 s and 500 people whose name, address, start and trainer all change 15 s.
MAX_ROWS = 500
MAX_COLUMNS = 100
_DELIMITERS = (";", ",", "\t")
# What Excel writes above the header to name the separator.
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])", re.IGNORECASE)


class Unreadable(ValueError):
    """The sentence says what is wrong with the file as a whole."""


class TooManyRows(Unreadable):
    """More than MAX_ROWS, the header not counted."""


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV file in UTF-8 or Windows-1252, separated by `;`, `,` or tabs.

    Raises Unreadable.
    """
    text = _decoded(content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unreadable("The file could not be read as CSV.") from error
    if rows and _SEPARATOR_LINE.fullmatch(text.splitlines()[0]):
        rows[0] = []
    return checked(rows)


def checked(rows: list[list[str]]) -> list[list[str]]:
    """The rows, when they are few enough and there is a header. Raises Unreadable."""
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise Unreadable("The file is empty.")
    if len(rows) > MAX_ROWS + 1:
        raise TooManyRows(f"The file has more than {MAX_ROWS} rows; split it.")
    if max(len(row) for row in rows) > MAX_COLUMNS:
        raise Unreadable(f"The file has more than {MAX_COLUMNS} columns.")
    return rows


def cell_text(value: Any) -> str:
    """The text of a spreadsheet cell: dates as 2026-03-01, whole numbers without decimals.

    Text that looks like a formula stays text; nothing is ever calculated.
    """
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise Unreadable("The file is not a text file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The separator that splits the header into most cells."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    if _SEPARATOR_LINE.fullmatch(header):
        return header[4]
    counts = {sign: len(next(csv.reader([header], delimiter=sign), [])) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign])
