"""Designing definitions: drafts, publishing with a look at what changes, retiring, offering.

A draft belongs to its institution or network, one per kind and key. It is saved as it is, with
whatever is wrong in it; only a version without problems is published.
"""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields, validate

from ..base import Event, Fault, Method, RequestSchema
from .reading import KINDS

_KEY = validate.Length(min=1, max=100)
_OWNER = validate.OneOf(["institution", "network"])
_KIND = validate.OneOf(KINDS)
DERIVED = ("extends", "complies", "inspired")


class OfKind(RequestSchema):
    kind = fields.String(load_default=None, allow_none=True, validate=_KIND)


# The drafts of the caller's institution and network, newest first -> {drafts: [{draft_id, kind,
#     key, title: {lang: str}, owner, rev, problems: int, published_version: int | None,
#     updated_at, updated_by}]}
DRAFTS = Method("forms", "drafts", OfKind)


class StartDraft(RequestSchema):
    """Of nothing, of a document (an imported file), or of a version by its hash: `revise` makes
    the next version of the same key, `copy` a new key without a bond, and `extends`, `complies`
    or `inspired` a new key that says where it comes from (`based_on`)."""

    kind = fields.String(required=True, validate=_KIND)
    key = fields.String(required=True, validate=_KEY)
    owner = fields.String(load_default="institution", validate=_OWNER)
    how = fields.String(
        load_default="empty", validate=validate.OneOf(["empty", "revise", "copy", *DERIVED])
    )
    hash = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=64))
    document = fields.Dict(load_default=None, allow_none=True)
    # Of a form that is taken over: prefix -> `key@version` of the framework to bind it to here.
    frameworks = fields.Dict(
        keys=fields.String(validate=_KEY),
        values=fields.String(validate=validate.Regexp(r"[a-z][a-z0-9_-]{0,63}@[0-9]{1,6}\Z")),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=20),
    )


# -> Draft; faults DraftExists, Forbidden, FrameworksMissing
# Draft = {draft_id, kind, key, owner, rev, document, origin: {key, version, hash, how} | None,
#     published_version: int | None, problems: [{path, code, message, params}], started_at,
#     updated_at, updated_by}
START_DRAFT = Method("forms", "start_draft", StartDraft)


class DraftId(RequestSchema):
    draft_id = fields.UUID(required=True)


# -> Draft
DRAFT = Method("forms", "draft", DraftId)


class SaveDefinitionDraft(RequestSchema):
    draft_id = fields.UUID(required=True)
    rev = fields.Integer(required=True, validate=validate.Range(min=1))
    document = fields.Dict(required=True)


# The whole document -> {rev, problems, updated_at}; fault DraftConflict when `rev` is not the
# newest: nothing is saved, and DRAFT gives the other author's copy
SAVE_DRAFT = Method("forms", "save_draft", SaveDefinitionDraft)


class DiscardDraft(DraftId):
    """`rev`: of the copy that its author saw. Without one, as a gateway of before asks, what was
    saved since goes along."""

    rev = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1))


# -> {}; fault DraftConflict when `rev` is not the newest: nothing is thrown away
DISCARD_DRAFT = Method("forms", "discard_draft", DiscardDraft)

# What publishing would change since the newest version of the key, of a first own version since
#     the network's that it takes the place of -> {since: int | None,
#     safe: [Change], careful: [Change], refused: [Change]}; Change = {path, code, params,
#     message}. Only forms have colours; of other kinds every change is careful.
DRAFT_CHANGES = Method("forms", "draft_changes", DraftId)


class OfHash(RequestSchema):
    hash = fields.String(required=True, validate=validate.Length(equal=64))


# What a published version changed since the one before it of the same owner -> as DRAFT_CHANGES;
#     `since` None: it is the first. NotFound for a version that does not count here
VERSION_CHANGES = Method("forms", "version_changes", OfHash)


class PublishDraft(RequestSchema):
    """`open_drafts`: what becomes of what people have open on the version before when something
    careful changes: `finish` on it, or `move`, with the steps of the document's `migrate`. Where
    a form changes nothing careful it is not asked for."""

    draft_id = fields.UUID(required=True)
    rev = fields.Integer(required=True, validate=validate.Range(min=1))
    open_drafts = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(["finish", "move"])
    )


# Freeze and let go of the draft -> {key, version, hash}; faults DraftConflict, DefinitionRefused,
#     ChoiceNeeded
PUBLISH_DRAFT = Method("forms", "publish_draft", PublishDraft)


class OfKey(RequestSchema):
    kind = fields.String(required=True, validate=_KIND)
    key = fields.String(required=True, validate=_KEY)


