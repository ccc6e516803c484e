"""Importing people from a file: look first, then all rows or none."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import programmes
from gateway.clients.bus import ask
from gateway.web.page import render
from gateway.web.people import administrator
from gateway.wording import sentence_of
from libs.contracts import accounts
from libs.contracts.base import Fault
from libs.formengine import wording

blueprint = Blueprint("people_import", __name__, url_prefix="/people/import")

MAX_BYTES = 2 * 1024 * 1024
ROWS_SHOWN = 300
# The columns by field. Accounts knows these words, among others, and any order of them.
COLUMNS = {
    "user_name": {"en": "User name", "nl": "Gebruikersnaam"},
    "given_name": {"en": "First name", "nl": "Voornaam"},
    "prefix": {"en": "Prefix", "nl": "Tussenvoegsel"},
    "family_name": {"en": "Last name", "nl": "Achternaam"},
    "email": {"en": "E-mail", "nl": "E-mailadres"},
    "roles": {"en": "Role", "nl": "Rol"},
    "language": {"en": "Language", "nl": "Taal"},
    "programme": {"en": "Programme", "nl": "Opleiding"},
    "starts_on": {"en": "Start date", "nl": "Startdatum"},
    "ends_on": {"en": "End date", "nl": "Einddatum"},
    "cohort": {"en": "Cohort", "nl": "Cohort"},
    "part_time": {"en": "Part-time percentage", "nl": "Deeltijdpercentage"},
    "trainer": {"en": "Trainer", "nl": "Opleider"},
    "teacher": {"en": "Teacher", "nl": "Docent"},
    "coach": {"en": "Coach", "nl": "Coach"},
    "place": {"en": "Workplace", "nl": "Werkplek"},
}


@blueprint.get("")
def upload() -> Any:
    administrator()
    return _upload_page()


def _upload_page(error: str = "", missing: Sequence[str] = ()) -> Any:
    page = render(
        "people/import.html",
        current="people",
        title=_("Import people"),
        error=error,
        missing=[column_words(key) for key in missing],
        columns=[words[g.language] for words in COLUMNS.values()],
        programmes=[
            {"name": one["key"], "title": wording(one["title"], g.language)}
            for one in programmes.offered()
        ],
    )
    return make_response(page, 422 if error else 200)


def column_words(key: str) -> str:
    """A field as the template calls it in the reader's language."""
    return COLUMNS.get(key, {}).get(g.language, key)


@blueprint.get("/template.csv")
def template() -> Response:
    """An empty file with the headers. Semicolons and a byte order mark, so that Excel opens it
    in columns with the right letters, in Dutch and in English."""
    administrator()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(words[g.language] for words in COLUMNS.values())
    response = make_response("\ufeff" + text.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = "personen.csv" if g.language == "nl" else "people.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("")
def preview() -> Any:
    """What the file would do, row by row; nothing is imported yet."""
    administrator()
    posted = request.files.get("file")
    content = posted.read(MAX_BYTES + 1) if posted is not None else b""
    if posted is None or not content:
        return _upload_page(_("Choose a file first."))
    if len(content) > MAX_BYTES:
        return _upload_page(_("The file is larger than 2 MB. Split it."))
    try:
        found = ask(
            accounts.PREVIEW_IMPORT,
            offered=programmes.titles_by_key(),
            file_name=(posted.filename or "people")[:200],
            content=base64.b64encode(content).decode(),
        )
    except accounts.FileUnreadable as fault:
        return _upload_page(_unreadable(fault), fault.params.get("missing_columns") or ())
    return _preview_page(found, posted.filename or "")


def _unreadable(fault: Fault) -> str:
    most = fault.params.get("most_rows")
    if most is None:
        return sentence_of(fault)
    text = _("The file has more than %(number)s rows. Split it; nothing was imported.", number=most)
    return str(text)


def _preview_page(found: Mapping[str, Any], file_name: str) -> Any:
    rows = [_row(one, found["columns"]) for one in found["rows"]]
    wrong = [one for one in rows if one["outcome"] == "error"]
    doing = [one for one in rows if one["outcome"] in ("new", "changed")]
    return render(
        "people/preview.html",
        current="people",
        title=_("Import people"),
        file_name=file_name,
        import_id=found["import_id"],
        counts=found["counts"],
        wrong=wrong[:ROWS_SHOWN],
        doing=doing[:ROWS_SHOWN],
        not_shown=max(0, len(wrong) - ROWS_SHOWN) + max(0, len(doing) - ROWS_SHOWN),
        ignored=found.get("ignored") or [],
        all_same=not wrong and not doing,
    )


def _row(one: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    return {
        "row": one["row"],
        "outcome": one["outcome"],
        "who": _who(one["values"], columns),
        "changes": [column_words(key) for key in one["changes"]],
        "errors": one["errors"],
    }


def _who(values: Mapping[str, str], columns: Sequence[str]) -> str:
    """The first filled cells of the row, by which its maker knows it again."""
    filled = [values[column] for column in columns if values.get(column)]
    return " ".join(filled[:3])


@blueprint.post("/<uuid:import_id>/apply")
def apply(import_id: UUID) -> Any:
    administrator()
    try:
        offered = programmes.titles_by_key()
        counts = ask(accounts.APPLY_IMPORT, offered=offered, import_id=import_id)["counts"]
    except accounts.ImportHasErrors:
        return _upload_page(
            _("Meanwhile some rows have errors, so nothing was imported. Choose the file again.")
        )
    except Fault as fault:
        if fault.status >= 500 or fault.status == 404:
            raise
        return _upload_page(sentence_of(fault))
    flash(_done(counts))
    return redirect(url_for("people.search"))


def _done(counts: Mapping[str, int]) -> str:
    new = ngettext("%(num)s person added", "%(num)s people added", counts["new"])
    changed = ngettext("%(num)s changed", "%(num)s changed", counts["changed"])
    same = ngettext("%(num)s was already so", "%(num)s were already so", counts["same"])
    return _("Imported: %(new)s, %(changed)s, %(same)s.", new=new, changed=changed, same=same)
