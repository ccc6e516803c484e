"""What the API answers, as marshmallow schemas: the source of the OpenAPI text.

Ids and instants are strings, dates are ISO civil dates, wording maps a language to a text.
Answers pass through as the services give them; unknown fields are kept, so a newer service's
additions reach the caller.
"""

from __future__ import annotations

from .base import (
    Nothing as Nothing,
    Shape as Shape,
    listed as listed,
    text as text,
    wording as wording,
)
from .collected import (
    AreaContent as AreaContent,
    DataPoint as DataPoint,
    DataPoints as DataPoints,
    Decisions as Decisions,
    Notes as Notes,
    NoteWritten as NoteWritten,
    Registrations as Registrations,
)
from .dashboards import (
    Area as Area,
    Learners as Learners,
    Overview as Overview,
    Progress as Progress,
    Report as Report,
    Unanswered as Unanswered,
)
from .definitions import (
    Changes as Changes,
    Definition as Definition,
    DefinitionDraft as DefinitionDraft,
    DefinitionDraftSaved as DefinitionDraftSaved,
    DefinitionFile as DefinitionFile,
    Definitions as Definitions,
    Drafts as Drafts,
    FormParts as FormParts,
    History as History,
    JsonSchema as JsonSchema,
    Offered as Offered,
    OfferedOrNot as OfferedOrNot,
    ProgrammeParts as ProgrammeParts,
    Problems as Problems,
    Published as Published,
    ReadFile as ReadFile,
    Retired as Retired,
    Shipped as Shipped,
    TakenShipped as TakenShipped,
)
from .documents import (
    Attachment as Attachment,
    AttachmentReply as AttachmentReply,
    BegunFile as BegunFile,
    Choices as Choices,
    RaterAsked as RaterAsked,
    RecordFiles as RecordFiles,
    File as File,
    FileLink as FileLink,
    FileReply as FileReply,
    Folder as Folder,
    FolderReply as FolderReply,
    Folders as Folders,
    Upload as Upload,
)
from .messages import (
    Badge as Badge,
    MailStates as MailStates,
    Messages as Messages,
    Preferences as Preferences,
)
from .people import (
    Account as Account,
    BrokenRules as BrokenRules,
    CodeSent as CodeSent,
    Colleagues as Colleagues,
    EmailChanged as EmailChanged,
    Ended as Ended,
    Enrolled as Enrolled,
    LearnerNames as LearnerNames,
    Link as Link,
    NamesOfPeople as NamesOfPeople,
    PasswordLink as PasswordLink,
    PasswordRules as PasswordRules,
    PersonInFull as PersonInFull,
    Related as Related,
    SentTo as SentTo,
    Counts as Counts,
    ImportPreview as ImportPreview,
    ImportProblem as ImportProblem,
    ImportRow as ImportRow,
    Me as Me,
    Membership as Membership,
    MeReply as MeReply,
    People as People,
    Person as Person,
    PersonReply as PersonReply,
    SessionInfo as SessionInfo,
    SessionRow as SessionRow,
    Sessions as Sessions,
    SignedIn as SignedIn,
)
from .plans import (
    Adapted as Adapted,
    Plan as Plan,
    EffectOfProgramme as EffectOfProgramme,
)
from .goals import Goals as Goals
from .portfolios import (
    Approved as Approved,
    Asked as Asked,
    Assessors as Assessors,
    Contribution as Contribution,
    Dossier as Dossier,
    Dossiers as Dossiers,
    DraftSaved as DraftSaved,
    Home as Home,
    MayAct as MayAct,
    Participant as Participant,
    PassedOn as PassedOn,
    Portfolio as Portfolio,
    Record as Record,
    RecordCard as RecordCard,
    Records as Records,
    Request as Request,
    RequestReply as RequestReply,
    Requests as Requests,
    Revision as Revision,
    Sent as Sent,
    StageState as StageState,
    Started as Started,
    RoundLink as RoundLink,
    State as State,
    Task as Task,
    Waiting as Waiting,
)
from .rehearsal import (
    Rehearse as Rehearse,
    Rehearsed as Rehearsed,
)
from .setup import (
    Institution as Institution,
    Institutions as Institutions,
    Setup as Setup,
)