# Newest first -> {kind, key, is_retired, is_offered, versions: [{version, hash, owner,
#     published_at, published_by}], uses: [Named], dashboards: [Named]}; Named = {kind, key,
#     version, title}; `uses` are the newest published definitions here that name any version of
#     this one, `dashboards` the programmes on whose dashboards a framework is charted: they name
#     it, or a form of theirs does
HISTORY = Method("forms", "history", OfKey)


class Retire(OfKey):
    is_retired = fields.Boolean(required=True)


# A retired form or programme is started nowhere; what runs goes on -> {is_retired}; fault
#     DefinitionRefused for one that comes back where another got its title meanwhile
RETIRE_DEFINITION = Method("forms", "retire_definition", Retire)


class OfferToOthers(OfKey):
    is_offered = fields.Boolean(required=True)


# Whether other institutions and networks find the newest version in the library -> {is_offered}
OFFER_DEFINITION = Method("forms", "offer_definition", OfferToOthers)

# What others offer -> {offered: [{kind, key, version, hash, title, purpose, minutes, process,
#     institution_id | None, network_id | None, published_at}]}; START_DRAFT takes the hash
OFFERED = Method("forms", "offered", OfKind)


_SHIPPED_KIND = validate.OneOf(["form", "programme"])


class Shipped(RequestSchema):
    kind = fields.String(load_default="form", validate=_SHIPPED_KIND)


# The process library that comes with the platform -> {shipped: [{kind, key, process: int | None,
#     title: {lang: str}, purpose: {lang} | None, minutes, stakes, who: [{lang}], is_here: bool (the
#     caller's institution or network has this key)}]}
SHIPPED = Method("forms", "shipped", Shipped)


class TakeShipped(RequestSchema):
    kind = fields.String(load_default="form", validate=_SHIPPED_KIND)
    key = fields.String(required=True, validate=_KEY)
    owner = fields.String(load_default="institution", validate=_OWNER)
    as_draft = fields.Boolean(load_default=False)


# Publish one of them as it is, or begin a draft of it; what it refers to and is not here is
#     published along -> {kind, key, version | None, hash | None, draft_id | None, along: [{kind,
#     key, version, hash}]}; faults KeyTaken, DraftExists, DefinitionRefused
TAKE_SHIPPED = Method("forms", "take_shipped", TakeShipped)


# What a programme is made of, in one read -> {forms: [{key, title: {lang: str}, decides,
#     registrations: [kind], ratings: [{item, scale: key@version, label: {lang}}]}], scales: [{key,
#     version, title, levels, min, max}]}; retired forms are left out. `ratings`: those that a
#     level can ask for, given by somebody else than the learner, as the form words their question;
#     `label` is empty where one is worked out. `levels`: {value, label} of each, also of up to 13
#     whole steps that have no words; empty where there are more: any step from `min` to `max`
PROGRAMME_PARTS = Method("forms", "programme_parts")

# What a form can name, in one read: the newest of each -> {scales: [{key, version, title: {lang:
#     str}, document}], frameworks: [{key, version, title, outcomes}]}
FORM_PARTS = Method("forms", "form_parts")


class DraftExists(Fault):
    """`params.draft_id`: the draft that is already there."""

    code = "forms.draft_exists"
    status = 409
    message = "Somebody is already working on this."


class DraftConflict(Fault):
    """`params`: rev, updated_at, updated_by of the newer copy."""

    code = "forms.draft_conflict"
    status = 412
    message = "Somebody else saved this in the meantime."


class DocumentUnfit(Fault):
    """`params`: code; `errors`: the problem. Too large, too deep, or no plain text: not kept."""

    code = "forms.document_unfit"
    status = 422
    message = "This is too large or too deep to be kept, or holds signs that are no text."


class ChoiceNeeded(Fault):
    """`params`: careful, the number of changes that ask for a choice about open drafts."""

    code = "forms.choice_needed"
    status = 409
    message = "Say first what becomes of what people have open: finish on the old version, or move."


class KeyTaken(Fault):
    code = "forms.key_taken"
    status = 409
    message = "There is already one with this name."


class FrameworksMissing(Fault):
    """`params.missing`: prefix -> `key@version` of the frameworks that a form to take over names
    and that are not published here. Nothing was begun; START_DRAFT takes `frameworks`."""

    code = "forms.frameworks_missing"
    status = 409
    message = "This form names frameworks that are not published here: choose others for them."


class TooOld(Fault):
    """A version can be revised only from the newest."""

    code = "forms.not_newest"
    status = 409
    message = "There is a newer version of this."


@dataclass(frozen=True, kw_only=True)
class DefinitionRetiredV1(Event):
    """Retired, or brought back (`is_retired` false)."""

    NAME = "forms.definition_retired.v1"
    kind: str
    key: str
    is_retired: bool
