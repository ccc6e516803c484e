"""Transactions: everything or nothing, once per key, behind the walls."""

import dataclasses
import threading
import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from libs.chassis.migrate import drift, upgrade
from libs.chassis.testing import call, outbox
from libs.contracts.faults import Conflict, IdempotencyKeyReused, RequestInProgress
from tests.service.chassis.toy import contract, use_cases

TOY = "tests.service.chassis.toy"


def count(database, table):
    with database.engine.connect() as connection:
        return connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))


def make(database, principal, name="tile", **kwargs):
    request = {"name": name, "fail": kwargs.pop("fail", "")}
    return database.write(
        call(principal, contract.MAKE_THING, **kwargs), use_cases.make_thing, request
    )


def names(database, principal):
    return database.read(call(principal, contract.THINGS), use_cases.things, {})["names"]


def test_rows_events_and_audit_are_committed_together(toy_database, somebody):
    make(toy_database, somebody)
    assert names(toy_database, somebody) == ["tile"]
    assert len(outbox(toy_database, contract.ThingMadeV1)) == 1
    with toy_database.transaction(somebody) as tx:
        line = tx.session.execute(sa.text("SELECT * FROM audit")).mappings().one()
    assert line["action"] == "thing.make"
    assert line["user_id"] == somebody.person_id
    assert line["event"] == "toy.make_thing"


def test_a_refusal_leaves_nothing_behind(toy_database, somebody):
    with pytest.raises(Conflict):
        make(toy_database, somebody, fail="yes")
    assert names(toy_database, somebody) == []
    assert outbox(toy_database) == []


def test_the_same_key_again_gives_the_same_answer_and_one_effect(toy_database, somebody):
    first = make(toy_database, somebody, idempotency_key="k1")
    second = make(toy_database, somebody, idempotency_key="k1")
    assert first == second
    assert names(toy_database, somebody) == ["tile"]


def test_the_same_key_with_another_request_is_refused(toy_database, somebody):
    make(toy_database, somebody, idempotency_key="k1")
    with pytest.raises(IdempotencyKeyReused):
        make(toy_database, somebody, name="other", idempotency_key="k1")
    assert names(toy_database, somebody) == ["tile"]


def test_a_key_belongs_to_its_principal(toy_database, somebody):
    another = dataclasses.replace(somebody, person_id=uuid.uuid4())
    make(toy_database, somebody, idempotency_key="k1")
    make(toy_database, another, idempotency_key="k1")
    assert names(toy_database, somebody) == ["tile", "tile"]


def test_a_refused_try_does_not_use_up_its_key(toy_database, somebody):
    with pytest.raises(Conflict):
        make(toy_database, somebody, fail="yes", idempotency_key="k1")
    assert make(toy_database, somebody, idempotency_key="k1")["thing_id"]


def test_five_simultaneous_tries_of_one_key_have_one_effect(toy_database, somebody):
    results: list[object] = []

    def attempt():
        try:
            results.append(make(toy_database, somebody, idempotency_key="k1")["thing_id"])
        except RequestInProgress:
            results.append("in progress")

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(toy_database, somebody) == ["tile"]
    assert len(results) == 5
    assert len({result for result in results if result != "in progress"}) == 1


def test_another_institution_sees_and_changes_nothing(toy_database, somebody):
    make(toy_database, somebody)
    stranger = dataclasses.replace(somebody, institution_id=uuid.uuid4())
    assert names(toy_database, stranger) == []
    with toy_database.transaction(stranger) as tx:
        assert tx.session.execute(sa.text("DELETE FROM thing")).rowcount == 0
    assert names(toy_database, somebody) == ["tile"]


def test_nobody_can_write_into_another_institution(toy_database, somebody):
    with pytest.raises(ProgrammingError, match="row-level security"):
        toy_database.run(
            somebody,
            lambda tx: tx.session.execute(
                sa.text("INSERT INTO thing VALUES (:id, :institution, 'x')"),
                {"id": uuid.uuid4(), "institution": uuid.uuid4()},
            ),
        )


def test_a_pooled_connection_does_not_carry_the_institution_over(toy_database, somebody):
    make(toy_database, somebody)
    with toy_database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM thing")) == 0


