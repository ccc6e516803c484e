"""Contracts of the portfolio service: portfolios, records, requests, data points, decisions.

Shapes used in several replies (ids and instants are strings, dates civil ISO dates):

- RecordCard: {record_id, portfolio_id, learner_id, dossier_key, form_key, form_version,
  form_hash, title: {lang}, state: draft | running | done | withdrawn | expired, stakes,
  encounter_date, context, stages: [StageState], waiting_for: [{participant_id, role, person_id,
  name}], last_at, started_at}
- StageState: {stage, act, state, participants: [Participant]}
- Participant: {participant_id, role, group, person_id | None, name (as stated) | None,
  email_hint | None, state, sent_at, verified: account | link | device | none}
- Request: {request_id, record_id, portfolio_id, learner_id, form_key, title, participant_id,
  assessor: Participant, state: open | seen | started | submitted | declined | withdrawn | expired
  | passed_on | unconfirmed (filled in on the learner's device), asked_at, expires_at, reminders,
  reminded_at, reason, encounter_date}
- Task (what waits for the caller): {record_id, stage, act, role, participant_id, title: {lang},
  form_key, learner_id, portfolio_id, since, due_at, encounter_date}

Answers documents are those of `form/1` (see docs/forms.md). Every write takes an idempotency key
from the call.
"""

from __future__ import annotations

from .asking import (
    ASK_FEEDBACK as ASK_FEEDBACK,
    ASK_RATER as ASK_RATER,
    HAND_OVER as HAND_OVER,
    REMIND as REMIND,
    START_RECORD as START_RECORD,
    WITHDRAW_REQUEST as WITHDRAW_REQUEST,
    AskFeedback as AskFeedback,
    AskRater as AskRater,
    Assessor as Assessor,
    RequestId as RequestId,
    StartRecord as StartRecord,
)
from .between_services import (
    REQUEST_FOR_MAIL as REQUEST_FOR_MAIL,
    RESTATE as RESTATE,
    Restate as Restate,
)
from .collected import (
    DECISIONS as DECISIONS,
    DELETE_NOTE as DELETE_NOTE,
    GOALS as GOALS,
    LINK_TO_GOAL as LINK_TO_GOAL,
    NOTES as NOTES,
    REGISTRATIONS as REGISTRATIONS,
    UNLINK_FROM_GOAL as UNLINK_FROM_GOAL,
    WRITE_NOTE as WRITE_NOTE,
    GoalLink as GoalLink,
    NoteId as NoteId,
    WriteNote as WriteNote,
)
from .events import (
    DataPointsRecordedV1 as DataPointsRecordedV1,
    DecisionIssuedV1 as DecisionIssuedV1,
    FileLeftOutV1 as FileLeftOutV1,
    GoalChangedV1 as GoalChangedV1,
    PersonInformedV1 as PersonInformedV1,
    PlanAdaptedV1 as PlanAdaptedV1,
    PortfolioOpenedV1 as PortfolioOpenedV1,
    RecordChangedV1 as RecordChangedV1,
    RegistrationChangedV1 as RegistrationChangedV1,
    RequestChangedV1 as RequestChangedV1,
)
from .faults import (
    AlreadyAsked as AlreadyAsked,
    AnswersIncomplete as AnswersIncomplete,
    FormNotOffered as FormNotOffered,
    FormRetired as FormRetired,
    NoStakes as NoStakes,
    NotNow as NotNow,
    OwnAddress as OwnAddress,
    RecordClosed as RecordClosed,
)
from .files import (
    BEGIN_FILE as BEGIN_FILE,
    CHOICES as CHOICES,
    FINISH_FILE as FINISH_FILE,
    RECORD_FILE_LINK as RECORD_FILE_LINK,
    RECORD_FILES as RECORD_FILES,
    REMOVE_FILE as REMOVE_FILE,
    BeginFile as BeginFile,
    Choices as Choices,
    FinishFile as FinishFile,
    RecordFile as RecordFile,
)
from .filling import (
    APPROVE_MANY as APPROVE_MANY,
    CANCEL_DRAFT as CANCEL_DRAFT,
    CLOSE_ROUND as CLOSE_ROUND,
    OPEN_ROUND_LINK as OPEN_ROUND_LINK,
    STOP_ROUND_LINK as STOP_ROUND_LINK,
    CONFIRM as CONFIRM,
    CORRECT as CORRECT,
    DECLINE as DECLINE,
    OBJECT as OBJECT,
    PASS_ON as PASS_ON,
    RETURN_RECORD as RETURN_RECORD,
    SAVE_DRAFT as SAVE_DRAFT,
    SEEN as SEEN,
    SEND as SEND,
    SENT_BEFORE as SENT_BEFORE,
    SEND_ON_DEVICE as SEND_ON_DEVICE,
    UNDO_SEND as UNDO_SEND,
    WITHDRAW_RECORD as WITHDRAW_RECORD,
    ApproveMany as ApproveMany,
    PassOn as PassOn,
    SaveDraft as SaveDraft,
    Send as Send,
    SentBefore as SentBefore,
    StageOfRecord as StageOfRecord,
    StageWithReason as StageWithReason,
    WithdrawRecord as WithdrawRecord,
)
from .plan import (
    ADAPT_PLAN as ADAPT_PLAN,
    ADAPTATIONS as ADAPTATIONS,
    END_ADAPTATION as END_ADAPTATION,
    PLAN as PLAN,
    Adapt as Adapt,
    EndAdaptation as EndAdaptation,
)
from .reading import (
    AREA_CONTENT as AREA_CONTENT,
    ASKED as ASKED,
    DATA_POINTS as DATA_POINTS,
    DOSSIERS as DOSSIERS,
    HOME as HOME,
    PORTFOLIO_OF as PORTFOLIO_OF,
    RECENT_ASSESSORS as RECENT_ASSESSORS,
    RECORD as RECORD,
    RECORDS as RECORDS,
    WAITING as WAITING,
    AreaContent as AreaContent,
    DataPoints as DataPoints,
    OfLearner as OfLearner,
    OfPortfolio as OfPortfolio,
    PageOfPortfolio as PageOfPortfolio,
    RecordId as RecordId,
    Records as Records,
    Waiting as Waiting,
)
from .terms import (
    PERSON as PERSON,
    PERSON_OR_LINK as PERSON_OR_LINK,
    REASON as REASON,
    SERVICE as SERVICE,
    SHORT as SHORT,
    Context as Context,
)
