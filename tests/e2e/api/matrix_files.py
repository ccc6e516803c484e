"""Rows of files in forms, further raters and the learner's own device."""

from __future__ import annotations

import uuid
from typing import Any

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import FEEDBACK, Cast
from tests.e2e.api.matrix_records import OF, STAGE, of
from tests.e2e.api.rows import Row

FILE = {"item": "version_1", "name": "a.txt", "size": 5, "media_type": "text/plain"}
OF_PORTFOLIO = "/api/v1/portfolios/{portfolio_id}"


def _file(cast: Cast, json: Any = None) -> Ask:
    """A file that is not there: whoever may look at the record is told no more than others."""
    path = {"record_id": cast.started("starrt"), "file_id": str(uuid.uuid4())}
    return Ask(path, json=json)


def _here(cast: Cast) -> Ask:
    return of(str(cast.asked()["record_id"]), "assess")


def _sent_here(cast: Cast) -> Ask:
    ask = _here(cast)
    path = f"/records/{ask.path['record_id']}/stages/assess/hand-over"
    cast["learner"].done("POST", path)
    who = {"actor_name": "Dr. A. Mertens", "actor_email": f"{uuid.uuid4().hex[:8]}@clinic.example"}
    return of(ask.path["record_id"], "assess", {"answers": FEEDBACK} | who)


FILES = (
    Row(
        # A form without files says so to who may fill it in.
        f"POST {STAGE}/files",
        "learner",
        lambda c: of(c.started("starrt"), "write", FILE),
        wrong_role="trainer",
        link=404,
        also=(404,),
    ),
    Row(
        f"POST {OF}/files/{{file_id}}/finish",
        "learner",
        lambda c: _file(c, {"parts": [{"number": 1, "etag": "x"}]}),
        wrong_role="trainer",
        link=404,
        also=(404,),
    ),
    Row(f"GET {OF}/files/{{file_id}}/link", "learner", _file, link=404, also=(404,)),
    Row(f"DELETE {OF}/files/{{file_id}}", "learner", _file, link=404, also=(404,)),
    Row(
        f"GET {OF_PORTFOLIO}/record-files",
        "learner",
        lambda c: Ask({"portfolio_id": c.portfolio}),
    ),
    Row(f"GET {OF_PORTFOLIO}/choices", "learner", lambda c: Ask({"portfolio_id": c.portfolio})),
    Row(
        # Where nobody rates there is no round: the right one is told so.
        f"POST {STAGE}/raters",
        "learner",
        lambda c: of(c.started("starrt"), "write", {"assessor": {"email": "x@clinic.example"}}),
        wrong_role="trainer",
        also=(404,),
    ),
    Row(f"POST {STAGE}/hand-over", "learner", _here, wrong_role="trainer"),
    Row(f"POST {STAGE}/send-on-device", "learner", _sent_here, wrong_role="trainer"),
    Row(
        # Only the link of that very request may; others are told that they are no link.
        f"POST {STAGE}/confirm",
        "learner",
        lambda c: of(str(c.asked()["record_id"]), "assess", {"was_me": True}),
        their=403,
        role=403,
        peer=403,
        link=404,
        also=(403,),
    ),
)
