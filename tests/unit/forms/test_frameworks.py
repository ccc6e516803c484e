"""Frameworks: the tree, the parts of an activity, levels, crosswalks; and scales."""

import copy

import pytest
from hypothesis import strategies as st

from services.forms.domain import checks, frameworks, references, scales, shapes
from services.forms.domain.fitting import misfits
from tests.generated import each_of, numbers

LEVELS = [{"value": value, "label": {"en": f"Level {value}"}} for value in range(1, 6)]
SUPERVISION = {
    "format": "scale/1",
    "key": "supervision",
    "version": 1,
    "title": {"en": "Supervision"},
    "kind": "ordinal",
    "levels": LEVELS,
}
OLDER = {
    "format": "framework/1",
    "key": "areas",
    "version": 1,
    "title": {"en": "Areas"},
    "outcomes": [{"key": "care", "title": {"en": "Care"}}],
}
WHOLE = {
    "format": "framework/1",
    "key": "areas",
    "version": 2,
    "languages": ["en", "nl"],
    "title": {"en": "Areas", "nl": "Gebieden"},
    "phases": [{"key": "year-1", "title": {"en": "Year 1"}}],
    "outcomes": [
        {"key": "care", "kind": "competency", "title": {"en": "Care"}, "number": "1"},
        {
            "key": "care.talk",
            "kind": "sub_competency",
            "parent": "care",
            "title": {"en": "Talking"},
            "lineage": "areas/talking",
            "descriptors": {"supervision@1": {"1": {"en": "Listens"}, "5": {"en": "Teaches"}}},
        },
        {"key": "theme", "kind": "own", "unit": {"en": "Theme"}, "title": {"en": "Children"}},
        {
            "key": "acute",
            "kind": "epa",
            "title": {"en": "Acute care"},
            "epa": {
                "specification": {"en": "What it is."},
                "limitations": {"en": "What it is not."},
                "risks": {"en": "Too late."},
                "competencies": ["care", "areas@1/care"],
                "requires": {"en": "Knowledge of it."},
                "evidence": {"en": "Six observations."},
                "expires_months": 24,
            },
            "expected": [{"phase": "year-1", "scale": "supervision@1", "level": 3}],
        },
    ],
    "crosswalks": [{"to": "areas@1", "maps": [{"from": "care", "to": "care", "as": "broader"}]}],
}
PUBLISHED = {("framework", "areas", 1): OLDER, ("scale", "supervision", 1): SUPERVISION}


def find(kind, key, version):
    return PUBLISHED.get((kind, key, version))


def with_outcome(place, **members):
    document = copy.deepcopy(WHOLE)
    document["outcomes"][place] |= members
    return document


def with_maps(maps):
    return WHOLE | {"crosswalks": [{"to": "areas@1", "maps": maps}]}


def with_crosswalk(**members):
    return with_maps([{"from": "care", "to": "care", "as": "same"} | members])


# Lines that the first crosswalk does not have: what is wrong is the second crosswalk itself.
OTHER_WALK = with_crosswalk(**{"from": "care.talk"})


def codes(found):
    return {(one["path"], one["code"].removeprefix("definition.")) for one in found}


def test_a_framework_may_use_everything_at_once():
    assert checks.problems("framework", WHOLE) == []
    assert references.unknown("framework", WHOLE, find) == []


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        (with_outcome(1, parent="nobody"), "outcomes/care.talk/parent", "parent"),
        (with_outcome(0, parent="care.talk"), "outcomes/care/parent", "circle"),
        (with_outcome(1, parent=None), "outcomes/care.talk/parent", "no_parent"),
        (with_outcome(1, key="care"), "outcomes/2/key", "twice"),
        (with_outcome(1, key="two words"), "outcomes/two words/key", "code"),
        (with_outcome(1, lineage="areas/care"), "outcomes/care/lineage", "lineage_twice"),
        (with_outcome(0, kind="skill"), "outcomes/care/kind", "choice"),
        (with_outcome(2, unit={}), "outcomes/theme/unit", "wording"),
        (with_outcome(0, kind="own"), "outcomes/care/unit", "own_unit"),
        (with_outcome(0, epa={"risks": {"en": "None"}}), "outcomes/care/epa", "not_epa"),
        (with_outcome(0, title={"nl": "Zorg"}), "outcomes/care/title", "language"),
        (with_outcome(0, outcomes=[]), "outcomes", "nested"),
        (with_outcome(0, colour="red"), "outcomes/care/colour", "member"),
        (with_outcome(0, title={"en": "x" * 9_000}), "outcomes/care/title", "wording"),
        (
            with_outcome(3, expected=[{"phase": "x", "scale": "supervision@1", "level": 1}]),
            "outcomes/acute/expected/1",
            "no_phase",
        ),
        (
            with_outcome(3, expected=WHOLE["outcomes"][3]["expected"] * 2),
            "outcomes/acute/expected/2",
            "expected_twice",
        ),
        (with_crosswalk(**{"from": "gone"}), "crosswalks/1/1", "no_outcome"),
        (with_crosswalk(**{"as": "equal"}), "crosswalks/1/maps/1/as", "choice"),
        (
            with_maps(WHOLE["crosswalks"][0]["maps"] * 2),
            "crosswalks/1/2",
            "mapped_twice",
        ),
        (
            WHOLE | {"crosswalks": [*WHOLE["crosswalks"], *OTHER_WALK["crosswalks"]]},
            "crosswalks/2/to",
            "crosswalk_twice",
        ),
        (
            WHOLE | {"crosswalks": [{"to": "areas@2", "maps": WHOLE["crosswalks"][0]["maps"]}]},
            "crosswalks/1",
            "own_crosswalk",
        ),
    ],
)
def test_a_problem_of_a_framework_names_the_outcome(document, path, code):
    found = checks.problems("framework", document)
    assert (path, code) in codes(found)
    assert all(one["message"] != one["code"] for one in found)


