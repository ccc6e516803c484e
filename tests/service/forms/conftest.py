"""A forms database of each test's own, and people who may or may not publish."""

import datetime as dt
import uuid

import pytest

from libs.chassis import testing
from libs.chassis.database import Database
from libs.chassis.principal import Principal
from libs.contracts import forms as contract
from services.forms import queries, use_cases


class Desk:
    """Calls the forms service as somebody, as the gateway would."""

    def __init__(self, database, principal):
        self.database, self.principal = database, principal

    def publish(self, kind, document, owner="institution"):
        call = testing.call(self.principal, contract.PUBLISH_DEFINITION)
        request = {"kind": kind, "document": document, "owner": owner}
        return self.database.write(call, use_cases.publish_definition, request)

    def check(self, kind, document):
        call = testing.call(self.principal, contract.CHECK_DEFINITION)
        request = {"kind": kind, "document": document}
        return self.database.read(call, queries.check_definition, request)["problems"]

    def definition(self, kind, key, version=None):
        call = testing.call(self.principal, contract.DEFINITION)
        request = {"kind": kind, "key": key, "version": version}
        return self.database.read(call, queries.definition, request)

    def by_hash(self, name):
        call = testing.call(self.principal, contract.DEFINITION_BY_HASH)
        return self.database.read(call, queries.definition_by_hash, {"hash": name})

    def definitions(self, kind):
        call = testing.call(self.principal, contract.DEFINITIONS)
        return self.database.read(call, queries.definitions, {"kind": kind})["definitions"]

    # Designing

    def _write(self, method, use_case, **fields):
        return self.database.write(testing.call(self.principal, method), use_case, fields)

    def _read(self, method, query, **fields):
        return self.database.read(testing.call(self.principal, method), query, fields)

    def start(self, kind, key, **fields):
        return self._write(
            contract.START_DRAFT, use_cases.start_draft, kind=kind, key=key, **fields
        )

    def save(self, draft, document):
        """Save over the copy that was seen."""
        return self._write(
            contract.SAVE_DRAFT,
            use_cases.save_draft,
            draft_id=uuid.UUID(draft["draft_id"]),
            rev=draft["rev"],
            document=document,
        )

    def publish_draft(self, draft, **choice):
        return self._write(
            contract.PUBLISH_DRAFT,
            use_cases.publish_draft,
            draft_id=uuid.UUID(draft["draft_id"]),
            rev=draft["rev"],
            **choice,
        )

    def discard(self, draft_id, **seen):
        return self._write(
            contract.DISCARD_DRAFT, use_cases.discard_draft, draft_id=uuid.UUID(draft_id), **seen
        )

    def drafts(self, kind=None):
        return self._read(contract.DRAFTS, queries.drafts, kind=kind)["drafts"]

    def draft(self, draft_id):
        return self._read(contract.DRAFT, queries.draft, draft_id=uuid.UUID(draft_id))

    def changes(self, draft_id):
        return self._read(
            contract.DRAFT_CHANGES, queries.draft_changes, draft_id=uuid.UUID(draft_id)
        )

    def version_changes(self, content_hash):
        return self._read(contract.VERSION_CHANGES, queries.version_changes, hash=content_hash)

    def history(self, kind, key):
        return self._read(contract.HISTORY, queries.history, kind=kind, key=key)

    def form_parts(self):
        return self._read(contract.FORM_PARTS, queries.form_parts)

    def programme_parts(self):
        return self._read(contract.PROGRAMME_PARTS, queries.programme_parts)

    def offered(self, kind=None):
        return self._read(contract.OFFERED, queries.offered, kind=kind)["offered"]

    def retire(self, kind, key, is_retired=True):
        return self._write(
            contract.RETIRE_DEFINITION,
            use_cases.retire_definition,
            kind=kind,
            key=key,
            is_retired=is_retired,
        )

    def offer(self, kind, key, is_offered=True):
        return self._write(
            contract.OFFER_DEFINITION,
            use_cases.offer_definition,
            kind=kind,
            key=key,
            is_offered=is_offered,
        )


@pytest.fixture
def database(fresh_database):
    clock = testing.FixedClock(dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC))
    opened = Database.standalone(fresh_database("forms").app_url, service="forms", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def network_id():
    return uuid.uuid4()


@pytest.fixture
def as_somebody(database, network_id):
    """`as_somebody("local_admin")`: a desk; people of one test share a network by default."""

    def somebody(*roles, institution_id=None, network="own"):
        principal = Principal(
            kind="person",
            issuer="gateway",
            person_id=uuid.uuid4(),
            institution_id=institution_id or uuid.uuid4(),
            network_id=network_id if network == "own" else network,
            roles=frozenset(roles),
        )
        return Desk(database, principal)

    return somebody
