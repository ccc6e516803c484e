"""Reports: ordered, set by typst in a process of its own, filed through the object store."""

import datetime as dt
import io
import uuid

import pypdf
import pytest
import urllib3

from libs.chassis import testing
from libs.chassis.timers import due_timers, put_off
from libs.contracts import accounts, documents, forms, portfolio
from libs.contracts import dashboards as contract
from libs.contracts.base import Fault
from libs.contracts.dashboards import ReportReadyV1
from libs.contracts.faults import NotFound, ServiceUnavailable
from services.dashboards import queries, use_cases
from services.dashboards.reports import making
from tests.service.dashboards.conftest import person
from tests.service.dashboards.stories import LINEAGES

DECISION = {
    "title": {"en": "Out-of-hours shifts", "nl": "Diensten"},
    "light": "go",
    "result": "granted",
    "level": 4,
    "advice": False,
    "state": "active",
    "conditions": "Not before #emph[June] \\ *2026*",
    "decided_by": "M. Bakker",
    "decided_at": "2026-10-01T22:30:00Z",
    "valid_from": "2026-10-02",
    "valid_until": None,
}


SCALES = {
    "five": {
        "title": {"en": "Trust", "nl": "Vertrouwen"},
        "levels": [{"value": one, "label": {"en": f"Step {one}"}} for one in range(1, 6)],
    },
    "concern": {
        "title": {"en": "Concern", "nl": "Zorg"},
        "levels": [{"value": 1, "label": {"en": "Major concern", "nl": "Grote zorg"}}],
    },
    "combel": {"title": {"en": "ComBeL, 1 to 10"}, "min": 1, "max": 10},
}


class Others:
    """The other services as dashboards' client sees them; bytes go to a real object store."""

    def __init__(self, store, story):
        self.store, self.story = store, story
        self.store.make_bucket("reports-test")
        self.begun, self.finished, self.who = [], [], []
        self.broken, self.fault = 0, ServiceUnavailable()
        self.replies = {}

    def gather(self, requests):
        return [self.call(method, who, **fields) for method, who, fields in requests]

    def call(self, method, who, idempotency_key=None, **fields):
        self.who.append(who)
        if idempotency_key and (method.name, idempotency_key) in self.replies:
            return self.replies[method.name, idempotency_key]
        reply = getattr(self, method.name)(**fields)
        self.replies[method.name, idempotency_key] = reply
        return reply

    def institution(self):
        return {"name": "Institute North"}

    def names(self, person_ids):
        theirs = dict.fromkeys(map(str, person_ids), {"name": "Joke Jansen"})
        return {"names": theirs | {str(self.story.learner_id): {"name": "Sanne de Vries"}}}

    def definition(self, kind, key, version):
        if kind != "scale" or key not in SCALES:
            raise NotFound()
        return {"document": SCALES[key]}

    def decisions(self, portfolio_id, limit):
        return {"decisions": [DECISION, DECISION | {"advice": True, "decided_by": "Adviser"}]}

    def begin_upload(self, **fields):
        self.begun.append(fields)
        name = f"{len(self.begun)}.pdf"
        url = self.store.client().presigned_put_object("reports-test", name)
        return {"upload_id": name, "part_bytes": 2**23, "parts": [{"number": 1, "url": url}]}

    def finish_upload(self, upload_id, parts):
        if self.broken:
            self.broken -= 1
            raise self.fault
        self.finished.append(upload_id)
        assert parts[0]["etag"]
        return {"file": {"file_id": str(uuid.uuid4())}}

    def pdf(self):
        answer = self.store.client().get_object("reports-test", self.finished[-1])
        return pypdf.PdfReader(io.BytesIO(answer.read()))

    def text(self):
        return " ".join(" ".join(page.extract_text() for page in self.pdf().pages).split())


@pytest.fixture
def others(object_store, story):
    return Others(object_store, story)


def order(desk, who, story, kind="competence_statements", language="en"):
    fields = {"portfolio_id": story.portfolio_id, "kind": kind, "language": language}
    call = testing.call(who, contract.ORDER_REPORT)
    return desk.database.write(call, use_cases.order_report, fields)


def state_of(desk, who, report_id):
    fields = {"report_id": uuid.UUID(report_id)}
    return desk.read(who, contract.REPORT, queries.report, **fields)


