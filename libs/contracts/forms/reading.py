"""Reading, checking and publishing definitions."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields, validate

from ..base import Event, Fault, Method, RequestSchema

READERS = frozenset({"gateway", "portfolio", "dashboards", "notifications"})
READER_KINDS = frozenset({"person", "link", "service"})
LISTER_KINDS = frozenset({"person", "service"})
KINDS = ("form", "framework", "scale", "programme")


class ByHash(RequestSchema):
    hash = fields.String(required=True, validate=validate.Length(equal=64))


# -> {kind, key, version, hash, document}; frozen, so callers cache it for ever
DEFINITION_BY_HASH = Method(
    "forms", "definition_by_hash", ByHash, issuers=READERS, kinds=READER_KINDS
)


class ByKey(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    key = fields.String(required=True, validate=validate.Length(max=100))
    version = fields.Integer(load_default=None, allow_none=True)


# The institution's own or its network's; without a version the newest ->
# {kind, key, version, hash, document, owner: institution | network, is_retired}
DEFINITION = Method("forms", "definition", ByKey, issuers=READERS, kinds=READER_KINDS)


class Definitions(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


# The newest published version of each -> {definitions: [{kind, key, version, hash, title: {lang:
# str}, owner: institution | network, published_at, minutes, is_retired}]}. Not for a mailed link:
# it reads the definitions of its own record, which the record names.
DEFINITIONS = Method("forms", "definitions", Definitions, issuers=READERS, kinds=LISTER_KINDS)


class CheckDefinition(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    document = fields.Dict(required=True)


# -> {problems: [{path, code, message, params}]}
CHECK_DEFINITION = Method("forms", "check_definition", CheckDefinition)


class PublishDefinition(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    document = fields.Dict(required=True)
    owner = fields.String(
        load_default="institution", validate=validate.OneOf(["institution", "network"])
    )


# Same content again changes nothing -> {key, version, hash}; fault DefinitionRefused
PUBLISH_DEFINITION = Method("forms", "publish_definition", PublishDefinition)


class DefinitionRefused(Fault):
    """`errors`: problems by path."""

    code = "forms.definition_refused"
    status = 422
    message = "The definition has problems that must be solved first."


@dataclass(frozen=True, kw_only=True)
class DefinitionPublishedV1(Event):
    """A frozen version. institution_id None: it belongs to the network and serves all of it.

    `open_drafts`: whether what is open on the version before finishes there or moves along.
    """

    NAME = "forms.definition_published.v1"
    kind: str
    key: str
    definition_version: int
    hash: str
    open_drafts: str = "finish"
