"""Opening an import file before any transaction: from base64 to rows of text."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from libs.chassis.offload import ProcessFailed, run_process
from libs.contracts.accounts import FileUnreadable
from services.accounts.domain.imports.reading import (
    MAX_COLUMNS,
    MAX_ROWS,
    TooManyRows,
    Unreadable,
    cell_text,
    checked,
    read_csv,
)

MAX_BYTES = 2 * 1024 * 1024
# A small file can unpack to something enormous; no list of people needs this much.
MAX_UNPACKED = 60 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_SECONDS = 15.0


def opened(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request of PREVIEW_IMPORT with `table` (rows of text) for `content`.

    Raises FileUnreadable.
    """
    content = _bytes(request["content"])
    try:
        table = _excel(content) if content.startswith(_ZIP) else read_csv(content)
    except TooManyRows as error:
        raise FileUnreadable(str(error), most_rows=MAX_ROWS) from error
    except Unreadable as error:
        raise FileUnreadable(str(error)) from error
    return {**{key: one for key, one in request.items() if key != "content"}, "table": table}


def _bytes(content: str) -> bytes:
    try:
        found = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise FileUnreadable("The content is not base64.") from error
    if len(found) > MAX_BYTES:
        raise FileUnreadable("The file is larger than 2 MB.")
    return found


def _excel(content: bytes) -> list[list[str]]:
    """Reading Excel is slow Python, so it runs in a process of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable("The file could not be read as Excel.") from error
    if unpacked > MAX_UNPACKED:
        raise Unreadable("The file unpacks to more than 60 MB.")
    try:
        return checked(run_process(read_excel, content, timeout_s=_SECONDS))
    except (ProcessFailed, TimeoutError) as error:
        raise Unreadable("The file could not be read as Excel.") from error


def read_excel(content: bytes) -> list[list[str]]:
    """The rows of the first sheet. Formulas are text, as they stand in the cell."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
    table = [_trimmed([cell_text(value) for value in row]) for row in rows]
    while table and not any(table[-1]):
        table.pop()
    return table


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which Excel has in plenty."""
    while cells and not cells[-1]:
        cells.pop()
    return cells
