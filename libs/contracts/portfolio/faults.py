"""Refusals of the portfolio service."""

from __future__ import annotations

from libs.contracts.base import Fault


class AnswersIncomplete(Fault):
    """`errors`: {item or item.row: {code, message: {lang}, params}}. Nothing was sent; the draft
    stays."""

    code = "portfolio.answers_incomplete"
    status = 422
    message = "Some answers are missing or not possible."


class RecordClosed(Fault):
    code = "portfolio.record_closed"
    status = 409
    message = "This form is closed and can no longer be changed."


class NotNow(Fault):
    """`params`: code of the engine's refusal."""

    code = "portfolio.not_now"
    status = 409
    message = "This step is not possible at this moment."


class AlreadyAsked(Fault):
    """`params`: request_id, asked_at."""

    code = "portfolio.already_asked"
    status = 409
    message = "You already asked this person; a reminder is possible."


class OwnAddress(Fault):
    code = "portfolio.own_address"
    status = 422
    message = "You cannot assess yourself."


class FormRetired(Fault):
    """`params`: form_key. What runs goes on; nothing new is started."""

    code = "portfolio.form_retired"
    status = 409
    message = "This form is no longer in use."


class FormNotOffered(Fault):
    code = "portfolio.form_not_offered"
    status = 422
    message = "This form is not part of the programme."


class NoStakes(Fault):
    code = "portfolio.no_stakes"
    status = 409
    message = "Nothing is decided in this programme: this form would take a decision."
