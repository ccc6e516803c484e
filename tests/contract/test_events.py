"""Events stay readable: each version has a golden message that never changes."""

import dataclasses

import pytest

from tests.contract import published
from tests.contract.samples import an_event

EVENTS = published.events()


def golden(name):
    return published.frozen(f"events/{name}.json")


def required(kind):
    return [
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]


def as_frozen(name, wire):
    """The message without what was added since it was frozen."""
    return {key: value for key, value in wire.items() if key in golden(name)}


def test_there_is_a_golden_message_for_every_event_and_no_other():
    files = {file.stem for file in (published.GOLDEN / "events").iterdir()}
    assert files == set(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_sent_today_looks_like_the_golden_message(name):
    assert as_frozen(name, an_event(EVENTS[name]).to_wire()) == golden(name)


@pytest.mark.parametrize("name", EVENTS)
def test_what_was_added_since_has_a_default_so_old_messages_are_still_read(name):
    added = {field.name for field in dataclasses.fields(EVENTS[name])} - golden(name).keys()
    assert not added & set(required(EVENTS[name]))


@pytest.mark.parametrize("name", EVENTS)
def test_a_golden_message_is_read_and_told_again_the_same(name):
    assert as_frozen(name, EVENTS[name].from_wire(golden(name)).to_wire()) == golden(name)


@pytest.mark.parametrize("name", EVENTS)
def test_a_field_of_a_newer_sender_is_ignored(name):
    event = EVENTS[name].from_wire({**golden(name), "a_field_of_tomorrow": 1})
    assert "a_field_of_tomorrow" not in event.to_wire()
    assert as_frozen(name, event.to_wire()) == golden(name)


@pytest.mark.parametrize("name", EVENTS)
def test_a_message_that_lacks_a_field_without_default_is_refused(name):
    for field in required(EVENTS[name]):
        body = {key: value for key, value in golden(name).items() if key != field}
        with pytest.raises(ValueError, match=field):
            EVENTS[name].from_wire(body)