def make_due(desk, others):
    for timer in due_timers(desk.database, "report"):
        try:
            making.make(desk.database, others, timer)
        except Fault:
            put_off(desk.database, timer)


def test_a_report_is_made_filed_and_told(desk, story, learner, others):
    desk.hear(story.opened(), story.points(story.point(LINEAGES[0], 3)))
    desk.fetch_programmes()
    ordered = order(desk, learner, story)
    assert ordered["state"] == "ordered"
    make_due(desk, others)
    ready = state_of(desk, learner, ordered["report_id"])
    assert ready["state"] == "ready"
    assert others.begun[0]["folder_kind"] == "reports"
    assert others.begun[0]["name"] == "Competence statements 2026-11-22.pdf"
    told = testing.outbox(desk.database, ReportReadyV1)
    assert [(e.state, str(e.file_id), e.ordered_by) for e in told] == [
        ("ready", ready["file_id"], learner.person_id)
    ]


def test_the_pdf_names_institution_learner_and_statements_and_is_tagged(
    desk, story, learner, others
):
    desk.hear(story.opened())
    order(desk, learner, story, language="nl")
    make_due(desk, others)
    pdf = others.pdf()
    text = " ".join(page.extract_text() for page in pdf.pages)
    for words in (
        "Institute North",
        "Sanne de Vries",
        "Bekwaamverklaringen",
        "Diensten",
        "niveau 4",
        "2 oktober 2026",
        "M. Bakker",
        "22 november 2026",
        "Bladzijde 1 van 1",
    ):
        assert words in text
    assert "Adviser" not in text
    # Content is data: what looks like markup is printed as it was written.
    assert "#emph[June] \\ *2026*" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "nl"


def test_the_progress_report_shows_areas_in_the_readers_language(desk, story, learner, others):
    for month in (3, 6, 9):
        desk.hear(
            story.points(
                *[story.point(lineage, month) for lineage in LINEAGES],
                encounter_date=dt.date(2026, month, 1),
            )
        )
    desk.hear(story.opened())
    desk.fetch_programmes()
    order(desk, learner, story, kind="progress")
    make_due(desk, others)
    text = " ".join(page.extract_text() for page in others.pdf().pages)
    assert "Judgements over time" in text
    assert text.count(LINEAGES[0]) == 2
    assert "1 September 2026" in text


def test_everything_is_asked_and_filed_for_who_ordered_it(desk, story, others):
    teacher = person(story, "teacher")
    desk.hear(story.opened(), story.relation(teacher.person_id))
    order(desk, teacher, story)
    make_due(desk, others)
    assert {who.acting_for for who in others.who} == {teacher.person_id}
    assert {who.institution_id for who in others.who} == {story.institution_id}
    assert "Made for Joke Jansen" in others.text()


def test_the_own_report_of_a_learner_names_nobody_else(desk, story, learner, others):
    desk.hear(story.opened())
    order(desk, learner, story)
    make_due(desk, others)
    assert "Made for" not in others.text()


def serious(story):
    """A concern that only learner and head may see, said after what everybody may read."""
    seen = story.points(story.point(value=4, scale="five@1"))
    said = story.point(value=1, scale="concern@1", see=["learner", "head"])
    return seen, story.points(said, encounter_date=dt.date(2026, 10, 9))


def test_a_report_holds_what_who_ordered_it_may_read_and_no_more(desk, story, learner, others):
    teacher, head = person(story, "teacher"), person(story, "head")
    desk.hear(
        story.opened(),
        *serious(story),
        story.relation(teacher.person_id),
        story.membership(head.person_id, "head"),
    )
    desk.fetch_programmes()
    shown = {}
    for who in (learner, teacher, head):
        order(desk, who, story, kind="progress")
        make_due(desk, others)
        shown[who] = others.text()
    assert f"{LINEAGES[0]} 2 0 Major concern Concern 9 October 2026" in shown[learner]
    assert f"{LINEAGES[0]} 2 0 Major concern Concern 9 October 2026" in shown[head]
    assert f"{LINEAGES[0]} 1 0 Step 4 Trust 1 October 2026" in shown[teacher]
    assert "oncern" not in shown[teacher]


