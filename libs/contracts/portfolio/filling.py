"""Filling in: drafts, sending, and everything else one does with a stage."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .reading import RecordId
from .terms import PERSON_OR_LINK, REASON, SHORT, Address, Context


class SaveDraft(RequestSchema):
    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)
    rev = fields.Integer(required=True)
    answers = fields.Dict(required=True)
    context = fields.Nested(Context, allow_none=True, load_default=None)


# Partial, skips `required` -> {rev, saved_at, computed, errors: [AnswerError]}; RevisionMismatch.
# AnswerError = {item, row, code, params, message: {lang}}
SAVE_DRAFT = Method("portfolio", "save_draft", SaveDraft, kinds=PERSON_OR_LINK)


class Send(RequestSchema):
    """Send a stage: fill, approve, sign, decide or release. Without answers the draft is sent."""

    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)
    rev = fields.Integer(load_default=None, allow_none=True)
    answers = fields.Dict(load_default=None, allow_none=True)
    context = fields.Nested(Context, allow_none=True, load_default=None)
    actor_name = fields.String(load_default=None, allow_none=True, validate=SHORT)
    actor_role = fields.String(load_default=None, allow_none=True, validate=SHORT)
    # By a link, from a browser in which the learner has logged in: said by the gateway alone.
    same_browser = fields.Boolean(load_default=False)


# -> {record_id, contribution_id, revision, sent_at, undo_until, correct_until | None, state,
#     decision_id | None}; faults AnswersIncomplete, RecordClosed, StepUpRequired
SEND = Method("portfolio", "send", Send, kinds=PERSON_OR_LINK)


class SendOnDevice(RequestSchema):
    """What an assessor filled in on the learner's device. In an anonymous round nobody is named."""

    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)
    answers = fields.Dict(required=True)
    actor_name = fields.String(load_default=None, allow_none=True, validate=SHORT)
    actor_email = Address(load_default=None, allow_none=True)
    actor_role = fields.String(load_default=None, allow_none=True, validate=SHORT)


# -> as SEND; the one named gets a mail to confirm it; faults AnswersIncomplete, OwnAddress
SEND_ON_DEVICE = Method("portfolio", "send_on_device", SendOnDevice)


class StageOfRecord(RequestSchema):
    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)


class SentBefore(StageOfRecord):
    on_device = fields.Boolean(load_default=False)


# Whether a Send of the caller (SEND_ON_DEVICE with `on_device`) took effect with the key of this
# call: for who sends again and cannot read the record any more -> {sent: bool}
SENT_BEFORE = Method("portfolio", "sent_before", SentBefore, kinds=PERSON_OR_LINK)
UNDO_SEND = Method("portfolio", "undo_send", StageOfRecord, kinds=PERSON_OR_LINK)  # -> {rev}
# Opens an own sent contribution within the correction window -> {rev}
CORRECT = Method("portfolio", "correct", StageOfRecord, kinds=PERSON_OR_LINK)


class StageWithReason(StageOfRecord):
    reason = fields.String(load_default="", validate=REASON)


class Confirm(StageOfRecord):
    was_me = fields.Boolean(required=True)
    same_browser = fields.Boolean(load_default=False)  # as in SEND


# By the link of the mail: it was I -> it counts as theirs; it was not -> it counts no more -> {}
CONFIRM = Method("portfolio", "confirm", Confirm, kinds=frozenset({"link"}))
DECLINE = Method("portfolio", "decline", StageWithReason, kinds=PERSON_OR_LINK)  # -> {state}
RETURN_RECORD = Method("portfolio", "return_record", StageWithReason, kinds=PERSON_OR_LINK)
OBJECT = Method("portfolio", "object", StageWithReason)  # -> {state}
# Ask nobody further: what is still open in a round of raters ends -> {state}; NotNow below the
# smallest group that may be shown. Of an anonymous round the answers of this morning are counted
CLOSE_ROUND = Method("portfolio", "close_round", StageOfRecord)
# The one link by which anybody answers an anonymous round -> {token, not_after}. The token is told
# this once; an earlier link of the round lets nobody in any more. Asked again with the same key it
# is one more token of the same link. NotNow where the form has none, or once that link was replaced
OPEN_ROUND_LINK = Method("portfolio", "open_round_link", StageOfRecord)
STOP_ROUND_LINK = Method("portfolio", "stop_round_link", StageOfRecord)  # -> {}


class PassOn(StageOfRecord):
    email = Address(required=True)
    name = fields.String(load_default=None, allow_none=True, validate=SHORT)


PASS_ON = Method("portfolio", "pass_on", PassOn, kinds=PERSON_OR_LINK)  # -> {sent_to}
SEEN = Method("portfolio", "seen", StageOfRecord, kinds=PERSON_OR_LINK)  # first input -> {}


class WithdrawRecord(RecordId):
    reason = fields.String(load_default="", validate=REASON)


WITHDRAW_RECORD = Method("portfolio", "withdraw_record", WithdrawRecord)  # -> {state}
CANCEL_DRAFT = Method("portfolio", "cancel_draft", RecordId)  # a draft never sent is deleted -> {}


class ApproveMany(RequestSchema):
    """Approve, sign or release several waiting records at once, where their forms let this step
    be done in one go (`batch`): all or none, but for those where a draft of this step is open."""

    records = fields.List(
        fields.Nested(StageOfRecord), required=True, validate=validate.Length(1, 100)
    )


# -> {approved: int, left: [{record_id, stage, code}]}: how many were done, and what was left with
# code `begun`: something was written there that is not sent yet; nothing of it is lost.
# Fault NotNow, code `not_in_batch`: not in one go
APPROVE_MANY = Method("portfolio", "approve_many", ApproveMany)
