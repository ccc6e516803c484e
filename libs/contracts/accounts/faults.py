"""Refusals of the accounts service."""

from __future__ import annotations

from libs.contracts.base import Fault


class SignInRefused(Fault):
    """One answer for unknown user, wrong password, blocked account and left members. `params`:
    tries_left, or None wherever the device was not in this account before."""

    code = "accounts.sign_in_refused"
    status = 401
    message = "User name or password is not right."


class AccountBlocked(Fault):
    """Only told where that the account exists is known: on a device that was inside it before, by
    a mailed link, or logged in.
    `params`: reset_unblocks: bool."""

    code = "accounts.blocked"
    status = 403
    message = "This account is blocked after three failed log-ins."


class PasswordRefused(Fault):
    """`params`: broken: [rule key]."""

    code = "accounts.password_refused"
    status = 422
    message = "The password does not meet all requirements."


class SignOnElsewhere(Fault):
    """The institution signs its people on itself (single sign-on): there is no password here.
    `params`: contact: Contact."""

    code = "accounts.sign_on_elsewhere"
    status = 409
    message = "Your institution signs you on; change your password there."


class LinkEnded(Fault):
    """`params`: state: expired | used | ended."""

    code = "accounts.link_ended"
    status = 410
    message = "This link no longer works. Ask for a new one."


class CodeRefused(Fault):
    """`params`: tries_left."""

    code = "accounts.code_refused"
    status = 422
    message = "This code is not right or no longer valid."


class FileUnreadable(Fault):
    code = "accounts.file_unreadable"
    status = 422
    message = "The file could not be read as CSV or XLSX."


class ImportHasErrors(Fault):
    code = "accounts.import_has_errors"
    status = 409
    message = "The import holds rows with errors; nothing was imported."


class AlreadyInUse(Fault):
    """`params`: field."""

    code = "accounts.already_in_use"
    status = 409
    message = "This user name or e-mail address is already in use."
