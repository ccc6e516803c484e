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
        return self.database.read(call, use_cases.check_definition, request)["problems"]

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
