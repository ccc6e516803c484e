"""A new version: what it changes in three colours, and drafts that move along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from libs.formengine import check_to_publish, diff, migrate_answers, parse
from tests.library.definitions import definition, document

from .test_definitions import set_in

KPB = [item["key"] for item in document("kpb")["items"]]
RUBRIC, STRONG = (KPB.index(key) for key in ("areas", "strong"))
NEW_ROW = {"key": "new_row", "label": {"nl": "x"}}
SAFE: list[Callable[[Any], object]] = [
    set_in("items", STRONG, "label", "en", to="What was good?"),
    set_in("items", STRONG, "required", to=False),
    set_in("items", STRONG, "max", to=3000),
    set_in("items", RUBRIC, "rows", 0, "help", "en", to="Other words"),
    set_in("stages", 0, "label", "en", to="Please"),
    set_in("title", "en", to="Short one"),
    lambda d: d["items"].reverse(),
    lambda d: d["items"].append(
        {"type": "text", "key": "more", "by": "assessor", "label": {"nl": "Meer"}}
    ),
    lambda d: d["items"][RUBRIC]["rows"].append(NEW_ROW | {"optional": True}),
    lambda d: d.update(names={"areas_seen": {"label": {"nl": "Beoordeeld", "en": "Judged"}}}),
]
CAREFUL: list[Callable[[Any], object]] = [
    set_in("items", STRONG, "max", to=100),
    set_in("items", 1, "required", to=True),
    set_in("items", 1, "show", to={"answered": {"get": "epa"}}),
    set_in("items", STRONG, "see", to=["learner"]),
    set_in("items", RUBRIC, "rows", 0, "outcomes", to=["area/science"]),
    set_in("stages", 1, "expires", to=20),
    set_in("roles", "assessor", "max", to=2),
    set_in("computed", "areas_seen", to=1),
    set_in("stakes", to="medium"),
    set_in("same_as", to=["micro-cex@1"]),
    lambda d: d["items"].pop(1),
    lambda d: d["items"][RUBRIC]["rows"].pop(),
    lambda d: d["items"][RUBRIC]["rows"].append(NEW_ROW),
    lambda d: d["items"].append(
        {"type": "text", "key": "m", "by": "assessor", "label": {"nl": "M"}, "required": True}
    ),
]
REFUSED: list[Callable[[Any], object]] = [
    lambda d: d["items"].__setitem__(
        STRONG, {"type": "yesno", "key": "strong", "by": "assessor", "label": {"nl": "x"}}
    ),
    set_in("items", RUBRIC, "scale", to="supervision@1"),
    set_in("key", to="kpb-two"),
]


def colours(change: Callable[[Any], object]) -> dict[str, list[str]]:
    new = document("kpb")
    change(new)
    found = diff(definition("kpb"), parse(new))
    assert all(one.in_language("nl") != one.code for one in found.safe + found.careful)
    return {name: [one.code for one in getattr(found, name)] for name in found.__slots__}


@pytest.mark.parametrize("change", SAFE)
def test_a_safe_change_moves_drafts_silently(change: Callable[[Any], object]):
    found = colours(change)
    assert found["safe"] and not found["careful"] and not found["refused"]


@pytest.mark.parametrize("change", CAREFUL)
def test_a_careful_change_is_the_authors_choice(change: Callable[[Any], object]):
    found = colours(change)
    assert found["careful"] and not found["refused"]


@pytest.mark.parametrize("change", REFUSED)
def test_a_key_that_would_mean_something_else_is_refused(change: Callable[[Any], object]):
    assert colours(change)["refused"]


def test_a_scale_of_the_form_itself_keeps_its_values():
    old = document("kpb")
    old["scales"]["own"] = {
        "kind": "ordinal",
        "levels": [{"value": 1, "label": {"nl": "a"}}, {"value": 2, "label": {"nl": "b"}}],
    }
    new = document("kpb") | {"scales": {**old["scales"]}}
    new["scales"]["own"] = {
        **old["scales"]["own"],
        "levels": [*old["scales"]["own"]["levels"], {"value": 3, "label": {"nl": "c"}}],
    }
    assert [one.code for one in diff(parse(old), parse(new)).refused] == ["diff.scale_meaning"]


VAS = {"kind": "vas", "ends": [{"nl": "Nooit"}, {"nl": "Altijd"}], "na": {"nl": "Niet gezien"}}
LEVELS = [{"value": 1, "label": {"nl": "Zwak"}}, {"value": 2, "label": {"nl": "Sterk"}}]
ORDINAL = {"kind": "ordinal", "levels": LEVELS}
TURNED = [one | {"label": other["label"]} for one, other in zip(LEVELS, LEVELS[::-1], strict=True)]


@pytest.mark.parametrize(
    ("old", "change", "colour"),
    [
        (VAS, {"ends": [{"nl": "Zelden"}, {"nl": "Altijd"}]}, "careful"),
        (VAS, {"ends": VAS["ends"][::-1]}, "refused"),
        (VAS, {"na": {"nl": "Weet ik niet"}}, "careful"),
        (ORDINAL, {"levels": TURNED}, "refused"),
    ],
)
def test_no_word_of_a_scale_changes_unseen(
    old: dict[str, Any], change: dict[str, Any], colour: str
):
    before, after = document("kpb"), document("kpb")
    before["scales"]["own"], after["scales"]["own"] = old, old | change
    found = diff(parse(before), parse(after))
    changed = {name for name in found.__slots__ if getattr(found, name)}
    assert changed == {colour}


def test_a_required_question_that_is_always_shown_now_is_the_authors_choice():
    before, after = document("kpb"), document("kpb")
    for one in (before, after):
        one["items"][1]["required"] = True
    before["items"][1]["show"] = {"answered": {"get": "epa"}}
    found = diff(parse(before), parse(after))
    assert [one.code for one in found.careful] == ["diff.show"]


NUMBER = {"type": "number", "unit": {"nl": "uur", "en": "hours"}}
DATE = {"type": "date", "min": "2026-03-01", "max": "2027-12-31"}


@pytest.mark.parametrize(
    ("old", "change", "told"),
    [
        (NUMBER, {"unit": {"nl": "minuten", "en": "minutes"}}, ("careful", "diff.changed")),
        (NUMBER, {"unit": None}, ("careful", "diff.changed")),
        (NUMBER | {"min": 1}, {"min": 0}, ("safe", "diff.bounds")),
        (DATE, {"max": "2028-12-31"}, ("safe", "diff.bounds")),
        (DATE, {"max": "2027-01-01"}, ("careful", "diff.bounds")),
        (DATE, {"max": None}, ("safe", "diff.bounds")),
        (DATE, {"max": "today"}, ("careful", "diff.bounds")),
        (DATE | {"max": "today"}, {"max": "2028-12-31"}, ("careful", "diff.bounds")),
        (DATE | {"max": "today"}, {"max": None}, ("careful", "diff.bounds")),
        (DATE, {"min": "today"}, ("careful", "diff.bounds")),
        (DATE | {"min": "today"}, {"min": "2026-03-01"}, ("careful", "diff.bounds")),
    ],
)
def test_a_unit_and_a_bound_that_moves_with_the_day_are_never_changed_unseen(
    old: dict[str, Any], change: dict[str, Any], told: tuple[str, str]
):
    asked = {"key": "spent", "by": "assessor", "label": {"nl": "x", "en": "x"}}
    new = {name: value for name, value in (old | change).items() if value is not None}
    before, after = document("kpb"), document("kpb")
    before["items"].append(asked | old)
    after["items"].append(asked | new)
    found = diff(parse(before), parse(after))
    changes = {name: getattr(found, name) for name in found.__slots__}
    assert [(name, one.code) for name, some in changes.items() for one in some] == [told]


def test_the_same_version_differs_in_nothing():
    found = diff(definition("combel"), definition("combel"))
    assert (found.safe, found.careful, found.refused) == ((), (), ())


def test_a_draft_is_migrated_step_by_step_and_the_original_stays():
    draft = {"old": 3, "place": "a", "tasks": ["a", "c"], "gone": 1, "keep": "x"}
    steps = [
        {"rename": ["old", "new"]},
        {"map": ["place", {"a": "b"}]},
        {"map": ["tasks", {"a": "b"}]},
        {"drop": "gone"},
        {"set": ["double", {"mul": [{"get": "new"}, 2]}]},
        {"set": ["broken", {"add": [{"get": "keep"}, 1]}]},
        {"rename": ["absent", "x"]},
        {"explode": True},
    ]
    assert migrate_answers(steps, draft) == {
        "new": 3,
        "place": "b",
        "tasks": ["b", "c"],
        "keep": "x",
        "double": 6,
    }
    assert draft["old"] == 3 and draft["tasks"] == ["a", "c"]


@pytest.mark.parametrize(
    ("kind", "required", "row", "told"),
    [
        ("rubric", None, {}, ("safe", "diff.new")),
        ("rubric", False, {}, ("safe", "diff.new")),
        ("rubric", True, {}, ("careful", "diff.new_required")),
        ("rubric", {"answered": {"get": "epa"}}, {}, ("careful", "diff.new_required")),
        ("rubric", True, {"optional": True}, ("safe", "diff.new")),
        ("checklist", True, {}, ("careful", "diff.new_required")),
        ("checklist", None, {"critical": True}, ("careful", "diff.new")),
        ("checklist", None, {"points": 3, "weight": 2}, ("careful", "diff.new")),
        ("checklist", None, {}, ("careful", "diff.new")),  # Of one point, as long as it says none.
        ("checklist", True, {"optional": True}, ("careful", "diff.new")),
    ],
)
def test_a_new_row_that_must_be_answered_or_changes_the_points_moves_no_draft_unseen(
    kind: str, required: Any, row: dict[str, Any], told: tuple[str, str]
):
    before, after = document("kpb"), document("kpb")
    asked = {"type": kind, "key": "seen_done", "by": "assessor", "label": {"nl": "x"}}
    asked |= {"scale": "expected@1"} if kind == "rubric" else {}
    asked |= {} if required is None else {"required": required}
    for one, rows in ((before, []), (after, [NEW_ROW | row])):
        old = {"key": "old_row", "label": {"nl": "x"}}
        one["items"].append(asked | {"rows": [old, *rows]})
    found = diff(parse(before), parse(after))
    changes = {name: getattr(found, name) for name in found.__slots__}
    assert [(name, one.code) for name, some in changes.items() for one in some] == [told]


LEVELS = [{"value": value, "label": {"en": str(value), "nl": str(value)}} for value in (1, 2, 3)]
SKILLS = {"type": "rubric", "scale": "s", "rows": [{"key": "talk"}, {"key": "look"}]}
STEPS_DONE = {"type": "checklist", "rows": [{"key": "wash"}, {"key": "ask", "weight": 2}]}


def judging(*more: dict[str, Any], migrate: Any = ()) -> dict[str, Any]:
    """A form in which the assessor judges, before and after some questions came."""
    words = {"en": "x", "nl": "x"}
    items = [
        {"type": "scale", "key": "trust", "scale": "s", "comment": "may"},
        {"key": "skills", **SKILLS, "comment": "may"},
        {"key": "steps", **STEPS_DONE},
        *more,
    ]
    for item in items:
        item |= {"by": "learner", "label": words}
        item |= (
            {"rows": [{**row, "label": words} for row in item["rows"]]} if "rows" in item else {}
        )
    return {
        "format": "form/1",
        "key": "judging",
        "languages": ["en", "nl"],
        "title": words,
        "scales": {"s": {"kind": "ordinal", "levels": LEVELS}},
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "write", "by": ["learner"], "next": "done"}],
        "items": items,
        **({"migrate": list(migrate)} if migrate else {}),
        "stakes": "low",
    }


GIVEN = {
    "trust": {"v": 3, "comment": "Nearly there."},
    "skills": {"talk": {"v": 2, "comment": "Calm."}, "look": {"v": 3}},
    "steps": {"wash": True, "ask": True},
}
NUMBER = {"type": "number", "key": "n"}
OVERALL = {"type": "scale", "key": "overall", "scale": "s", "comment": "may"}


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"get": "trust"}, 3),
        ({"get": "skills.talk"}, 2),
        ({"median": {"get": "skills.*"}}, 2),  # The lower of two: the scale is ordinal.
        ({"get": "steps.points"}, 3),
        ({"if": [{"ge": [{"get": "trust"}, 3]}, 1, 0]}, 1),
        ({"get": "steps"}, None),
    ],
)
def test_a_step_that_sets_reads_judgements_by_their_value(rule: Any, value: Any):
    before, after = parse(judging()), parse(judging(NUMBER))
    moved = migrate_answers([{"set": ["n", rule]}], GIVEN, before=before, after=after)
    assert moved.get("n") == value


def test_a_step_that_sets_a_judgement_or_a_row_keeps_what_was_said_with_it():
    before, after = parse(judging()), parse(judging(OVERALL))
    steps = [
        {"set": ["overall", {"get": "skills.talk"}]},
        {"set": ["trust", {"min": {"get": "skills.*"}}]},
        {"set": ["skills.talk", 1]},
        {"set": ["steps.wash", False]},
    ]
    moved = migrate_answers(steps, GIVEN, before=before, after=after)
    assert moved == {
        "overall": 2,
        "trust": {"v": 2, "comment": "Nearly there."},
        "skills": {"talk": {"v": 1, "comment": "Calm."}, "look": {"v": 3}},
        "steps": {"wash": False, "ask": True},
    }


def test_values_of_judgements_are_mapped_where_they_stand():
    steps = [{"map": ["trust", {"3": 1}]}, {"map": ["skills", {"2": 1, "3": 2}]}]
    both = {"before": parse(judging()), "after": parse(judging())}
    moved = migrate_answers(steps, GIVEN, **both)
    assert moved["trust"] == {"v": 1, "comment": "Nearly there."}
    assert moved["skills"] == {"talk": {"v": 1, "comment": "Calm."}, "look": {"v": 2}}


@pytest.mark.parametrize(
    "step",
    [
        {"set": ["overall", {"add": [{"get": "steps.max"}, 1]}]},
        {"set": ["overall", "good"]},
        {"set": ["skills", 2]},
        {"set": ["skills.taste", 2]},
        {"map": ["trust", {"3": 7}]},
    ],
)
def test_what_a_question_does_not_take_is_left_as_it_was(step: Any):
    before, after = parse(judging()), parse(judging(OVERALL))
    moved = migrate_answers([step], GIVEN, before=before, after=after)
    assert moved == GIVEN


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"set": ["absent", 1]}, "migrate.target"),
        ({"set": ["skills", 1]}, "migrate.row"),
        ({"set": ["skills.taste", 1]}, "migrate.row"),
        ({"set": ["proof", "id"]}, "migrate.not_settable"),
        ({"set": ["trust.x", 1]}, "migrate.not_settable"),
        ({"set": ["trust", 4]}, "migrate.value"),
        ({"set": ["skills.talk", "good"]}, "migrate.value"),
        ({"map": ["trust", {"1": 4}]}, "migrate.value"),
        ({"map": ["skills", {"1": "a"}]}, "migrate.value"),
    ],
)
def test_publishing_refuses_a_step_that_certainly_does_not_fit_and_what_stands_stays_readable(
    step: Any, code: str
):
    form = judging({"type": "file", "key": "proof"}, migrate=[step])
    assert [(one.path, one.code) for one in check_to_publish(form)] == [("migrate/1", code)]
    assert parse(form).key == "judging"


def test_publishing_takes_steps_that_fit_or_go_elsewhere():
    steps = [
        {"set": ["trust", {"get": "old"}]},
        {"set": ["skills.talk", 3]},
        {"map": ["trust", {"1": 2}]},
        {"map": ["gone", {"a": "b"}]},
        {"set": ["gone", 5]},
        {"rename": ["gone", "trust"]},
    ]
    assert check_to_publish(judging(migrate=steps)) == []
