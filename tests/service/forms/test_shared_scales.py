"""A form's copy of a shared scale says what was published under that name, or is refused."""

import copy

import pytest

from libs.contracts.forms import DefinitionRefused
from tests.service.forms.documents import FORM, FRAMEWORK, changed

NAME = "trusted@1"
SCALE = {
    "format": "scale/1",
    "key": "trusted",
    "version": 1,
    "title": {"en": "Trusted"},
    "kind": "ordinal",
    "na": {"en": "Not seen"},
    "levels": [
        {"value": 1, "label": {"en": "I do it"}, "sign": "stop"},
        {"value": 2, "label": {"en": "I stay close"}},
        {"value": 3, "label": {"en": "I check later"}, "sign": "go"},
    ],
}


def bound_to(scale):
    """The form with its question on a copy of the shared scale."""
    return changed(FORM, scales={NAME: scale}, items=[FORM["items"][0] | {"scale": NAME}])


def reversed_labels():
    found = copy.deepcopy(SCALE)
    labels = [level["label"] for level in found["levels"]]
    for level, label in zip(found["levels"], reversed(labels), strict=True):
        level["label"] = label
    return found


@pytest.fixture
def admin(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    desk.publish("scale", SCALE)
    return desk


OTHERS = {
    "labels reversed": (reversed_labels(), "scale_words"),
    "no signs": (
        changed(SCALE, levels=[changed(one, sign=None) for one in SCALE["levels"]]),
        "scale_words",
    ),
    "a level missing": (changed(SCALE, levels=SCALE["levels"][:2]), "scale_values"),
    "another kind": (changed(SCALE, kind="interval"), "scale_kind"),
    "not observed in other words": (changed(SCALE, na={"en": "Bad"}), "scale_na"),
    "not observed not offered": (changed(SCALE, na=None), "scale_na"),
}


@pytest.mark.parametrize(("scale", "code"), OTHERS.values(), ids=OTHERS.keys())
def test_a_copy_with_another_meaning_is_refused_at_that_scale(admin, scale, code):
    (problem,) = admin.check("form", bound_to(scale))
    assert (problem["path"], problem["code"]) == (f"scales/{NAME}", f"definition.{code}")
    assert NAME in problem["message"]
    with pytest.raises(DefinitionRefused):
        admin.publish("form", bound_to(scale))
    begun = admin.start("form", "short-obs", document=bound_to(scale))
    with pytest.raises(DefinitionRefused):
        admin.publish_draft(begun)


def test_a_true_copy_is_published_whatever_its_title(admin):
    assert admin.check("form", bound_to(SCALE)) == []
    assert admin.publish("form", bound_to(changed(SCALE, title=None)))["version"] == 1


def test_the_copy_is_held_to_the_version_it_names_not_to_the_newest(admin):
    admin.publish("scale", changed(reversed_labels(), version=2))
    assert admin.check("form", bound_to(SCALE)) == []
    assert admin.check("form", bound_to(reversed_labels())) != []
