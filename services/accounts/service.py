"""The front door of accounts: load, delegate, dump."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from libs.chassis.database import Database
from libs.chassis.events import on_event
from libs.chassis.looks import look
from libs.chassis.relay import Relay
from libs.chassis.rpc import rpc
from libs.chassis.timers import due, every
from libs.contracts import accounts as contract
from libs.contracts import portfolio
from services.accounts import projections
from services.accounts.queries import (
    account,
    colleagues,
    institutions,
    password_rules,
    setup,
)
from services.accounts.queries import (
    links as link_queries,
)
from services.accounts.queries import (
    people as people_queries,
)
from services.accounts.use_cases import (
    bootstrap,
    codes,
    email,
    housework,
    import_files,
    imports,
    links,
    mail_secrets,
    passwords,
    people,
    relations,
    restate,
    sessions,
    settings,
    sign_on,
)
from services.accounts.use_cases.outcomes import told, unrepeated

# Asking for a password link takes this long whether or not the account exists.
EVEN_S = 0.25
HOUR_S = 3600


@contextmanager
def taking(seconds: float) -> Iterator[None]:
    """Fill a block up to a fixed duration, so that its time tells nothing."""
    until = time.monotonic() + seconds
    try:
        yield
    finally:
        time.sleep(max(0.0, until - time.monotonic()))


class AccountsService:
    name = "accounts"
    database = Database()
    relay = Relay()

    # Sign-on. These act for an institution found on the way, and their replies hold secrets:
    # none of them is kept under an idempotency key, but for asking a link, whose reply is empty.

    @rpc(contract.SIGN_IN)
    def sign_in(self, call, request):
        return told(self.database.write(unrepeated(call), sign_on.sign_in, request))

    @rpc(contract.RESUME_SESSION)
    def resume_session(self, call, request):
        return self.database.write(unrepeated(call), sessions.resume_session, request)

    @rpc(contract.SIGN_OUT)
    def sign_out(self, call, request):
        return self.database.write(unrepeated(call), sessions.sign_out, request)

    @rpc(contract.ASK_PASSWORD_LINK)
    def ask_password_link(self, call, request):
        with taking(EVEN_S):
            asked = partial(passwords.ask_password_link, repeatable=call)
            return self.database.write(unrepeated(call), asked, request)

    @rpc(contract.OPEN_PASSWORD_LINK)
    def open_password_link(self, call, request):
        return self.database.read(call, password_rules.open_password_link, request)

    @rpc(contract.SET_PASSWORD)
    def set_password(self, call, request):
        return told(self.database.write(unrepeated(call), passwords.set_password, request))

    @rpc(contract.CHANGE_PASSWORD)
    def change_password(self, call, request):
        return told(self.database.write(unrepeated(call), passwords.change_password, request))

    @rpc(contract.PASSWORD_RULES)
    def password_rules(self, call, request):
        return self.database.read(call, password_rules.password_rules, request)

    @rpc(contract.CHECK_PASSWORD)
    def check_password(self, call, request):
        return self.database.read(call, password_rules.check_password, request)

    @rpc(contract.ASK_EMAIL_CHANGE)
    def ask_email_change(self, call, request):
        return self.database.write(call, email.ask_email_change, request)

    @rpc(contract.CONFIRM_EMAIL_CHANGE)
    def confirm_email_change(self, call, request):
        return self.database.write(unrepeated(call), email.confirm_email_change, request)

    @rpc(contract.ASK_CODE)
    def ask_code(self, call, request):
        return self.database.write(call, codes.ask_code, request)

    @rpc(contract.CONFIRM_CODE)
    def confirm_code(self, call, request):
        return told(self.database.write(unrepeated(call), codes.confirm_code, request))

    # Sessions and one's own account

    @rpc(contract.SESSIONS)
    def sessions(self, call, request):
        return self.database.read(call, account.sessions, request)

    @rpc(contract.END_SESSION)
    def end_session(self, call, request):
        return self.database.write(call, sessions.end_session, request)

    @rpc(contract.END_OTHER_SESSIONS)
    def end_other_sessions(self, call, request):
        return self.database.write(call, sessions.end_other_sessions, request)

    @rpc(contract.CHOOSE_MEMBERSHIP)
    def choose_membership(self, call, request):
        return self.database.write(unrepeated(call), sessions.choose_membership, request)

    @rpc(contract.MY_ACCOUNT)
    def my_account(self, call, request):
        return self.database.read(call, account.my_account, request)

    @rpc(contract.CHANGE_MY_ACCOUNT)
    def change_my_account(self, call, request):
        return self.database.write(call, people.change_my_account, request)

    # Links and mails

    @rpc(contract.FRESH_LINK)
    def fresh_link(self, call, request):
        return self.database.write(unrepeated(call), links.fresh_link, request)

    @rpc(contract.OPEN_LINK)
    def open_link(self, call, request):
        return self.database.read(call, link_queries.open_link, request)

    @rpc(contract.KNOWN_DEVICE)
    def known_device(self, call, request):
        return self.database.read(call, link_queries.known_device, request)

    @rpc(contract.MAIL_SECRET)
    def mail_secret(self, call, request):
        return self.database.write(unrepeated(call), mail_secrets.mail_secret, request)

    # People

    @rpc(contract.NAMES)
    def names(self, call, request):
        return self.database.read(call, colleagues.names, request)

    @rpc(contract.ADDRESS_OF)
    def address_of(self, call, request):
        return self.database.read(call, colleagues.address_of, request)

    @rpc(contract.PEOPLE)
    def people(self, call, request):
        return look(self.database, call, people_queries.people, request)

    @rpc(contract.FIND_COLLEAGUES)
    def find_colleagues(self, call, request):
        return self.database.read(call, colleagues.find_colleagues, request)

    @rpc(contract.MY_LEARNERS)
    def my_learners(self, call, request):
        return self.database.read(call, colleagues.my_learners, request)

    @rpc(contract.PERSON)
    def person(self, call, request):
        return look(self.database, call, people_queries.person, request)

    @rpc(contract.CREATE_PERSON)
    def create_person(self, call, request):
        return self.database.write(call, people.create_person, request)

    @rpc(contract.CHANGE_PERSON)
    def change_person(self, call, request):
        return self.database.write(call, people.change_person, request)

    @rpc(contract.RESEND_ACCESS)
    def resend_access(self, call, request):
        return self.database.write(call, people.resend_access, request)

    @rpc(contract.UNBLOCK)
    def unblock(self, call, request):
        return self.database.write(call, people.unblock, request)

    @rpc(contract.ENROL)
    def enrol(self, call, request):
        return self.database.write(call, relations.enrol, request)

    @rpc(contract.END_ENROLMENT)
    def end_enrolment(self, call, request):
        return self.database.write(call, relations.end_enrolment, request)

    @rpc(contract.RELATE)
    def relate(self, call, request):
        return self.database.write(call, relations.relate, request)

    @rpc(contract.END_RELATION)
    def end_relation(self, call, request):
        return self.database.write(call, relations.end_relation, request)

    @rpc(contract.PREVIEW_IMPORT)
    def preview_import(self, call, request):
        return self.database.write(call, imports.preview_import, import_files.opened(request))

    @rpc(contract.APPLY_IMPORT)
    def apply_import(self, call, request):
        return self.database.write(call, imports.apply_import, request)

    @rpc(contract.INSTITUTION)
    def institution(self, call, request):
        return self.database.read(call, institutions.institution, request)

    @rpc(contract.INSTITUTIONS)
    def institutions(self, call, request):
        return self.database.read(call, institutions.institutions, request)

    @rpc(contract.CHANGE_INSTITUTION)
    def change_institution(self, call, request):
        return self.database.write(call, settings.change_institution, request)

    @rpc(contract.SETUP)
    def setup(self, call, request):
        return self.database.read(call, setup.setup, request)

    @rpc(contract.REMEMBER_SETUP)
    def remember_setup(self, call, request):
        return self.database.write(call, settings.remember_setup, request)

    # Other services, and time

    @rpc(contract.RESTATE)
    def restate(self, call, request):
        return self.database.write(unrepeated(call), restate.restate, request)

    @on_event(portfolio.RequestChangedV1, batch=50, rest_s=0.4)
    def request_changed(self, deliveries):
        self.database.consume_all(deliveries, projections.request_changed, order="request_id")

    @due("first_access")
    def first_access(self, timer):
        self.database.fire(timer, mail_secrets.first_access)

    @every(HOUR_S)
    def clean_up(self):
        self.database.run(bootstrap.founder(), housework.clean_up)
