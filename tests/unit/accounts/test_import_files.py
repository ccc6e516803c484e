"""Reading import files: what people really put in columns and cells."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.imports import cells
from services.accounts.domain.imports.columns import find_columns
from services.accounts.domain.imports.errors import CODES, CellError
from services.accounts.domain.imports.reading import (
    MAX_ROWS,
    Unreadable,
    cell_text,
    checked,
    read_csv,
)
from services.accounts.domain.imports.rows import read_row, read_rows, values_of

MARCH = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026/3/1",
        "1-3-2026",
        "01-03-2026",
        "1/3/2026",
        "01.03.2026",
        "1 3 2026",
        "1-3-26",
        "1 maart 2026",
        "1 mrt 2026",
        "1 March 2026",
        "1-mrt-2026",
        "1 mrt. 2026",
        "46082",
        "46082.0",
        "2026-03-01 00:00:00",
        "2026-03-01T00:00:00",
        " 1-3-2026 ",
    ],
)
def test_dates_are_read_as_people_write_them(text):
    assert cells.parse_date(text) == MARCH


@pytest.mark.parametrize(
    "text",
    [
        "31-2-2026",
        "13/13/2026",
        "gisteren",
        "2026",
        "1-3",
        "0-0-0",
        "1-3-0026",
        "99999",
        "-",
        "1e5",
    ],
)
def test_what_is_no_date_is_none(text):
    assert cells.parse_date(text) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_date_survives_each_way_of_writing(date):
    for text in (
        date.isoformat(),
        f"{date.day}-{date.month}-{date.year}",
        f"{date.day:02}/{date.month:02}/{date.year}",
    ):
        assert cells.parse_date(text) == date


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_cell(text):
    cells.parse_date(text)
    cells.parse_percentage(text)
    cells.parse_role(text)
    cells.parse_language(text)
    cells.several(text)
    cells.is_email(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("aios", "learner"),
        ("AIOS", "learner"),
        ("Huisartsopleider", "trainer"),
        ("local_admin", "local_admin"),
        ("Head of  programme", "head"),
        ("tovenaar", None),
    ],
)
def test_roles_have_dutch_and_english_names(text, role):
    assert cells.parse_role(text) == role


@pytest.mark.parametrize(
    ("text", "percentage"),
    [("80", 80), ("80%", 80), ("0,8", 80), ("1", 100), ("100 %", 100), ("10", None), ("x", None)],
)
def test_part_time_is_a_percentage_or_a_fraction(text, percentage):
    assert cells.parse_percentage(text) == percentage


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a@b.nl", True),
        ("a.b+c@uni.ac.uk", True),
        ("a@b", False),
        ("a b@c.nl", False),
        ("a@b.nl, c@d.nl", False),
        ("=cmd()@x.y", False),
        ("@x.nl", False),
    ],
)
def test_addresses(text, right):
    assert cells.is_email(text) is right


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (["Gebruikersnaam", "User name", "USERNAME", "user_name", "Inlognaam "], "user_name"),
        (["E-mail", "e-mailadres", "Email address", "E mail"], "email"),
        (["Startdatum", "Start date", "Begindatum", "ingangsdatum"], "starts_on"),
        (["Einddatum", "End date", "Tot en met"], "ends_on"),
        (["Opleider", "Trainer", "Huisartsopleider"], "trainer"),
        (["Docent", "Teacher", "Groepsbegeleider"], "teacher"),
        (["Werkplek", "Place", "Praktijk"], "place"),
        (["Taal", "Language"], "language"),
    ],
)
def test_headers_are_understood_in_dutch_and_english(headers, key):
    for header in headers:
        assert list(find_columns([header]).places) == [key], header


def test_the_first_of_two_columns_for_one_field_counts_and_the_other_is_named():
    columns = find_columns(["E-mail", "Mail", "BSN", ""])
    assert columns.places == {"email": 0}
    assert columns.ignored == ("Mail", "BSN")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_what_splits_the_header_best(separator):
    text = f'a{separator}"b, c; d"{separator}e\n1{separator}2{separator}3\n'
    assert read_csv(text.encode())[1] == ["1", "2", "3"]


def test_a_windows_file_is_read_with_its_accents():
    assert read_csv("naam;x\nZoë;€\n".encode("cp1252"))[1] == ["Zoë", "€"]


def test_quoted_cells_may_hold_lines_and_separators():
    assert read_csv(b'a;b\n"x\ny";"p;q"\n')[1] == ["x\ny", "p;q"]


def test_a_file_too_long_or_too_wide_is_refused():
    with pytest.raises(Unreadable, match="rows"):
        checked([["a"]] * (MAX_ROWS + 2))
    with pytest.raises(Unreadable, match="columns"):
        checked([["a"] * 101])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (dt.datetime(2026, 3, 1, 0, 0), "2026-03-01"),
        (MARCH, "2026-03-01"),
        (19051234567.0, "19051234567"),
        (0.8, "0.8"),
        ("=1+1", "=1+1"),
        (" x ", "x"),
        (True, "True"),
    ],
)
def test_cells_of_a_spreadsheet_become_text(value, text):
    assert cell_text(value) == text


RIGHT = {
    "user_name": "BIG-1",
    "given_name": "Sanne",
    "family_name": "Vries",
    "email": "s@x.nl",
    "roles": "aios",
}


def codes(values, scheme=""):
    return {(error.column, error.code) for error in read_row(2, {**RIGHT, **values}, scheme).errors}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"given_name": ""}, ("given_name", "required")),
        ({"user_name": "a b c"}, ("user_name", "bad_user_name")),
        ({"user_name": "ab"}, ("user_name", "bad_user_name")),
        ({"family_name": "x" * 101}, ("family_name", "too_long")),
        ({"roles": "tovenaar"}, ("roles", "unknown_role")),
        ({"roles": "beheerder"}, ("roles", "role_by_hand")),
        ({"language": "Frans"}, ("language", "unknown_language")),
        ({"ends_on": "x"}, ("ends_on", "bad_date")),
        ({"starts_on": "2-3-2026", "ends_on": "1-3-2026"}, ("ends_on", "ends_before_start")),
        ({"programme": "gp"}, ("starts_on", "start_needed")),
        ({"part_time": "5"}, ("part_time", "bad_percentage")),
    ],
)
def test_each_fault_is_found_in_its_own_column(values, error):
    assert codes(values) == {error}


def test_the_scheme_of_user_names_holds_for_learners_only():
    assert codes({"user_name": "sanne"}, "BIG-") == {("user_name", "scheme")}
    assert codes({"user_name": "big-9"}, "BIG-") == set()
    assert codes({"user_name": "sanne", "roles": "opleider"}, "BIG-") == set()


def test_what_only_learners_have_is_refused_for_others():
    assert codes({"roles": "docent", "programme": "gp", "starts_on": "1-3-2026"}) == {
        ("programme", "only_learners")
    }


def test_a_prefix_column_becomes_part_of_the_family_name():
    row = read_row(2, {**RIGHT, "prefix": "de"}, "")
    assert row.family_name == "de Vries"


def test_several_roles_and_trainers_stand_in_one_cell():
    row = read_row(2, {**RIGHT, "roles": "aios, opleider", "trainer": "tom; t2@x.nl"}, "")
    assert row.roles == ("learner", "trainer")
    assert row.relations == (("trainer", "tom"), ("trainer", "t2@x.nl"))


def test_rows_keep_the_numbers_a_spreadsheet_shows():
    columns = find_columns(["Gebruikersnaam"])
    table = [[], ["Gebruikersnaam"], ["anna"], [""], ["bram"]]
    assert sorted(values_of(table, 1, columns)) == [3, 5]
    assert [row.number for row in read_rows(values_of(table, 1, columns), "", {})] == [3, 5]


def test_every_error_has_words_in_both_languages():
    params = dict.fromkeys(("value", "scheme", "row", "limit", "offered"), "x")
    for code in CODES:
        text = CellError("email", code, params).text
        assert text["en"] and text["nl"] and text["en"] != text["nl"]
        assert "{" not in text["en"] + text["nl"]
