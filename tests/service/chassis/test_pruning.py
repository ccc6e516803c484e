"""What the chassis' tables hold is forgotten after thirty days, in every institution."""

import dataclasses
import time
import uuid

import psycopg2
import sqlalchemy as sa

from libs.chassis import pruning
from libs.chassis.testing import call, running_service
from tests.service.chassis.toy import contract, use_cases

TOY = "tests.service.chassis.toy"
AGED = f"now() - interval '{pruning.KEPT_DAYS} days 1 hour'"
YOUNG = f"now() - interval '{pruning.KEPT_DAYS} days' + interval '1 hour'"


def make(database, principal, key):
    request = {"name": "tile", "fail": ""}
    made = call(principal, contract.MAKE_THING, idempotency_key=key)
    return database.write(made, use_cases.make_thing, request)


def aged_and_young(database, principal):
    """Two kept replies of one institution: one to be forgotten, one to be kept."""
    for key, instant in (("aged", AGED), ("young", YOUNG)):
        make(database, principal, key)

        def move(tx, key=key, instant=instant):
            statement = f"UPDATE idempotency SET created_at = {instant} WHERE key = :key"
            tx.session.execute(sa.text(statement), {"key": key})

        database.run(principal, move)


def keys(database, principal):
    def query(tx):
        return set(tx.session.scalars(sa.text("SELECT key FROM idempotency")))

    return database.run(principal, query)


def two_institutions(database, somebody):
    both = (somebody, dataclasses.replace(somebody, institution_id=uuid.uuid4()))
    for one in both:
        aged_and_young(database, dataclasses.replace(one, person_id=uuid.uuid4()))
    return both


def test_aged_replies_of_all_institutions_are_forgotten_and_young_ones_kept(
    toy_database, toy_urls, somebody
):
    both = two_institutions(toy_database, somebody)
    connection = psycopg2.connect(toy_urls.app_url)
    with connection, connection.cursor() as cursor:
        pruning.prune(cursor)
    connection.close()
    assert [keys(toy_database, one) for one in both] == [{"young"}, {"young"}]


def test_a_running_service_forgets_by_itself(toy_database, toy_environment, somebody):
    both = two_institutions(toy_database, somebody)
    with running_service(TOY, toy_environment):
        until = time.monotonic() + 10
        while any(keys(toy_database, one) != {"young"} for one in both):
            assert time.monotonic() < until
            time.sleep(0.1)


def test_aged_claims_and_sent_events_go_and_unsent_ones_stay(toy_database, toy_urls, somebody):
    for key in ("a", "b"):
        make(toy_database, somebody, key)
    with toy_database.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE outbox SET occurred_at = {AGED}"))
        first = "(SELECT min(id) FROM outbox)"
        connection.execute(sa.text(f"UPDATE outbox SET sent_at = {AGED} WHERE id = {first}"))
        for consumer, instant in (("aged", AGED), ("young", YOUNG)):
            claim = f"INSERT INTO inbox VALUES ('{consumer}', '{uuid.uuid4()}', {instant})"
            connection.execute(sa.text(claim))
    connection = psycopg2.connect(toy_urls.app_url)
    with connection, connection.cursor() as cursor:
        pruning.prune(cursor)
        cursor.execute("SELECT consumer FROM inbox")
        assert cursor.fetchall() == [("young",)]
        cursor.execute("SELECT count(*) FROM outbox")
        assert cursor.fetchone() == (3,)
    connection.close()


def test_the_owner_sees_no_reply_that_is_still_kept(toy_database, toy_urls, somebody):
    """The function that prunes looks over all walls; it must not be a hole in them."""
    two_institutions(toy_database, somebody)
    connection = psycopg2.connect(toy_urls.owner_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT key FROM idempotency")
        assert cursor.fetchall() == [("aged",)]
    connection.close()