def test_personal_rows_are_hidden_from_colleagues(toy_database, somebody):
    row = {"id": uuid.uuid4(), "i": somebody.institution_id, "p": somebody.person_id}
    toy_database.run(
        somebody,
        lambda tx: tx.session.execute(sa.text("INSERT INTO secret VALUES (:id, :i, :p)"), row),
    )
    colleague = dataclasses.replace(somebody, person_id=uuid.uuid4())

    def seen(tx):
        return tx.session.scalar(sa.text("SELECT count(*) FROM secret"))

    assert toy_database.run(somebody, seen) == 1
    assert toy_database.run(colleague, seen) == 0


def test_a_definer_function_finds_what_the_wall_hides(toy_database, somebody):
    thing_id = make(toy_database, somebody)["thing_id"]
    with toy_database.engine.connect() as connection:
        found = connection.scalar(
            sa.text("SELECT institution_of_thing(cast(:id AS uuid))"), {"id": thing_id}
        )
    assert found == somebody.institution_id


def test_the_service_cannot_become_the_owner(toy_database):
    with toy_database.engine.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(sa.text("SET ROLE toy_owner"))


def test_audit_lines_cannot_be_changed_by_the_service(toy_database, somebody):
    make(toy_database, somebody)
    for statement in ("UPDATE audit SET action = ''", "DELETE FROM audit"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            toy_database.run(somebody, lambda tx, sql=statement: tx.session.execute(sa.text(sql)))


def test_a_serialization_failure_is_tried_again_unseen(toy_database, somebody):
    """Row 13 of the fault matrix."""
    tries = []

    def unlucky(tx, **request):
        tries.append(1)
        if len(tries) < 3:
            tx.session.execute(
                sa.text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
            )
        return use_cases.make_thing(tx, **request)

    toy_database.write(call(somebody, contract.MAKE_THING), unlucky, {"name": "tile"})
    assert len(tries) == 3
    assert names(toy_database, somebody) == ["tile"]


def test_of_two_transactions_in_each_others_way_both_take_effect_once(toy_database, somebody):
    """Row 13 of the fault matrix, for real: PostgreSQL ends one of the two, nobody notices."""
    first, second = (uuid.UUID(make(toy_database, somebody, name)["thing_id"]) for name in "12")
    codes, tries, meet = [], [], threading.Barrier(2)

    @sa.event.listens_for(toy_database.engine, "handle_error")
    def note(context):
        codes.append(context.original_exception.pgcode)

    def crossing(tx, *, name, order):
        tries.append(name)
        for place, thing_id in enumerate(order):
            if place and tries.count(name) == 1:
                meet.wait(10)
            mark = {"id": thing_id, "mark": name}
            tx.session.execute(sa.text("UPDATE thing SET name = name||:mark WHERE id = :id"), mark)
        return use_cases.make_thing(tx, name=name)

    def write(name, order):
        made = call(somebody, contract.MAKE_THING, idempotency_key=f"crossing-{name}")
        replies[name] = toy_database.write(made, crossing, {"name": name, "order": order})

    replies = {}
    threads = [
        threading.Thread(target=write, args=one)
        for one in (("a", [first, second]), ("b", [second, first]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == ["40P01"]
    assert len(tries) == 3
    assert {"".join(sorted(name)) for name in names(toy_database, somebody)} == {
        "1ab", "2ab", "a", "b"
    }  # fmt: skip
    told = [str(event.thing_id) for event in outbox(toy_database, contract.ThingMadeV1)]
    assert sorted(told[2:]) == sorted(reply["thing_id"] for reply in replies.values())
    with toy_database.transaction(somebody) as tx:
        assert tx.session.scalar(sa.text("SELECT count(*) FROM audit")) == 4


def test_connections_cut_by_the_server_are_replaced_unseen(
    toy_database, somebody, postgres_admin_url
):
    make(toy_database, somebody)
    admin = sa.create_engine(postgres_admin_url.replace("postgresql", "postgresql+psycopg2", 1))
    with admin.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'tessera-toy'"
            )
        )
    admin.dispose()
    make(toy_database, somebody)
    assert names(toy_database, somebody) == ["tile", "tile"]


def test_migrations_run_twice_change_nothing_and_match_the_classes(toy_urls):
    upgrade(TOY, toy_urls.owner_url)
    assert drift(TOY, toy_urls.owner_url) == []
