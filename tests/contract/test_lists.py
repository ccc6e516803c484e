"""Names that others rely on: fault codes, methods and queues only ever grow in number.

`python -m tests.contract.freeze` adds what is new.
"""

from tests.contract import published


def test_fault_codes_keep_their_status_and_none_disappears():
    assert published.faults() == published.frozen("faults.json")


def test_methods_keep_their_address():
    assert sorted(published.methods()) == published.frozen("methods.json")


def test_queues_keep_their_name():
    assert published.queues() == published.frozen("queues.json")


def test_every_event_heard_is_told_by_a_contract():
    assert set(published.subscriptions()) <= set(published.events())
