"""The walls around accounts, and the narrow doors in them.

Rows about a person are reached through a membership in the acting institution, or by the person.
What happens before the institution is known (log-in, resuming a session, opening a link) goes
through the functions below: each answers with ids only, and the service then acts for that
institution behind the wall.
"""

from alembic import op

from libs.chassis import walls

revision = "20261122_0910"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None

OF_INSTITUTION = ("enrolment", "relation", "capability", "capability_token", "import_batch")
LOOKED_UP = (
    "institution",
    "person",
    "credential",
    "membership",
    "secret",
    "session",
    "capability",
    "capability_token",
)
_PLACE = "institution_id uuid, network_id uuid"
_CURRENT = (
    "cardinality(m.roles) > 0 AND (m.starts_on IS NULL OR m.starts_on <= today)"
    " AND (m.ends_on IS NULL OR today <= m.ends_on)"
)


def upgrade() -> None:
    _walls()
    for table in LOOKED_UP:
        walls.definer_reads(op, table)
    _doors_of_people()
    _doors_of_tokens()
    _lists()


def _walls() -> None:
    for table in (*OF_INSTITUTION, "import_row"):
        walls.institution(op, table)
    walls.policy(
        op,
        "institution",
        f"id = {walls.INSTITUTION} OR network_id = {walls.NETWORK} OR EXISTS (SELECT 1 FROM"
        f" membership m WHERE m.institution_id = institution.id AND m.person_id = {walls.PERSON})",
        f"id = {walls.INSTITUTION}",
    )
    walls.policy(
        op,
        "membership",
        f"institution_id = {walls.INSTITUTION} OR person_id = {walls.PERSON}",
        f"institution_id = {walls.INSTITUTION}",
    )
    walls.policy(
        op,
        "session",
        f"institution_id = {walls.INSTITUTION} OR person_id = {walls.PERSON}",
    )
    # A new person has no membership yet: the institution that makes the account may write it.
    walls.policy(
        op,
        "person",
        _reach("person.id"),
        f"{_reach('person.id')} OR home_institution_id = {walls.INSTITUTION}",
    )
    for table in ("credential", "secret", "device"):
        walls.policy(op, table, _reach(f"{table}.person_id"))


def _reach(column: str) -> str:
    return (
        f"{column} = {walls.PERSON} OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id ="
        f" {column} AND m.institution_id = {walls.INSTITUTION})"
    )


def _doors_of_people() -> None:
    found = f"TABLE(person_id uuid, membership_id uuid, {_PLACE})"
    first = (
        "SELECT p.id, m.id, m.institution_id, i.network_id FROM person p"
        " JOIN membership m ON m.person_id = p.id JOIN institution i ON i.id = m.institution_id"
        f" LEFT JOIN credential c ON c.person_id = p.id WHERE {_CURRENT} AND {{}}"
        " ORDER BY (m.id = c.last_membership_id) DESC NULLS LAST, m.id LIMIT 1"
    )
    for name, arguments, condition in (
        ("door_of_user_name", "typed text, today date", "lower(p.user_name) = lower(typed)"),
        (
            "door_of_password_wish",
            "typed text, address text, today date",
            "lower(p.user_name) = lower(typed) AND lower(p.email) = lower(address)",
        ),
        ("door_of_person", "person uuid, today date", "p.id = person"),
    ):
        walls.definer_function(op, name, arguments, found, first.format(condition))
    # The institution whose contact a name that nobody has is shown: always the same one, and one
    # whose people have such names.
    walls.definer_function(
        op,
        "door_of_unknown_name",
        "typed text",
        f"TABLE({_PLACE})",
        "SELECT i.id, i.network_id FROM institution i WHERE i.sign_on = 'password'"
        " ORDER BY (i.user_name_scheme <> '' AND starts_with(lower(typed),"
        " lower(i.user_name_scheme))) DESC, md5(lower(typed) || i.id::text) LIMIT 1",
    )


def _doors_of_tokens() -> None:
    walls.definer_function(
        op,
        "door_of_session",
        "hash text",
        f"TABLE(session_id uuid, person_id uuid, {_PLACE})",
        "SELECT s.id, s.person_id, s.institution_id, i.network_id FROM session s"
        " JOIN institution i ON i.id = s.institution_id WHERE s.token_hash = hash",
    )
    secret = (
        "SELECT s.id, s.person_id, s.institution_id, i.network_id FROM secret s"
        " JOIN institution i ON i.id = s.institution_id WHERE "
    )
    found = f"TABLE(secret_id uuid, person_id uuid, {_PLACE})"
    walls.definer_function(op, "door_of_secret", "wanted uuid", found, f"{secret} s.id = wanted")
    walls.definer_function(
        op, "door_of_secret_token", "hash text", found, f"{secret} s.secret_hash = hash"
    )
    walls.definer_function(
        op,
        "door_of_capability",
        "hash text",
        f"TABLE(request_id uuid, {_PLACE})",
        "SELECT t.request_id, t.institution_id, i.network_id FROM capability_token t"
        " JOIN institution i ON i.id = t.institution_id WHERE t.token_hash = hash",
    )


def _lists() -> None:
    walls.definer_function(
        op,
        "all_institutions",
        "",
        f"TABLE({_PLACE})",
        "SELECT i.id, i.network_id FROM institution i ORDER BY i.id",
    )
    walls.definer_function(
        op,
        "institutions_of_person",
        "person uuid",
        f"TABLE({_PLACE})",
        "SELECT m.institution_id, i.network_id FROM membership m"
        " JOIN institution i ON i.id = m.institution_id WHERE m.person_id = person",
    )
    # Which user names and addresses (lower case) are in use anywhere, and by whom.
    walls.definer_function(
        op,
        "names_in_use",
        "names text[], addresses text[]",
        "TABLE(person_id uuid, user_name text, email text)",
        "SELECT p.id, CASE WHEN lower(p.user_name) = ANY(names) THEN lower(p.user_name) END,"
        " CASE WHEN lower(p.email) = ANY(addresses) THEN lower(p.email) END FROM person p"
        " WHERE lower(p.user_name) = ANY(names) OR lower(p.email) = ANY(addresses)",
    )


def downgrade() -> None:
    for name in (
        "door_of_user_name",
        "door_of_password_wish",
        "door_of_person",
        "door_of_unknown_name",
        "door_of_session",
        "door_of_secret",
        "door_of_secret_token",
        "door_of_capability",
        "all_institutions",
        "institutions_of_person",
        "names_in_use",
    ):
        op.execute(f"DROP FUNCTION {name}")
    for table in LOOKED_UP:
        op.execute(f"DROP POLICY {table}_look_up ON {table}")
    for table in (*LOOKED_UP, "enrolment", "relation", "device", "import_batch", "import_row"):
        op.execute(f"DROP POLICY {table}_wall ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
