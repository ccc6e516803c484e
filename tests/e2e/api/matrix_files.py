"""Rows of files in forms, further raters and the learner's own device."""

from __future__ import annotations

import uuid

from tests.e2e.api.callers import Ask, Caller
from tests.e2e.api.cast import FEEDBACK, FILE, FORM_WITH_FILE, Cast
from tests.e2e.api.matrix_records import OF, STAGE, of
from tests.e2e.api.rows import Row

OF_PORTFOLIO = "/api/v1/portfolios/{portfolio_id}"
CONFIRMS = "who confirms"


def _finish(cast: Cast) -> Ask:
    begun = cast.file_in_form()
    return Ask(begun["path"], json={"parts": begun["sent"]})


def _rater(cast: Cast) -> Ask:
    email = f"{uuid.uuid4().hex[:8]}@clinic.example"
    return of(cast.open_round(), "collect", {"assessor": {"email": email}})


def _here(cast: Cast) -> Ask:
    return of(str(cast.asked()["record_id"]), "assess")


def _handed_over(cast: Cast) -> Ask:
    ask = _here(cast)
    path = f"/records/{ask.path['record_id']}/stages/assess/hand-over"
    cast["learner"].done("POST", path)
    who = {"actor_name": "Dr. A. Mertens", "actor_email": f"{uuid.uuid4().hex[:8]}@clinic.example"}
    return of(ask.path["record_id"], "assess", {"answers": FEEDBACK} | who)


def _sent_here(cast: Cast) -> Ask:
    """Filled in on the learner's device; whoever has the address gets a link to confirm it."""
    ask = _handed_over(cast)
    path = f"/records/{ask.path['record_id']}/stages/assess/send-on-device"

    def send() -> None:
        cast["learner"].done("POST", path, ask.json)

    token = cast.mailed_to(ask.json["actor_email"], r"/r/([\w.~-]+)", send)
    cast.let_in(CONFIRMS, Caller(cast.origin, f"Link {token}"))
    return of(ask.path["record_id"], "assess", {"was_me": True})


FILES = (
    Row(
        f"POST {STAGE}/files",
        "learner",
        lambda c: of(c.started(FORM_WITH_FILE), "first", FILE),
        wrong_role="trainer",
        link=404,
    ),
    Row(
        f"POST {OF}/files/{{file_id}}/finish",
        "learner",
        _finish,
        wrong_role="trainer",
        link=404,
    ),
    Row(
        f"GET {OF}/files/{{file_id}}/link",
        "learner",
        lambda c: Ask(c.sent_file()),
        link=404,
    ),
    Row(
        f"DELETE {OF}/files/{{file_id}}",
        "learner",
        lambda c: Ask(c.file_in_form()["path"]),
        wrong_role="trainer",
        link=404,
    ),
    Row(
        f"GET {OF_PORTFOLIO}/record-files",
        "learner",
        lambda c: Ask({"portfolio_id": c.portfolio}),
    ),
    Row(f"GET {OF_PORTFOLIO}/choices", "learner", lambda c: Ask({"portfolio_id": c.portfolio})),
    Row(f"POST {STAGE}/raters", "learner", _rater, wrong_role="teacher", role=403),
    Row(f"POST {STAGE}/hand-over", "learner", _here, wrong_role="trainer"),
    Row(f"POST {STAGE}/send-on-device", "learner", _handed_over, wrong_role="trainer"),
    Row(
        # Only the link of that very request may; others are told that they are no link.
        f"POST {STAGE}/confirm",
        CONFIRMS,
        _sent_here,
        their=403,
        role=403,
        peer=403,
        link=404,
        wrong_role="learner",
        their_role="learner",
    ),
)