def test_a_tree_is_at_most_eight_levels_deep():
    line = [
        {"key": f"n{depth}", "title": {"en": "x"}, "parent": f"n{depth - 1}" if depth else None}
        for depth in range(9)
    ]
    assert checks.problems("framework", OLDER | {"outcomes": line[:8]}) == []
    assert codes(checks.problems("framework", OLDER | {"outcomes": line})) == {
        ("outcomes/n8/parent", "deep")
    }


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        (with_crosswalk(to="gone"), "crosswalks/1/1", "no_outcome"),
        (
            with_outcome(1, descriptors={"supervision@1": {"9": {"en": "x"}}}),
            "outcomes/care.talk/descriptors",
            "no_level",
        ),
        (
            with_outcome(3, expected=[{"phase": "year-1", "scale": "supervision@1", "level": 6}]),
            "outcomes/acute/expected/1",
            "no_level",
        ),
        (
            with_outcome(3, epa={"competencies": ["areas@1/gone"]}),
            "outcomes/acute/epa/competencies",
            "no_outcome",
        ),
        (
            WHOLE | {"crosswalks": [WHOLE["crosswalks"][0] | {"to": "areas@9"}]},
            "crosswalks/1/to",
            "unknown_reference",
        ),
    ],
)
def test_what_a_framework_is_tied_to_must_be_there(document, path, code):
    assert checks.problems("framework", document) == []
    assert (path, code) in codes(references.unknown("framework", document, find))


def test_the_eight_parts_of_an_activity_are_counted():
    assert all(frameworks.parts_filled(WHOLE["outcomes"][3]).values())
    assert sum(frameworks.parts_filled({"title": {"en": "x"}}).values()) == 1
    assert len(frameworks.parts_filled({})) == 8


@pytest.mark.parametrize(
    ("members", "path", "code"),
    [
        ({"levels": LEVELS[:1]}, "levels", "levels"),
        (
            {"levels": [{"value": n, "label": {"en": "x"}} for n in range(12)]},
            "levels",
            "levels",
        ),
        ({"kind": "interval", "levels": None}, "min", "bounds"),
        ({"kind": "interval", "levels": None, "min": 5, "max": 1}, "max", "order"),
        ({"kind": "points", "levels": None, "min": 0, "max": 9, "step": 0.001}, "step", "fine"),
        ({"kind": "vas", "levels": None}, "ends", "ends"),
        ({"kind": "vas"}, "ends", "ends"),
        ({"na": {"en": " "}}, "na", "wording"),
    ],
)
def test_a_scale_of_each_kind_has_what_it_needs(members, path, code):
    document = {key: one for key, one in (SUPERVISION | members).items() if one is not None}
    assert (path, code) in codes(checks.problems("scale", document))


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"kind": "interval", "levels": None, "min": 1, "max": 10, "step": 0.5},
        {"kind": "points", "levels": None, "min": 0, "max": 20},
        {"kind": "vas", "levels": None, "ends": [{"en": "Not"}, {"en": "Very"}]},
        {"na": {"en": "Not seen"}},
    ],
)
def test_every_kind_of_scale_can_be_published_and_used_in_a_form(members):
    document = {key: one for key, one in (SUPERVISION | members).items() if one is not None}
    assert checks.problems("scale", document) == []
    assert scales.has_value(document, 5)
    assert not scales.has_value(document, -3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)
MEMBERS = ("key", "title", "parent", "kind", "epa", "descriptors", "expected", "lineage", "unit")


FRAMEWORK_MEMBERS = sorted(shapes.framework()["properties"])
SCALE_MEMBERS = sorted(shapes.scale()["properties"])


@numbers("documents", 100)
def test_a_broken_outcome_is_refused_with_sentences_and_never_crashes(documents):
    @each_of(documents, st.integers(0, 3), st.sampled_from(MEMBERS), JSON)
    def _(place, member, value):
        document = with_outcome(place, **{member: value})
        found = checks.problems("framework", document)
        found = found or references.unknown("framework", document, find)
        assert all(one["message"] for one in found)


@numbers("documents", 100)
def test_a_broken_framework_is_refused_with_sentences_and_never_crashes(documents):
    @each_of(documents, st.sampled_from(FRAMEWORK_MEMBERS), JSON)
    def _(member, value):
        for one in checks.problems("framework", WHOLE | {member: value}):
            assert one["message"]


@numbers("documents", 100)
def test_a_broken_scale_is_refused_with_sentences_and_never_crashes(documents):
    @each_of(documents, st.sampled_from(SCALE_MEMBERS), JSON)
    def _(member, value):
        for one in checks.problems("scale", SUPERVISION | {member: value}):
            assert one["message"]


def test_what_is_nested_without_end_is_refused_at_once():
    deep = {}
    for _ in range(5_000):
        deep = {"outcomes": [deep]}
    assert [one["code"] for one in checks.problems("framework", OLDER | deep)] == ["bounds.deep"]


def test_problems_of_a_hopeless_document_are_counted_no_further_than_two_hundred():
    outcomes = [{"key": f"n{number}", "title": {"en": "x"}, "no": 1} for number in range(900)]
    assert len(misfits(shapes.framework(), OLDER | {"outcomes": outcomes})) == 200