def test_an_office_that_ended_before_the_report_is_made_reads_nothing(desk, story, head, others):
    until = dt.date(2026, 11, 21)
    desk.hear(story.opened(), story.membership(head.person_id, "head", ends_on=until))
    ordered = order(desk, head, story)
    make_due(desk, others)
    assert others.begun == []
    assert state_of(desk, head, ordered["report_id"])["state"] == "ordered"


def test_every_latest_judgement_stands_in_the_words_of_its_own_scale(desk, story, learner, others):
    judged = zip(LINEAGES, ((1, "concern@1"), (9, "combel@1"), (7, "gone@3")), strict=True)
    said = [story.point(lineage, value, scale=scale) for lineage, (value, scale) in judged]
    desk.hear(story.opened(), story.points(*said))
    desk.fetch_programmes()
    order(desk, learner, story, kind="progress", language="nl")
    make_due(desk, others)
    for words in ("Grote zorg Zorg", "9 van 10 ComBeL, 1 to 10", f"{LINEAGES[2]} 1 0 7 1 oktober"):
        assert words in others.text()


def test_where_a_report_stands_is_told_to_who_ordered_it_alone(desk, story, learner, head):
    desk.hear(story.opened())
    ordered = order(desk, head, story)
    assert state_of(desk, head, ordered["report_id"])["state"] == "ordered"
    with pytest.raises(NotFound):
        state_of(desk, learner, ordered["report_id"])


def test_a_try_that_failed_late_is_repeated_without_a_second_file(
    desk, story, learner, others, clock
):
    desk.hear(story.opened())
    others.broken = 2
    ordered = order(desk, learner, story)
    for _ in range(3):
        make_due(desk, others)
        clock.forward(minutes=3)
    assert state_of(desk, learner, ordered["report_id"])["state"] == "ready"
    assert (len(others.begun), len(others.finished)) == (1, 1)
    make_due(desk, others)
    assert len(testing.outbox(desk.database, ReportReadyV1)) == 1


def test_bytes_that_documents_does_not_know_any_more_are_brought_again(
    desk, story, learner, others, clock
):
    desk.hear(story.opened())
    others.broken, others.fault = 1, NotFound()
    ordered = order(desk, learner, story)
    for _ in range(2):
        make_due(desk, others)
        clock.forward(minutes=1)
    assert state_of(desk, learner, ordered["report_id"])["state"] == "ready"
    assert (len(others.begun), others.finished) == (2, ["2.pdf"])


def test_after_the_last_try_the_reader_hears_that_it_failed(desk, story, learner, others, clock):
    desk.hear(story.opened())
    others.broken = 99
    ordered = order(desk, learner, story)
    for _ in range(6):
        make_due(desk, others)
        clock.forward(minutes=11)
    reply = state_of(desk, learner, ordered["report_id"])
    assert (reply["state"], reply["file_id"]) == ("failed", None)
    assert [e.state for e in testing.outbox(desk.database, ReportReadyV1)] == ["failed"]


def test_a_stranger_can_neither_order_nor_ask_for_a_report(desk, story, learner):
    desk.hear(story.opened())
    ordered = order(desk, learner, story)
    for stranger in (person(story, "learner"), person(story, "head", institution_id=uuid.uuid4())):
        with pytest.raises(NotFound):
            order(desk, stranger, story)
        with pytest.raises(NotFound):
            state_of(desk, stranger, ordered["report_id"])


def test_the_calls_are_ones_their_contracts_admit():
    for method in (
        accounts.INSTITUTION,
        accounts.NAMES,
        portfolio.DECISIONS,
        forms.DEFINITION,
        documents.BEGIN_UPLOAD,
        documents.FINISH_UPLOAD,
    ):
        assert "dashboards" in method.issuers
        assert "service" in method.kinds


def test_an_object_store_that_refuses_is_a_fault(monkeypatch, story):
    from services.dashboards import clients

    refusal = urllib3.HTTPResponse(status=503)
    monkeypatch.setattr(clients._FILES, "request", lambda *a, **k: refusal)
    with pytest.raises(documents.StorageUnavailable):
        clients._put({"part_bytes": 5}, {"number": 1, "url": "http://x"}, b"pdf")
