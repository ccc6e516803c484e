"""Starting a form and asking somebody for feedback."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .terms import LANGUAGE, SHORT, Address, Context


class StartRecord(RequestSchema):
    """Start a form oneself (reflection, goal, shift, ComBeL). Participants with a relation or an
    office are found by the service; `invited` ones can be added later by asking."""

    portfolio_id = fields.UUID(required=True)
    form_key = fields.String(required=True, validate=SHORT)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=SHORT)
    context = fields.Nested(Context, required=True)
    language = fields.String(load_default="nl", validate=LANGUAGE)


START_RECORD = Method("portfolio", "start_record", StartRecord)  # -> {record_id}


class Assessor(RequestSchema):
    """Someone with an account (`person_id`), or anyone by e-mail address."""

    person_id = fields.UUID(allow_none=True)
    email = Address(allow_none=True)
    name = fields.String(allow_none=True, validate=SHORT)
    role_title = fields.String(allow_none=True, validate=SHORT)
    group = fields.String(allow_none=True, validate=SHORT)


class AskFeedback(RequestSchema):
    """Ask one person. With `record_id` a further rater is asked into a record that runs."""

    portfolio_id = fields.UUID(required=True)
    record_id = fields.UUID(load_default=None, allow_none=True)
    form_key = fields.String(required=True, validate=SHORT)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=SHORT)
    assessor = fields.Nested(Assessor, load_default=None, allow_none=True)
    # The assessor fills in on the learner's own device and says there who they are.
    on_device = fields.Boolean(load_default=False)
    context = fields.Nested(Context, required=True)
    answers = fields.Dict(load_default=dict)
    message = fields.String(load_default="", validate=validate.Length(max=1000))
    language = fields.String(load_default="nl", validate=LANGUAGE)
    again = fields.Boolean(load_default=False)


# -> {record_id, request_id, sent_to}; faults AlreadyAsked, OwnAddress, AnswersIncomplete
ASK_FEEDBACK = Method("portfolio", "ask_feedback", AskFeedback)


class HandOver(RequestSchema):
    """The learner hands the device over for a stage that waits for somebody invited."""

    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)


HAND_OVER = Method("portfolio", "hand_over", HandOver)  # -> {}; faults NotNow, NotFound


class AskRater(RequestSchema):
    """One more rater for a round that is open, by who agrees with the choice, else the learner."""

    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=SHORT)
    assessor = fields.Nested(Assessor, required=True)
    message = fields.String(load_default="", validate=validate.Length(max=1000))


ASK_RATER = Method("portfolio", "ask_rater", AskRater)  # -> {sent_to}; faults OwnAddress, NotNow


class RequestId(RequestSchema):
    request_id = fields.UUID(required=True)


REMIND = Method("portfolio", "remind", RequestId)  # -> {request: Request}; fault TooManyRequests
WITHDRAW_REQUEST = Method("portfolio", "withdraw_request", RequestId)  # -> {request: Request}
