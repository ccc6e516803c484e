"""What all operations have in common, over HTTP: keys, pages of lists, tags of drafts."""

from __future__ import annotations

import uuid

from tests.e2e.api.cast import SEEN


def test_the_same_key_has_one_effect_and_the_same_answer(cast):
    key, path = str(uuid.uuid4()), f"/portfolios/{cast.portfolio}/notes"
    fields = {"text": f"Eenmaal {key}"}
    answers = [cast["learner"].send("POST", path, fields, key=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert answers[0].json() == answers[1].json() == answers[2].json()
    notes = cast["learner"].done("GET", path)["notes"]
    assert sum(note["text"] == fields["text"] for note in notes) == 1


def test_a_key_is_not_for_another_request(cast):
    key, path = str(uuid.uuid4()), f"/portfolios/{cast.portfolio}/notes"
    cast["learner"].done("POST", path, {"text": "een"}, key=key)
    answer = cast["learner"].send("POST", path, {"text": "twee"}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "chassis.idempotency_key_reused")


def test_a_post_without_a_key_is_refused(cast):
    path = f"/portfolios/{cast.portfolio}/notes"
    answer = cast["learner"].send("POST", path, {"text": "x"}, key=None)
    assert (answer.status_code, answer.json()["code"]) == (400, "gateway.idempotency_key_missing")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_pages_of_a_list_hold_everything_once(cast):
    path = f"/portfolios/{cast.portfolio}/records"
    whole = cast["learner"].done("GET", path, params={"limit": 200})["records"]
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        given = {"limit": 7} | ({"cursor": cursor} if cursor else {})
        page = cast["learner"].done("GET", path, params=given)
        found, cursor, pages = found + page["records"], page["next"], pages + 1
        assert len(page["records"]) <= 7
    ids = [record["record_id"] for record in found]
    assert len(ids) == len(set(ids))
    assert ids[: len(whole)] == [record["record_id"] for record in whole]
    assert pages > 1


def test_a_cursor_that_is_not_ours_is_refused(cast):
    path = f"/portfolios/{cast.portfolio}/records"
    answer = cast["learner"].send("GET", path, params={"cursor": "page-2"})
    assert answer.status_code == 422


def test_the_slower_of_two_devices_is_told_and_overwrites_nothing(cast):
    fields = {"form_key": "starrt", "context": SEEN}
    path = f"/portfolios/{cast.portfolio}/records"
    record = cast["learner"].done("POST", path, fields)["record_id"]
    tag = f'"{cast["learner"].done("GET", f"/records/{record}")["may"][0]["rev"]}"'
    draft = f"/records/{record}/stages/write/draft"

    def save(title: str, tag: str):
        answers = {"answers": {"title": title}}
        return cast["learner"].send("PUT", draft, answers, headers={"If-Match": tag})

    first = save("van de telefoon", tag)
    late = save("van de laptop", tag)
    assert (first.status_code, late.status_code) == (200, 412)
    assert late.json()["code"] == "chassis.revision_mismatch"
    kept = cast["learner"].done("GET", f"/records/{record}")["may"][0]["answers"]
    assert kept["title"] == "van de telefoon"
    assert save("van de laptop", first.headers["ETag"]).status_code == 200
