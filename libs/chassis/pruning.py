"""Forgetting what the chassis' own tables have kept long enough: sent events, claims, replies.

Replies of Idempotency-Keys stand behind the wall of their institution, and whoever prunes acts
for none. So one function, owned by the role of the migrations, deletes old ones everywhere; it
takes no argument, and the owner's policy admits it to old rows only.
"""

from __future__ import annotations

from typing import Any

# At least as long as a message can be parked and replayed, or a Send repeated.
KEPT_DAYS = 30

_OLD = f"created_at < clock_timestamp() - interval '{KEPT_DAYS} days'"

# Said after every upgrade, for databases that were made before it; a second time changes nothing.
INSTALL = f"""
DO $do$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_policy WHERE polname = 'idempotency_old_seen') THEN
        CREATE POLICY idempotency_old_seen ON idempotency FOR SELECT TO CURRENT_USER
            USING ({_OLD});
        CREATE POLICY idempotency_old_deleted ON idempotency FOR DELETE TO CURRENT_USER
            USING ({_OLD});
    END IF;
END $do$;
CREATE OR REPLACE FUNCTION forget_old_replies() RETURNS void LANGUAGE sql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp
    AS $body$ DELETE FROM idempotency WHERE {_OLD} $body$;
REVOKE ALL ON FUNCTION forget_old_replies FROM PUBLIC;
"""

_PRUNE = """
DELETE FROM outbox WHERE sent_at < clock_timestamp() - make_interval(days => %(days)s);
DELETE FROM inbox WHERE received_at < clock_timestamp() - make_interval(days => %(days)s);
SELECT forget_old_replies()
"""


def prune(cursor: Any) -> None:
    """Delete what is older than KEPT_DAYS, of all institutions, as the application role.

    `cursor` is psycopg2's. Raises psycopg2.Error; then nothing is deleted.
    """
    cursor.execute(_PRUNE, {"days": KEPT_DAYS})
