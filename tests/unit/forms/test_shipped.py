"""A file of the library comes with all that it refers to, before it."""

from __future__ import annotations

import pytest

from libs.contracts.faults import NotFound
from services.forms.domain.references import references
from services.forms.queries.shipped import LIBRARY, files_of, shipped_with_parts

ALL = [(kind, one["key"]) for kind, one in files_of(LIBRARY) if kind in ("form", "programme")]


@pytest.mark.parametrize(("kind", "key"), sorted(set(ALL)))
def test_nothing_is_named_that_does_not_come_along_earlier(kind: str, key: str) -> None:
    known: set[tuple[str, str, int | None]] = set()
    files = shipped_with_parts(kind, key)
    for each, document in files:
        for one in references(each, document):
            assert (one.kind, one.key, one.version) in known, (key, one)
        known |= {(each, document["key"], document.get("version")), (each, document["key"], None)}
    assert (files[-1][0], files[-1][1]["key"]) == (kind, key)


def test_a_form_brings_nothing_that_it_does_not_need() -> None:
    assert [one["key"] for _, one in shipped_with_parts("form", "hours")] == ["hours"]


def test_what_is_not_in_the_library_is_not_found() -> None:
    with pytest.raises(NotFound):
        shipped_with_parts("form", "no-such-process")
