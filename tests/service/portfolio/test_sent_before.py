"""Whether a Send took effect, for who sends again and can no longer read its record."""

from __future__ import annotations

import pytest

from libs.chassis.principal import Principal
from libs.chassis.testing import call
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries

from .world import KPB, World


def test_who_sent_by_a_link_that_is_shut_since_learns_by_its_key_that_it_was_sent(world: World):
    record_id, other = (world.ask(again=True)["record_id"] for _ in range(2))
    link, stranger = world.link(record_id), world.person("trainer")
    world.send(link, record_id, "assess", KPB, key="key-of-the-send")
    about = {"record_id": record_id, "stage": "assess"}
    shut = "UPDATE participant SET is_active = false WHERE id = :own RETURNING id"
    assert world.rows(shut, own=link.link_participant_id)
    with pytest.raises(NotFound):
        world.record(link, record_id)

    def sent_before(who: Principal, key: str | None, **changes: str) -> bool:
        method = contract.SENT_BEFORE
        request = method.request().load(about | changes)
        asked = call(who, method, idempotency_key=key)
        return world.db.read(asked, queries.sent_before, request)["sent"]

    assert sent_before(link, "key-of-the-send")
    assert not sent_before(link, "key-of-another")
    assert not sent_before(link, None)
    assert not sent_before(link, "key-of-the-send", record_id=other)
    assert not sent_before(link, "key-of-the-send", on_device="true")
    assert not sent_before(stranger, "key-of-the-send")
