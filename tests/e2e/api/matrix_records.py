"""Rows of one record: reading it, filling it in, deciding, handing back."""

from __future__ import annotations

from typing import Any

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import FEEDBACK, REFLECTION, SHIFT, Cast
from tests.e2e.api.rows import Row

OF = "/api/v1/records/{record_id}"
STAGE = f"{OF}/stages/{{stage}}"


def of(record: str, stage: str = "", json: Any = None, **headers: str) -> Ask:
    return Ask({"record_id": record, "stage": stage}, json=json, headers=headers)


def _to_trainer(cast: Cast, form: str = "micro-cex") -> str:
    return str(cast.asked(form=form, person_id=cast.id_of("trainer"))["record_id"])


def _draft(cast: Cast) -> Ask:
    record = cast.started("starrt")
    may = cast["learner"].done("GET", f"/records/{record}")["may"][0]
    return of(record, "write", {"answers": {"title": "x"}}, **{"If-Match": f'"{may["rev"]}"'})


def _approvals(cast: Cast) -> Ask:
    record = cast.sent("shift", "log", SHIFT)
    return Ask(json={"records": [{"record_id": record, "stage": "approve"}]})


RECORDS = (
    Row(f"GET {OF}", "learner", lambda c: of(c.sent("starrt", "write", REFLECTION)), link=404),
    Row(f"DELETE {OF}", "learner", lambda c: of(c.started("starrt")), wrong_role="trainer"),
    Row(f"PUT {STAGE}/draft", "learner", _draft, wrong_role="trainer", link=404),
    Row(
        f"POST {STAGE}/send",
        "trainer",
        lambda c: of(_to_trainer(c), "assess", {"answers": FEEDBACK}),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/seen",
        "trainer",
        lambda c: of(_to_trainer(c), "assess"),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/undo",
        "trainer",
        lambda c: of(c.assessed()["record_id"], "assess"),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/correct",
        "trainer",
        lambda c: of(c.assessed()["record_id"], "assess"),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/decline",
        "trainer",
        lambda c: of(_to_trainer(c), "assess", {"reason": "Ik was er niet bij."}),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/return",
        "trainer",
        lambda c: of(c.sent("shift", "log", SHIFT), "approve", {"reason": "Welke datum?"}),
        wrong_role="teacher",
        link=404,
    ),
    Row(
        f"POST {STAGE}/object",
        "learner",
        lambda c: of(c.assessed()["record_id"], "respond", {"reason": "Zo was het niet."}),
        wrong_role="teacher",
    ),
    Row(
        f"POST {STAGE}/close",
        "trainer",
        lambda c: of(c.full_round(), "collect"),
        wrong_role="teacher",
    ),
    *(
        Row(
            f"POST {STAGE}/{what}",
            "learner",
            lambda c: of(c.open_round(), "collect"),
            wrong_role="teacher",
            role=403,
        )
        for what in ("link", "link/stop")
    ),
    Row(
        f"POST {STAGE}/pass-on",
        "trainer",
        lambda c: of(_to_trainer(c), "assess", {"email": "collega@clinic.example"}),
        wrong_role="teacher",
        link=404,
    ),
    Row(f"POST {OF}/withdraw", "learner", lambda c: of(_to_trainer(c), json={"reason": "Dubbel."})),
    Row("POST /api/v1/records/approvals", "trainer", _approvals, wrong_role="teacher"),
)
