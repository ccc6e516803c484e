"""Every operation of the API, walked by who must not get through, and by who may."""

from __future__ import annotations

import re
import uuid

import pytest
import requests

from tests.e2e.api.cast import OURS, Cast
from tests.e2e.api.documented import Document
from tests.e2e.api.matrix import MATRIX
from tests.e2e.api.rows import Open, Own, Row

ROWS = [row for row in MATRIX if isinstance(row, Row)]
OWN = [row for row in MATRIX if isinstance(row, Own)]
OPEN = [row for row in MATRIX if isinstance(row, Open)]
# Signing in takes no key: each try is one, and a second session does no harm.
# What these answer is a document in a format of its own, which the JSON Schema describes.
DOCUMENTS = {
    "GET /api/v1/definitions/schemas/form",
    "GET /api/v1/definitions/schemas/{kind}",
    "GET /api/v1/definitions/{kind}/{key}/file",
}
# How mails stand now may differ the next moment; asking has no effect to repeat.
ASKS_ONLY = {"POST /api/v1/mail-states"}
# Links to the object store are signed anew each time: a client that asks again later still has
# time. Everything else about the upload stays as it was answered first.
SIGNED_WHEN = re.compile(r"X-Amz-(Date|Expires|Signature)=[^&\"]*")
# Only the hash of the secret of a link is kept: asked again it is another secret of the same link.
SECRET = re.compile(r'"token": ?"[^"]+"')
KEYED = [
    row
    for row in MATRIX
    if row.operation.startswith("POST ") and row.operation != "POST /api/v1/session"
]


def named(row: Row | Own | Open) -> str:
    return row.operation.replace("/api/v1", "")


@pytest.fixture(scope="module")
def document(cast: Cast) -> Document:
    return Document(requests.get(f"{cast.origin}/api/openapi.json", timeout=10).json())


def marks_met(cast: Cast, answer: requests.Response) -> list[str]:
    """What of our institution, or of its people, an answer to somebody elsewhere shows."""
    ours = (OURS.id, OURS.name, cast.portfolio, cast.id_of("learner"), cast.id_of("trainer"))
    return [str(mark) for mark in ours if str(mark) in answer.text]


def lasting(row: Row | Own | Open, answer: requests.Response) -> str:
    """What of an answer stays the same when it is asked for again."""
    told = SIGNED_WHEN.sub("", answer.text)
    return SECRET.sub("", told) if row.operation.endswith("/stages/{stage}/link") else told


def hold_to_document(document: Document, row: Row | Own | Open, answer: requests.Response) -> None:
    """Every success answers what the OpenAPI document says, field by field."""
    if answer.status_code // 100 == 2 and row.operation not in DOCUMENTS:
        assert document.faults_of(row.operation, answer.status_code, answer.json()) == []


def test_every_operation_has_one_row(cast):
    spec = requests.get(f"{cast.origin}/api/openapi.json", timeout=10).json()
    operations = sorted(
        f"{method.upper()} {path}"
        for path, item in spec["paths"].items()
        for method in item
        if method != "parameters"
    )
    assert sorted(row.operation for row in MATRIX) == operations


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_only_the_right_person_gets_through(cast: Cast, document: Document, row: Row):
    """First the wrong ones with a valid request, then the right one with the same: so nothing
    was wrong with it, and the wrong ones changed nothing. Where other institutions rightly get an
    answer of their own, nothing of ours is in it."""
    ask = row.make(cast)
    got = {}
    for name in row.refused():
        answer = cast[name].ask(row.operation, ask)
        got[name] = answer.status_code
        if answer.ok and name.startswith(("their ", "sister ")):
            assert marks_met(cast, answer) == [], name
        ask = row.make(cast) if row.each else ask
    right = cast[row.right].ask(row.operation, ask)
    hold_to_document(document, row, right)
    through = right.status_code // 100 == 2 or right.status_code in row.also
    assert (got, through) == (row.refused(), True), right.text


@pytest.mark.parametrize("row", KEYED, ids=named)
def test_a_post_again_with_its_key_has_one_effect_and_the_same_answer(
    cast: Cast, row: Row | Own | Open
):
    ask, key = row.make(cast), str(uuid.uuid4())
    who = cast["nobody"] if isinstance(row, Open) else cast[row.right]
    first, again = (who.ask(row.operation, ask, key=key) for _ in range(2))
    assert again.status_code == first.status_code, again.text
    if row.operation in ASKS_ONLY:
        assert first.status_code == 200
    elif first.status_code // 100 == 2:
        assert lasting(row, again) == lasting(row, first)
    else:
        assert isinstance(row, Row) and first.status_code in row.also, first.text
    assert cast.told_by(again) == []


@pytest.mark.parametrize("row", OWN, ids=named)
def test_everybody_gets_their_own_and_nothing_of_another_institution(
    cast: Cast, document: Document, row: Own
):
    ask = row.make(cast)
    assert cast["nobody"].ask(row.operation, ask).status_code == 401
    assert cast["link"].ask(row.operation, ask).status_code == row.link
    private = (cast.portfolio, cast.id_of("learner"))
    for elsewhere in ("their", "sister"):
        theirs = cast.fresh(f"{elsewhere} {row.right}").ask(row.operation, ask)
        assert theirs.status_code // 100 == 2, theirs.text
        assert marks_met(cast, theirs) == [], elsewhere
    other = cast.fresh(row.other).ask(row.operation, ask)
    for mark in private:
        assert mark not in other.text
    ours = cast.fresh(row.right).ask(row.operation, ask)
    assert ours.status_code // 100 == 2, ours.text
    assert other.status_code == (row.role or ours.status_code), other.text
    hold_to_document(document, row, ours)


def test_a_mailed_link_is_told_the_names_of_its_record_and_of_nobody_else(cast: Cast):
    asked = [cast.id_of(name) for name in ("peer", "learner", "head", "local_admin")]
    told = cast["link"].done("POST", "/people/names", {"person_ids": asked})
    assert list(told["names"]) == [cast.id_of("peer")]


@pytest.mark.parametrize("row", OPEN, ids=named)
def test_what_comes_before_signing_in_is_open(cast: Cast, document: Document, row: Open):
    answer = cast["nobody"].ask(row.operation, row.make(cast))
    assert answer.status_code // 100 == 2, answer.text
    hold_to_document(document, row, answer)
