"""Requests stay accepted: each method has a golden request; unknown fields are refused."""

import marshmallow as ma
import pytest

from libs.contracts.base import UNSTORABLE, RequestSchema
from tests.contract import published

METHODS = published.methods()


def golden(address):
    return published.frozen(f"requests/{address}.json")


def test_there_is_a_golden_request_for_every_method_and_no_other():
    files = {file.name.removesuffix(".json") for file in (published.GOLDEN / "requests").iterdir()}
    assert files == set(METHODS)


@pytest.mark.parametrize("address", METHODS)
def test_a_golden_request_is_still_accepted(address):
    METHODS[address].request().load(golden(address))


@pytest.mark.parametrize("address", METHODS)
def test_an_unknown_field_is_refused(address):
    with pytest.raises(ma.ValidationError, match="Unknown field"):
        METHODS[address].request().load({**golden(address), "a_typing_error": 1})


@pytest.mark.parametrize("unfit", ["a\0b", "é\0", "\ud800", "é\udfff"])
def test_characters_that_cannot_be_stored_are_refused_however_deep(unfit):
    deep = {"answers": {"rows": [{"_id": "1", "why": {"v": 1, "comment": unfit}}]}}
    for value in (unfit, {unfit: 1}, [[unfit]], deep):
        with pytest.raises(ma.ValidationError) as refused:
            Anything().load({"sound": "Zoë 👩‍⚕️\n\t", "free": value})
        assert refused.value.messages == {"free": [UNSTORABLE]}
    assert Anything().load({"free": "Zoë 👩‍⚕️"}) == {"free": "Zoë 👩‍⚕️"}


def test_however_deep_a_request_is_it_is_looked_through():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert Anything().load({"free": deep})["free"] is deep


class Anything(RequestSchema):
    free = ma.fields.Raw()
    sound = ma.fields.String()


@pytest.mark.parametrize("address", METHODS)
def test_a_required_field_is_missed(address):
    schema = METHODS[address].request()
    for name in [name for name, field in schema.fields.items() if field.required]:
        body = {key: value for key, value in golden(address).items() if key != name}
        with pytest.raises(ma.ValidationError, match="required"):
            schema.load(body)
