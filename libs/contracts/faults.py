"""Faults that any service may answer with. Each service adds its own in its contract module."""

from __future__ import annotations

from .base import Fault


class InvalidRequest(Fault):
    code = "chassis.invalid_request"
    status = 422
    message = "Some fields are missing or wrong."


class NotFound(Fault):
    """Absent and not-yours are the same answer, so nobody can probe for what exists."""

    code = "chassis.not_found"
    status = 404
    message = "There is nothing here, or it is not yours to see."


class Forbidden(Fault):
    code = "chassis.forbidden"
    status = 403
    message = "Your role does not allow this."


class NotSignedIn(Fault):
    code = "chassis.not_signed_in"
    status = 401
    message = "The passport is missing, expired or not valid for this service."


class StepUpRequired(Fault):
    """The act needs a fresh second proof (a mailed code) within this session."""

    code = "chassis.step_up_required"
    status = 403
    message = "Confirm with the code from your e-mail first."


class Conflict(Fault):
    code = "chassis.conflict"
    status = 409
    message = "This was changed in the meantime."


class RevisionMismatch(Fault):
    """The `rev` sent is not the stored one; `params` holds the current `rev`."""

    code = "chassis.revision_mismatch"
    status = 412
    message = "Someone, or another device of yours, changed this in the meantime."


class RequestInProgress(Fault):
    code = "chassis.request_in_progress"
    status = 409
    message = "The same request is being carried out at this moment."


class IdempotencyKeyReused(Fault):
    code = "chassis.idempotency_key_reused"
    status = 422
    message = "This Idempotency-Key was used for another request."


class TooManyRequests(Fault):
    code = "chassis.too_many_requests"
    status = 429
    message = "Too many tries. Please wait a moment."


class UnknownMethod(Fault):
    code = "chassis.unknown_method"
    status = 500
    message = "The service does not know this call."


class ServiceUnavailable(Fault):
    """No answer can be had now (no broker, no callee, no database). Safe to try again."""

    code = "chassis.unavailable"
    status = 503
    message = "This part is not available at the moment. Please try again shortly."


class DeadlineExceeded(Fault):
    code = "chassis.deadline_exceeded"
    status = 504
    message = "The answer took too long."


class InternalError(Fault):
    code = "chassis.internal_error"
    status = 500
    message = "Something went wrong on our side. It has been recorded."
