"""Rows of a list are called after the answer that the form names, where there is one."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.web.form_page import FormPage
from tests.unit.web.styleguide_app import create_styleguide

LABEL = {"en": "Which?", "nl": "Welke?"}
SCALE = {"kind": "ordinal", "levels": [{"value": 1, "label": {"en": "I do it", "nl": "Ik"}}]}
WHO = "person-id"


def page(inner: dict[str, Any], *rows: dict[str, Any], lang: str = "en") -> FormPage:
    item = {
        "type": "repeat",
        "key": "rows",
        "label": {"en": "Medicines"},
        "row_title": "which",
        "items": [
            {"key": "which", "label": LABEL} | inner,
            {"type": "text", "key": "more", "label": {"en": "Dose"}},
        ],
    }
    document = {"scales": {"s": SCALE}, "items": [item]}
    names = {WHO: "Ada de Vries", "epa/acute": "Acute care"}
    return FormPage(
        document=document, items=[item], lang=lang, names=names, answers={"rows": list(rows)}
    )


def name(inner: dict[str, Any], answer: Any, lang: str = "en") -> str:
    made = page(inner, lang=lang)
    with create_styleguide().test_request_context(f"/?lang={lang}"):
        return made.row_name(made.items[0], {"which": answer})


OPTIONS = {"type": "choice", "options": [{"value": "a", "label": {"en": "Drops"}}]}


@pytest.mark.parametrize(
    ("inner", "answer", "said"),
    [
        ({"type": "text"}, "Metoprolol\n 50 mg", "Metoprolol 50 mg"),
        ({"type": "text"}, "w" * 81, "w" * 79 + "…"),
        ({"type": "number", "unit": {"en": "weeks"}}, 2.0, "2 weeks"),
        ({"type": "date"}, "2026-12-04", "4 December 2026"),
        ({"type": "yesno"}, False, "No"),
        (OPTIONS, "a", "Drops"),
        (OPTIONS | {"many": True}, ["a", {"other": "Tea"}], "Drops, Tea"),
        ({"type": "scale", "scale": "s"}, {"v": 1, "comment": "!"}, "I do it"),
        ({"type": "scale", "scale": "s"}, {"v": None, "na": True}, ""),
        ({"type": "person"}, {"id": WHO}, "Ada de Vries"),
        ({"type": "person"}, {"name": "Bo", "email": "b@o.example"}, "Bo"),
        ({"type": "outcome"}, "epa/acute", "Acute care"),
        ({"type": "ref"}, {"kind": "goal", "id": "x"}, ""),
        ({"type": "text"}, None, ""),
    ],
)
def test_a_row_is_called_after_its_answer_in_words(
    inner: dict[str, Any], answer: Any, said: str
) -> None:
    assert name(inner, answer) == said


def drawn(form: FormPage) -> tuple[str, str]:
    app = create_styleguide()
    with app.test_request_context("/"):
        macros: Any = app.jinja_env.get_template("parts/form/form.html").module
        return str(macros.form_fields(form)), str(macros.form_answers(form))


def test_it_stands_above_the_row_to_fill_and_to_read() -> None:
    row = {"_id": "r1", "which": "Metoprolol", "more": "50 mg"}
    fill, read = drawn(page({"type": "text"}, row))
    assert '<span class="repeat__name" data-row-name="which">Metoprolol</span>' in fill
    assert '<span class="repeat__name">Metoprolol</span>' in read
    assert read.count("Metoprolol") == 1, "what stands above the row is not said again"


def test_a_text_that_is_too_long_for_a_heading_is_also_there_in_full() -> None:
    whole = "word " * 30 + "end."
    _fill, read = drawn(page({"type": "text"}, {"_id": "r1", "which": whole}))
    assert whole in read and "word…" in read


def test_rows_that_are_called_after_nothing_keep_their_number() -> None:
    form = page({"type": "text"}, {"_id": "r1", "which": "Metoprolol"})
    del form.items[0]["row_title"]
    fill, read = drawn(form)
    assert "data-row-name" not in fill and "Row 1" in fill
    assert "repeat__name" not in read and "Metoprolol" in read
