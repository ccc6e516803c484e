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
        return self.database.read(call, queries.check_definition, request)

    @rpc(contract.PUBLISH_DEFINITION)
    def publish_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.publish_definition, request)

    # Designing

    @rpc(contract.DRAFTS)
    def drafts(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.drafts, request)

    @rpc(contract.START_DRAFT)
    def start_draft(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.start_draft, request)

    @rpc(contract.DRAFT)
    def draft(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.draft, request)

    @rpc(contract.SAVE_DRAFT)
    def save_draft(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.save_draft, request)

    @rpc(contract.DISCARD_DRAFT)
    def discard_draft(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.discard_draft, request)

    @rpc(contract.DRAFT_CHANGES)
    def draft_changes(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.draft_changes, request)

    @rpc(contract.PUBLISH_DRAFT)
    def publish_draft(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.publish_draft, request)

    @rpc(contract.PROGRAMME_PARTS)
    def programme_parts(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.programme_parts, request)

    @rpc(contract.FORM_PARTS)
    def form_parts(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.form_parts, request)

    @rpc(contract.HISTORY)
    def history(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.history, request)

    @rpc(contract.VERSION_CHANGES)
    def version_changes(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.version_changes, request)

    @rpc(contract.RETIRE_DEFINITION)
    def retire_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.retire_definition, request)

    @rpc(contract.OFFER_DEFINITION)
    def offer_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.offer_definition, request)

    @rpc(contract.OFFERED)
    def offered(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.offered, request)

    @rpc(contract.SHIPPED)
    def shipped(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.shipped, request)

    @rpc(contract.TAKE_SHIPPED)
    def take_shipped(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.write(call, use_cases.take_shipped, request)

    # Files

    @rpc(contract.EXPORT_DEFINITION)
    def export_definition(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.export_definition, request)

    @rpc(contract.READ_IMPORT)
    def read_import(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.read_import, request)

    @rpc(contract.DEFINITION_SCHEMA)
    def definition_schema(self, call: Any, request: dict[str, Any]) -> dict[str, Any]:
        return self.database.read(call, queries.definition_schema, request)
