"""A form that says that it keeps to another is held to that whenever it is published."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts.forms import DefinitionRefused
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME, changed

ROWS = [{"key": key, "label": {"en": key, "nl": key}} for key in ("talk", "look")]
RUBRIC = {
    "type": "rubric",
    "key": "skills",
    "by": "assessor",
    "label": {"en": "Skills", "nl": "Vaardigheden"},
    "scale": "sup",
    "rows": ROWS,
}
ORIGIN = changed(
    FORM,
    items=[*FORM["items"], RUBRIC],
    computed={"typical": {"median": [{"get": "skills.*"}, 1]}},
    emit=[
        {
            "key": "low",
            "kind": "flag",
            "at": "assess",
            "when": {"le": [{"get": "trust"}, 1]},
            "fields": {"kind": "low"},
        }
    ],
)
MORE = {"type": "text", "key": "tip", "by": "assessor", "label": {"en": "Tip", "nl": "Tip"}}


@pytest.fixture
def admin(as_somebody):
    """An institution whose network gives the form to keep to."""
    national = as_somebody("national_admin")
    national.publish("framework", FRAMEWORK, "network")
    national.publish("form", ORIGIN, "network")
    return as_somebody("local_admin")


def ours(**members: Any) -> dict[str, Any]:
    """A form with other members that keeps to the network's."""
    bond = {"form": "short-obs", "version": 1, "how": "complies"}
    head = {"key": "ours", "title": {"en": "Ours", "nl": "Ons"}, "based_on": bond}
    return changed(ORIGIN, **head | members)


def places(admin, document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in admin.check("form", document)]


def lost(*paths: str) -> list[tuple[str, str]]:
    return [(path, "definition.not_kept") for path in paths]


def test_words_of_ones_own_and_further_questions_keep_to_it(admin):
    trust, skills = ORIGIN["items"]
    more = {"key": "plan", "label": {"en": "Plan", "nl": "Plan"}}
    items = [
        {**trust, "label": {"en": "And now?", "nl": "En nu?"}, "see": ["assessor", "learner"]},
        {**skills, "rows": [*ROWS, more], "help": {"en": "Per row", "nl": "Per rij"}},
        MORE,
    ]
    assert admin.publish("form", ours(items=items))["version"] == 1


def test_a_question_that_was_taken_out_or_changed_is_told_by_its_place(admin):
    trust, skills = ORIGIN["items"]
    without = ours(items=[skills], emit=[])
    assert places(admin, without) == lost("items/trust", "emit/low")
    one_row = {**skills, "rows": ROWS[:1]}
    assert places(admin, ours(items=[trust, one_row])) == lost("items/skills/look")
    for change in ({"required": None}, {"by": "learner"}, {"outcomes": ["area/talking"]}):
        assert places(admin, ours(items=[changed(trust, **change), skills])) == lost("items/trust")
    hidden = {**skills, "show": {"eq": [{"get": "trust"}, 1]}}
    assert places(admin, ours(items=[trust, hidden])) == lost("items/skills")


NEVER = {"eq": [1, 2]}
RATED = {"answered": {"get": "trust"}}


def test_a_question_with_a_rule_of_its_own_is_not_hidden_by_a_section_either(admin):
    trust, skills = ORIGIN["items"]
    ruled = {**skills, "show": RATED}
    admin.publish("form", changed(ORIGIN, key="ruled", title={"en": "R"}, items=[trust, ruled]))
    bond = {"form": "ruled", "version": 1, "how": "complies"}
    inner = changed(ruled, by=None)
    head = {"key": "page", "type": "section", "by": "assessor", "label": {"en": "P", "nl": "P"}}
    page = head | {"items": [inner]}
    assert places(admin, ours(based_on=bond, items=[trust, page])) == []
    hidden = page | {"show": NEVER}
    assert places(admin, ours(based_on=bond, items=[trust, hidden])) == lost("items/skills")


def test_a_stage_that_never_opens_or_weighs_more_keeps_to_nothing(admin):
    ask, assess = ORIGIN["stages"]
    everything = lost("items/trust", "items/skills", "emit/low")
    for change in ({"when": NEVER}, {"stakes": "high"}):
        assert places(admin, ours(stages=[ask, assess | change])) == everything
    assert places(admin, ours(stakes="high")) == everything
    assert places(admin, ours(stages=[ask, assess | {"expires": 99}])) == []


def test_another_scale_score_or_emission_keeps_to_nothing(admin):
    levels = ORIGIN["scales"]["sup"]["levels"]
    third = {"value": 3, "label": {"en": "Alone", "nl": "Alleen"}}
    wider = {"sup": ORIGIN["scales"]["sup"] | {"levels": [*levels, third]}}
    assert places(admin, ours(scales=wider)) == lost("scales/sup")
    counted = {"typical": {"count": {"get": "skills.*"}}}
    assert places(admin, ours(computed=counted)) == lost("computed/typical")
    assert places(admin, ours(emit=[])) == lost("emit/low")
    always = changed(ORIGIN["emit"][0], when=None)
    assert places(admin, ours(emit=[always])) == lost("emit/low")


def test_what_does_not_keep_to_it_is_not_published_until_it_says_so(admin):
    loose = ours(emit=[])
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish("form", loose)
    assert "short-obs@1" in refused.value.errors["emit/low"]["message"]
    built = changed(loose, based_on=loose["based_on"] | {"how": "extends"})
    assert admin.publish("form", built)["version"] == 1


def test_a_form_that_is_not_here_cannot_be_kept_to(admin):
    bond = {"form": "short-obs", "version": 7, "how": "complies"}
    told = admin.check("form", ours(based_on=bond))
    assert [(one["path"], one["code"]) for one in told] == [
        ("based_on", "definition.keeps_nothing")
    ]
    assert told[0]["params"] == {"given": "short-obs@7"}


def test_an_own_version_may_keep_to_the_networks(admin):
    bond = {"form": "short-obs", "version": 1, "how": "complies"}
    mine = changed(ORIGIN, based_on=bond, items=[*ORIGIN["items"], MORE])
    assert admin.publish("form", mine)["version"] == 2
    assert places(admin, changed(mine, items=mine["items"][1:], emit=[])) == lost(
        "items/trust", "emit/low"
    )


def test_only_a_form_keeps_to_what_it_was_made_of(admin):
    admin.publish("programme", PROGRAMME)
    bond = {"programme": PROGRAMME["key"], "version": 1, "how": "complies"}
    found = admin.check("programme", changed(PROGRAMME, based_on=bond))
    assert [one["code"] for one in found] == ["definition.keeps_forms"]
