"""Contracts of the forms service: definitions only. It never sees what anybody filled in.

Documents are `form/1`, `framework/1`, `scale/1` and `programme/1` JSON. A published version is
frozen: its canonical JSON is named by its sha-256 and resolves anywhere, for ever.
"""

from __future__ import annotations

from .authoring import (
    DERIVED as DERIVED,
    DISCARD_DRAFT as DISCARD_DRAFT,
    DRAFT as DRAFT,
    DRAFTS as DRAFTS,
    DRAFT_CHANGES as DRAFT_CHANGES,
    FORM_PARTS as FORM_PARTS,
    HISTORY as HISTORY,
    OFFERED as OFFERED,
    PROGRAMME_PARTS as PROGRAMME_PARTS,
    OFFER_DEFINITION as OFFER_DEFINITION,
    PUBLISH_DRAFT as PUBLISH_DRAFT,
    RETIRE_DEFINITION as RETIRE_DEFINITION,
    SAVE_DRAFT as SAVE_DRAFT,
    SHIPPED as SHIPPED,
    START_DRAFT as START_DRAFT,
    TAKE_SHIPPED as TAKE_SHIPPED,
    VERSION_CHANGES as VERSION_CHANGES,
    ChoiceNeeded as ChoiceNeeded,
    DefinitionRetiredV1 as DefinitionRetiredV1,
    DocumentUnfit as DocumentUnfit,
    DraftConflict as DraftConflict,
    DraftExists as DraftExists,
    DraftId as DraftId,
    FrameworksMissing as FrameworksMissing,
    KeyTaken as KeyTaken,
    OfHash as OfHash,
    OfKey as OfKey,
    OfKind as OfKind,
    OfferToOthers as OfferToOthers,
    PublishDraft as PublishDraft,
    Retire as Retire,
    SaveDefinitionDraft as SaveDefinitionDraft,
    Shipped as Shipped,
    StartDraft as StartDraft,
    TakeShipped as TakeShipped,
    TooOld as TooOld,
)
from .exchange import (
    DEFINITION_SCHEMA as DEFINITION_SCHEMA,
    EXPORT_DEFINITION as EXPORT_DEFINITION,
    FORMATS as FORMATS,
    LANGUAGE as LANGUAGE,
    MOST_CONTENT as MOST_CONTENT,
    READ_IMPORT as READ_IMPORT,
    DefinitionSchema as DefinitionSchema,
    ExportDefinition as ExportDefinition,
    ReadImport as ReadImport,
)
from .reading import (
    CHECK_DEFINITION as CHECK_DEFINITION,
    DEFINITION as DEFINITION,
    DEFINITIONS as DEFINITIONS,
    DEFINITION_BY_HASH as DEFINITION_BY_HASH,
    KINDS as KINDS,
    PUBLISH_DEFINITION as PUBLISH_DEFINITION,
    READERS as READERS,
    READER_KINDS as READER_KINDS,
    ByHash as ByHash,
    ByKey as ByKey,
    CheckDefinition as CheckDefinition,
    DefinitionPublishedV1 as DefinitionPublishedV1,
    DefinitionRefused as DefinitionRefused,
    Definitions as Definitions,
    PublishDefinition as PublishDefinition,
)
