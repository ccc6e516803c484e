"""What may not be asked of somebody who may fill in on the learner's own device."""

from typing import Any

import pytest

from libs.formengine import parse
from services.forms.domain import checks
from tests.service.forms.documents import FORM, with_items

FILE = {
    "type": "file",
    "key": "proof",
    "by": "assessor",
    "label": {"en": "Proof", "nl": "Bewijs"},
    "required": True,
}
REFUSED = [("items/proof", "item.file_on_device")]


def form(item: dict[str, Any], auth: tuple[str, ...] = ("account", "device")) -> dict[str, Any]:
    assessor = FORM["roles"]["assessor"] | {"external": True, "auth": list(auth)}
    return with_items(item, roles=FORM["roles"] | {"assessor": assessor})


def found(*args: Any) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in checks.problems("form", form(*args))]


@pytest.mark.parametrize("required", [True, {"eq": [{"get": "trust"}, 1]}])
def test_a_file_that_has_to_be_there_cannot_be_asked_on_the_learners_device(required):
    assert found(FILE | {"required": required}) == REFUSED


def test_nor_in_a_section_nor_in_the_rows_of_a_list():
    inside: dict[str, Any] = {"key": "part", "by": "assessor", "label": FILE["label"]}
    row = {name: given for name, given in FILE.items() if name != "by"}
    assert found(inside | {"type": "section", "items": [FILE]}) == REFUSED
    refused = [("items/part", "item.file_on_device")]
    assert found(inside | {"type": "repeat", "items": [row]}) == refused


def test_a_file_that_may_be_left_out_is_fine_and_so_is_any_file_by_link_alone():
    assert found({name: given for name, given in FILE.items() if name != "required"}) == []
    assert found(FILE, ("account", "link")) == []


def test_a_drawn_signature_is_fine_for_a_typed_name_stands_in_for_it():
    drawn = FILE | {"type": "signature", "kind": "draw"}
    assert found(drawn) == []


def test_the_author_is_told_whom_and_what_to_do():
    told = checks.problems("form", form(FILE))[0]
    assert told["params"] == {"role": "assessor"}
    assert "no file can be added" in told["message"]


def test_what_was_published_before_this_was_asked_is_still_read():
    assert parse(form(FILE)).by_key["proof"].required is True
