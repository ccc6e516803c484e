"""Whatever is done on a page is done over REST too: each act of the pages names the operation."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.test_two_doors import CHECKOUT, asked_by, imported
from tests.unit.gateway.staff_world import gateway

PART = re.compile(r"<(?:[^<>]*:)?(\w+)>")
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
DRAFT = "/definitions/drafts/{draft_id}"
STAGE = "/records/{record_id}/stages/{stage}"
FILE = "/records/{record_id}/files/{file_id}"
BUTTONS = tuple(
    f"POST {STAGE}/{act}"
    for act in ("send", "decline", "return", "object", "pass-on", "undo", "correct")
)
# Every act of the pages by its endpoint, and the operations that do the same.
OPERATIONS: dict[str, tuple[str, ...]] = {
    "account.change_email": ("POST /account/email",),
    "account.change_language": ("PATCH /account",),
    "account.choose_membership": ("PUT /session/membership",),
    "account_access.change_password": ("PUT /account/password",),
    "account_access.check_password": ("POST /password-checks",),
    "account_access.end_other_sessions": ("DELETE /account/sessions",),
    "account_access.end_session": ("DELETE /account/sessions/{session_id}",),
    "account_messages.change": ("PUT /messages/preferences",),
    "asking.send": ("POST /portfolios/{portfolio_id}/requests",),
    "code.confirm": ("PUT /session/code",),
    "code.send_code": ("POST /session/code",),
    "dashboard.change_goal_link": (
        "PUT /goals/{goal_id}/records/{record_id}",
        "DELETE /goals/{goal_id}/records/{record_id}",
    ),
    "dashboard.print_report": ("POST /portfolios/{portfolio_id}/reports",),
    "design.discard_draft": (f"DELETE {DRAFT}",),
    "design.import_file": ("POST /definitions/read", "POST /definitions/drafts"),
    "design.offer": ("PUT /definitions/{kind}/{key}/offered",),
    "design.programme_effect": ("POST /programmes/effect",),
    "design.publish_draft": (f"POST {DRAFT}/publish",),
    "design.read_pasted": ("POST /definitions/read",),
    "design.retire": ("PUT /definitions/{kind}/{key}/retired",),
    "design.save_draft": (f"PUT {DRAFT}",),
    "design.send_try": (f"POST {DRAFT}/rehearsal",),
    "design.start_draft": ("POST /definitions/drafts",),
    "design.take_shipped": ("POST /definitions/shipped",),
    "documents.begin_upload": ("POST /portfolios/{portfolio_id}/uploads",),
    "documents.change": ("PATCH /files/{file_id}", "DELETE /files/{file_id}"),
    "documents.finish_upload": ("POST /uploads/{upload_id}/finish",),
    "documents.new_folder": ("POST /portfolios/{portfolio_id}/folders",),
    "dossiers.change_request": (
        "POST /requests/{request_id}/reminders",
        "POST /requests/{request_id}/withdraw",
    ),
    "dossiers.start": ("POST /portfolios/{portfolio_id}/records",),
    "inbox.mark_all_read": ("POST /messages/read",),
    "institution.save_contact": ("PATCH /institution",),
    "institution.save_sign_in": ("PATCH /institution",),
    "learner_plan.end": ("POST /plan-adaptations/{adaptation_id}/end",),
    "learner_plan.keep": ("POST /portfolios/{portfolio_id}/plan",),
    "link_files.begin": (f"POST {STAGE}/files",),
    "link_files.download": (f"GET {FILE}/link",),
    "link_files.finish": (f"POST {FILE}/finish",),
    "link_files.remove": (f"DELETE {FILE}",),
    "on_device.hand_over": (f"POST {STAGE}/hand-over",),
    "on_device.send": (f"POST {STAGE}/send-on-device",),
    "people.resend_access": ("POST /people/{person_id}/access-mail",),
    "people.unblock": ("POST /people/{person_id}/unblock",),
    "people_edit.change": ("PATCH /people/{person_id}",),
    "people_edit.create": ("POST /people",),
    "people_edit.end_enrolment": ("POST /enrolments/{enrolment_id}/end",),
    "people_edit.end_relation": ("POST /relations/{relation_id}/end",),
    "people_edit.enrol": ("POST /people/{person_id}/enrolments",),
    "people_edit.relate": ("POST /relations",),
    "people_import.apply": ("POST /imports/{import_id}/apply",),
    "people_import.preview": ("POST /imports",),
    "raters.ask_further": (f"POST {STAGE}/raters",),
    "raters.close": (f"POST {STAGE}/close",),
    "record_files.begin": (f"POST {STAGE}/files",),
    "record_files.finish": (f"POST {FILE}/finish",),
    "record_files.remove": (f"DELETE {FILE}",),
    "records.act": BUTTONS,
    "records.cancel": ("DELETE /records/{record_id}",),
    "records.draft": (f"PUT {STAGE}/draft",),
    "records.withdraw": ("POST /records/{record_id}/withdraw",),
    "request_link.act": tuple(one for one in BUTTONS if not one.endswith("/object")),
    "request_link.begin": (f"POST {STAGE}/seen",),
    "request_link.confirm": (f"POST {STAGE}/confirm",),
    "request_link.draft": (f"PUT {STAGE}/draft",),
    "round_link.open_link": (f"POST {STAGE}/link",),
    "round_link.stop": (f"POST {STAGE}/link/stop",),
    "setup.put_away": ("PATCH /setup",),
    "setup.skip": ("PATCH /setup",),
    "sign_in.check_password": ("POST /password-checks",),
    "sign_in.confirm_email": ("PUT /email",),
    "sign_in.send_link": ("POST /password-links",),
    "sign_in.set_password": ("PUT /password",),
    "sign_in.sign_in": ("POST /session",),
    "sign_in.sign_out": ("DELETE /session",),
    "waiting.approve": ("POST /records/approvals",),
    "walk_in.send": (f"POST {STAGE}/send",),
}
# Acts of a page that change and ask nothing, so that a program has no use for them.
ONLY_DRAWN = {"design.draw_form": "The questions of a draft as they look on the page."}


@functools.cache
def app() -> Flask:
    with gateway(None) as (browser, _fake):
        return browser.application


def acts() -> set[str]:
    """The endpoints of the pages to which something is sent."""
    return {
        rule.endpoint
        for rule in app().url_map.iter_rules()
        if not rule.rule.startswith("/api/") and WRITES & set(rule.methods or ())
    }


def operations() -> dict[str, str]:
    """The endpoints of the API by method and path, as its description writes them."""
    return {
        f"{method} {described(rule.rule)}": rule.endpoint
        for rule in app().url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def described(rule: str) -> str:
    """`/api/v1/files/<uuid:file_id>` as `/files/{file_id}`."""
    return PART.sub(r"{\1}", rule).removeprefix("/api/v1")


def test_every_act_of_a_page_has_its_operation_in_the_api():
    assert sorted(acts() - OPERATIONS.keys() - ONLY_DRAWN.keys()) == []
    assert sorted((OPERATIONS.keys() | ONLY_DRAWN.keys()) - acts()) == []


def test_the_operations_named_are_there():
    named = {one for several in OPERATIONS.values() for one in several}
    assert sorted(named - operations().keys()) == []


def files_of(endpoint: str) -> Iterator[Path]:
    """The file of a page's function, and those of the pages that it takes functions from."""
    first = app().view_functions[endpoint].__module__
    file = CHECKOUT.joinpath(*first.split(".")).with_suffix(".py")
    yield file
    for path in imported(file).values():
        for module in (path, path.rpartition(".")[0]):
            further = CHECKOUT.joinpath(*module.split(".")).with_suffix(".py")
            if module.startswith("gateway.web.") and further.exists():
                yield further


@pytest.mark.parametrize("endpoint", OPERATIONS)
def test_an_operation_asks_what_its_page_asks(endpoint: str):
    by_page = {method for file in files_of(endpoint) for method in asked_by(file)}
    for operation in OPERATIONS[endpoint]:
        by_api = operations()[operation]
        module = app().view_functions[by_api].__module__
        file = CHECKOUT.joinpath(*module.split(".")).with_suffix(".py")
        asked = asked_by(file, by_api.rpartition(".")[2])
        assert asked & by_page, operation
