"""Each kind of definition has own versions, and says what it was made of."""

import pytest

from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME, changed
from tests.service.forms.test_shared_scales import SCALE, bound_to

KINDS = {"scale": SCALE, "framework": FRAMEWORK, "form": FORM, "programme": PROGRAMME}


@pytest.fixture
def given(as_somebody):
    """What a network gives: one of each kind, by kind."""
    national = as_somebody("national_admin")
    return {kind: national.publish(kind, one, "network") for kind, one in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_own_version_is_begun_saved_and_published(as_somebody, given, kind):
    admin, key = as_somebody("local_admin"), KINDS[kind]["key"]
    begun = admin.start(kind, key, how="extends", hash=given[kind]["hash"])
    bond = {kind: key, "version": given[kind]["version"], "how": "extends"}
    assert begun["document"]["based_on"] == bond
    saved = admin.save(begun, changed(begun["document"], title={"en": "Our own"}))
    assert saved["problems"] == []
    published = admin.publish_draft({**begun, **saved})
    assert published["version"] == given[kind]["version"] + 1
    assert admin.definition(kind, key)["document"]["based_on"] == bond


@pytest.mark.parametrize("kind", ["scale", "framework", "programme"])
@pytest.mark.parametrize("bond", [{"who": "x"}, [], {"version": 1}, "x"])
def test_a_bond_that_says_nothing_is_a_problem(as_somebody, given, kind, bond):
    found = as_somebody("local_admin").check(kind, changed(KINDS[kind], based_on=bond))
    assert found
    assert all(one["path"].startswith("based_on") for one in found)


def test_a_form_carries_an_own_scale_with_its_bond(as_somebody, given):
    admin = as_somebody("local_admin")
    begun = admin.start("scale", "trusted", how="extends", hash=given["scale"]["hash"])
    admin.publish_draft(begun)
    scale = admin.definition("scale", "trusted")["document"]
    item = FORM["items"][0] | {"scale": "trusted@2"}
    form = changed(bound_to(scale), key="ours", title={"en": "Ours", "nl": "Ons"}, items=[item])
    assert admin.check("form", form | {"scales": {"trusted@2": scale}}) == []
