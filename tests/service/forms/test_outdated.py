"""Forms published before a check that refuses them now: read for ever, written no more."""

from __future__ import annotations

from typing import Any

import pytest

from libs.chassis import testing
from libs.contracts import forms as contract
from services.forms import queries, use_cases
from services.forms.use_cases import publishing
from tests.library.definitions import document
from tests.unit.formengine.outdated_forms import OUTDATED, outdated


@pytest.fixture
def author(as_somebody: Any) -> Any:
    """An administrator of an institution whose network has the whole library."""
    network = as_somebody("national_admin")
    network.database.run(network.principal, lambda tx: use_cases.publish_library(tx))
    return as_somebody("local_admin")


def published_before(author: Any, document: dict[str, Any]) -> dict[str, Any]:
    """As it was published when nobody asked for this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "expect_sound", lambda *_asked: None)
        found: dict[str, Any] = author.publish("form", document)
        return found


def changes_of(author: Any, version: dict[str, Any]) -> dict[str, Any]:
    call = testing.call(author.principal, contract.VERSION_CHANGES)
    found: dict[str, Any] = author.database.read(
        call, queries.version_changes, {"hash": version["hash"]}
    )
    return found


def test_a_form_that_breaks_a_check_of_today_is_written_by_nobody(author: Any):
    for number, code in enumerate(OUTDATED):
        form = outdated(code)
        assert code in {one["code"] for one in author.check("form", form)}
        with pytest.raises(contract.DefinitionRefused):
            author.publish("form", form)
        draft = author.start("form", f"short-{number}", how="empty")
        own = {**form, "key": f"short-{number}", "title": {"en": str(number), "nl": str(number)}}
        saved = author.save(draft, own)
        assert code in {one["code"] for one in author.draft(draft["draft_id"])["problems"]}
        with pytest.raises(contract.DefinitionRefused):
            author.publish_draft({**draft, "rev": saved["rev"]})


@pytest.mark.parametrize("code", ["stage.late_reminder", "rule.no_field"])
def test_what_was_published_before_is_read_compared_and_told_when_it_is_taken_over(
    author: Any, code: str
):
    first = author.publish("form", document("kpb") | {"minutes": 9})
    old = published_before(author, outdated(code))
    assert author.by_hash(old["hash"])["document"] == outdated(code)
    mended = author.publish("form", document("kpb") | {"minutes": 11})
    for version, since in ((old, first), (mended, old)):
        colours = changes_of(author, version)
        assert colours["since"] == since["version"] and colours["refused"] == []
        assert {one["code"] for one in colours["safe"] + colours["careful"]} >= {"diff.wording"}
    for how in ("copy", "extends", "complies"):
        taken = author.start("form", f"own-{how}", how=how, hash=old["hash"])
        assert code in {one["code"] for one in author.draft(taken["draft_id"])["problems"]}
        with pytest.raises(contract.DefinitionRefused):
            author.publish_draft(taken)
