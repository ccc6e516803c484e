"""The front door of forms: load, delegate, dump."""

from __future__ import annotations

from typing import Any

from libs.chassis.database import Database
from libs.chassis.relay import Relay
from libs.chassis.rpc import rpc
from libs.contracts import forms as contract

from . import queries, use_cases


class FormsService:
    name = "forms"
    database = Database()
    relay = Relay()

    @rpc(contract.DEFINITION_BY_HASH)
    def definition_by_hash(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.definition_by_hash, request)

    @rpc(contract.DEFINITION)
    def definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.definition, request)

    @rpc(contract.DEFINITIONS)
    def definitions(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.definitions, request)

    @rpc(contract.CHECK_DEFINITION)
    def check_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, use_cases.check_definition, request)

    @rpc(contract.PUBLISH_DEFINITION)
    def publish_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.publish_definition, request)
