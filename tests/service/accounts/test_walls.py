"""The walls, tried with bare SQL as the application role."""

import uuid

import psycopg2
import pytest
import sqlalchemy as sa

from libs.chassis.migrate import downgrade, drift, upgrade
from services.accounts.tables import Base
from tests.service.accounts.world import ELSEWHERE, NETWORK, OOST, WEST

PERSONAL = ("person", "credential", "membership", "enrolment", "relation", "secret", "session")


@pytest.fixture
def full(world):
    """People, secrets, sessions, links and imports in two institutions."""
    from tests.service.accounts import test_links
    from tests.service.accounts.test_imports import FILE, bring_in

    bring_in(world, FILE)
    world.add("west", at=WEST, password=None)
    world.add("westtrainer", "trainer", at=WEST)
    world.signed_in("westtrainer")
    test_links.fresh(world)
    return world


def seen(urls, table, *, institution="", network="", person="", column="*"):
    """What the application role sees of a table behind these walls."""
    connection = psycopg2.connect(urls.app_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.institution', %s, true), set_config('app.network', %s,"
                " true), set_config('app.person', %s, true)",
                (str(institution), str(network), str(person)),
            )
            cursor.execute(f"SELECT {column} FROM {table}")
            return [row[0] for row in cursor.fetchall()]
    finally:
        connection.close()


def test_without_an_institution_nothing_about_anybody_is_seen(full, urls):
    tables = [table for table in Base.metadata.tables if table not in ("network", "unknown_name")]
    assert {table: len(seen(urls, table)) for table in tables} == dict.fromkeys(tables, 0)


def test_two_institutions_never_see_each_others_people(full, urls):
    for table in PERSONAL:
        column = "id" if table != "credential" else "person_id"
        east = set(seen(urls, table, institution=OOST, network=NETWORK, column=column))
        west = set(seen(urls, table, institution=WEST, network=NETWORK, column=column))
        assert east.isdisjoint(west), table
        assert not seen(urls, table, institution=ELSEWHERE), table
    names = set(seen(urls, "person", institution=OOST, column="user_name"))
    assert names == {"localadmin-1", "sanne", "tom"}
    names = set(seen(urls, "person", institution=WEST, column="user_name"))
    assert names == {"west", "westtrainer"}


def test_somebody_with_two_memberships_is_seen_in_both_and_sees_both(world, urls):
    from services.accounts.use_cases import people

    person_id = world.add("tom", "trainer")
    world.start_up(
        people.create_person,
        WEST,
        given_name="x",
        family_name="y",
        user_name="tom",
        email="tom@post.example",
        roles=["trainer"],
    )
    assert seen(urls, "person", institution=OOST, column="user_name") == ["tom"]
    assert seen(urls, "person", institution=WEST, column="user_name") == ["tom"]
    assert seen(urls, "membership", institution=OOST, column="institution_id") == [str(OOST)]
    own = seen(urls, "membership", institution=OOST, person=person_id, column="institution_id")
    assert set(own) == {str(OOST), str(WEST)}


def test_institutions_of_a_network_know_of_each_other_and_of_nobody_else(full, urls):
    shown = seen(urls, "institution", institution=OOST, network=NETWORK, column="name")
    assert set(shown) == {"Instituut Oost", "Instituut West"}
    assert seen(urls, "institution", institution=ELSEWHERE, column="name") == ["Hogeschool Zuid"]


def run(urls, statement, *, institution):
    connection = psycopg2.connect(urls.app_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.institution', %s, true)", (str(institution),))
            cursor.execute(statement)
            return cursor.rowcount
    finally:
        connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET email = user_name || '@thief.example' WHERE user_name = 'west'",
        "UPDATE credential SET password_hash = 'x' WHERE person_id IN (SELECT id FROM person"
        " WHERE user_name = 'west')",
        "DELETE FROM membership WHERE 'trainer' = ANY(roles) AND institution_id <>"
        " nullif(current_setting('app.institution'), '')::uuid",
        "UPDATE session SET ended_at = now()",
    ],
)
def test_nothing_of_another_institution_can_be_changed(full, urls, statement):
    assert run(urls, statement, institution=OOST) == 0


def test_no_membership_can_be_written_for_another_institution(full, urls):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(
            urls,
            "INSERT INTO membership (id, institution_id, person_id, roles, version)"
            f" SELECT '{uuid.uuid4()}', '{WEST}', id, '{{local_admin}}', 1 FROM person"
            " WHERE user_name = 'sanne'",
            institution=OOST,
        )


def test_a_person_cannot_give_themself_a_membership_elsewhere(full, urls):
    (person_id,) = seen(urls, "person WHERE user_name = 'sanne'", institution=OOST, column="id")
    connection = psycopg2.connect(urls.app_url)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', %s, true)", (person_id,))
        cursor.execute(
            "INSERT INTO membership (id, institution_id, person_id, roles, version) VALUES"
            " (%s, %s, %s, '{head}', 1)",
            (str(uuid.uuid4()), str(WEST), person_id),
        )
    connection.close()


def test_the_doors_answer_with_ids_only(full, urls):
    engine = sa.create_engine(urls.owner_url.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.connect() as connection:
        doors = connection.execute(
            sa.text(
                "SELECT proname, pg_get_function_result(oid) FROM pg_proc WHERE prosecdef"
                " AND pronamespace = 'public'::regnamespace AND proname <> 'forget_old_replies'"
            )
        ).all()
    engine.dispose()
    assert len(doors) == 10
    for name, result in doors:
        if name != "names_in_use":  # It repeats what was asked, in lower case.
            assert "text" not in result, name


def test_every_table_of_an_institution_has_a_wall_that_holds_for_the_owner_too(full, urls):
    walled = {table for table, columns in _columns(urls).items() if "institution_id" in columns}
    walled |= {"institution", "person", "credential", "device"}
    catalogue = dict(
        _rows(
            urls,
            "SELECT relname, relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT 1 FROM"
            " pg_policy WHERE polrelid = pg_class.oid) FROM pg_class WHERE relkind = 'r'",
        )
    )
    # Timers hold ids only and are read by due time for all institutions.
    open_tables = {table for table in walled if not catalogue[table]}
    assert open_tables == {"timers"}


def _columns(urls):
    found: dict[str, set[str]] = {}
    for table, column in _rows(
        urls,
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'",
    ):
        found.setdefault(table, set()).add(column)
    return found


def _rows(urls, statement):
    connection = psycopg2.connect(urls.owner_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def test_the_application_role_is_no_owner_and_cannot_pass_walls(urls):
    flags = _rows(
        urls,
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'accounts_app'",
    )
    assert flags == [(False, False)]
    owners = _rows(urls, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert ("accounts_app",) not in owners


def test_tables_and_migrations_say_the_same(urls):
    assert drift("services.accounts", urls.owner_url) == []


def test_migrations_go_down_and_up_again(urls):
    downgrade("services.accounts", urls.owner_url, "20261122_0900")
    upgrade("services.accounts", urls.owner_url)
    assert drift("services.accounts", urls.owner_url) == []
