"""Invited roles that nobody could ever ask anybody for: told to authors, and to nobody else."""

from typing import Any

from libs.formengine import check
from libs.formengine.sentences import sentence
from services.forms.domain import checks
from tests.service.forms.documents import FORM, changed

TWO = {"who": "invited", "min": 2, "max": 2}
LATER = {"id": "after", "by": ["learner"], "next": "done"}


def naming(**more: Any) -> dict[str, Any]:
    item = {"type": "person", "key": "who", "label": {"en": "Who?", "nl": "Wie?"}}
    return item | {"by": "learner", "stage": "ask", "role": "assessor"} | more


def form(*items: dict[str, Any], role: dict[str, Any] = TWO, **stage: Any) -> dict[str, Any]:
    ask, assess = FORM["stages"]
    together = assess | {"mode": "parallel", "next": "after"} | stage
    return changed(
        FORM,
        roles=FORM["roles"] | {"assessor": FORM["roles"]["assessor"] | role},
        stages=[ask, together, dict(LATER)],
        items=[*items, *FORM["items"]],
    )


def told(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in checks.problems("form", document)]


def test_several_whom_nobody_names_and_who_are_no_round_are_refused_at_publishing():
    assert told(form()) == [("roles/assessor", "role.nobody_asks")]


def test_a_form_of_before_that_check_is_still_read():
    assert check(form()) == []


def test_one_person_whom_the_record_begins_with_needs_no_question():
    assert told(form(role={"who": "invited", "min": 1, "max": 1})) == []


def test_a_second_role_of_one_person_is_asked_by_nobody_either():
    document = form(role={"who": "invited", "min": 1, "max": 1})
    document["roles"]["third"] = {"who": "invited", "max": 1}
    document["stages"][2]["by"] = ["third"]
    assert told(document) == [(f"roles/{one}", "role.nobody_asks") for one in ("assessor", "third")]


def test_who_is_named_in_an_earlier_step_or_in_a_list_there_is_reached():
    rows = naming(by=None, stage=None) | {"key": "one"}
    rows = {key: value for key, value in rows.items() if value is not None}
    many = naming(type="repeat", key="whom", items=[rows])
    del many["role"]
    assert told(form(naming())) == []
    assert told(form(many)) == []


def test_who_is_named_when_all_is_over_or_only_by_themselves_is_not():
    assert told(form(naming(stage="after"))) == [("roles/assessor", "role.nobody_asks")]
    own = naming(by="assessor", stage="assess")
    assert told(form(own)) == [("roles/assessor", "role.nobody_asks")]


def test_raters_of_a_round_are_asked_beside_the_form():
    assert told(form(join="closed", expires=28)) == []


def test_a_role_that_fills_nothing_needs_nobody():
    document = form(naming())
    document["roles"]["witness"] = TWO
    assert told(document) == []


def test_the_author_reads_which_step_waits_and_what_helps_in_both_languages():
    for language, words in (("en", "earlier step"), ("nl", "eerdere stap")):
        text = sentence("role.nobody_asks", {"stage": "assess"}, language)
        assert "“assess”" in text and words in text


def test_a_path_that_leads_nowhere_is_told_instead_of_who_is_named_along_it():
    document = form(naming(), next="nowhere")
    assert ("roles/assessor", "role.nobody_asks") not in told(document)
    assert told(document)
