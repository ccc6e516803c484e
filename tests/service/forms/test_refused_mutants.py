"""Mutated definitions through the use cases, on a real database: a clear error with nothing stored,
or a version that is what was sent.

The seed is printed with a failure and can be given: TESSERA_SEED=123.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from typing import Any

import marshmallow as ma
import pytest

from libs.contracts import forms as contract
from libs.contracts.base import Fault
from libs.formengine import content_hash
from services.forms import use_cases
from tests.generated import numbers
from tests.library.definitions import FORMS, document
from tests.mutants import Mutator, as_sent
from tests.stored import Stored, stored

SEED = int(os.environ.get("TESSERA_SEED") or random.randrange(10**9))


@pytest.fixture
def author(as_somebody, network_id):
    """An administrator of an institution whose network has the whole library."""
    network = as_somebody("national_admin")
    network.database.run(network.principal, lambda tx: use_cases.publish_library(tx))
    return as_somebody("local_admin")


def expect_clear(refusal: Exception) -> None:
    """What is wrong is said, by path or by field."""
    if isinstance(refusal, ma.ValidationError):
        assert refusal.messages
        return
    assert isinstance(refusal, Fault) and refusal.status in (409, 422), refusal
    for problem in refusal.errors.values():
        assert isinstance(problem, list) or {"path", "code", "message"} <= problem.keys()
    assert refusal.errors or refusal.params or refusal.detail


def published(author: Any, mutant: Any) -> dict[str, Any]:
    """As the front door does it. Raises ValidationError or a Fault."""
    fields = {"kind": "form", "document": mutant}
    request = contract.PUBLISH_DEFINITION.request().load(fields)
    found: dict[str, Any] = author.publish(**request)
    return found


def expect_whole(author: Any, mutant: Any, version: dict[str, Any]) -> None:
    """A version is sound and holds exactly what was sent."""
    assert author.check("form", mutant) == []
    kept = author.by_hash(version["hash"])
    assert version["hash"] == content_hash(mutant)
    # Going back to what was published before is a new version with the hash of the older one.
    assert version["version"] >= kept["version"]
    assert (kept["key"], kept["document"]) == (mutant["key"], mutant)


@numbers("mutants", 250)
def test_a_refused_definition_leaves_nothing_behind(author, postgres_admin_url, mutants: int):
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    dice, tried = random.Random(SEED), Counter[str]()
    with stored(author.database, postgres_admin_url) as database:
        for number in range(mutants):
            whole = document(dice.choice(FORMS))
            # Now and then one that is sound, so that both ends are seen.
            sound = {**whole, "minutes": 1 + number % 60}
            sent = as_sent(sound if number % 25 == 0 else Mutator(dice).broken(whole))
            if sent is not None:
                tried[_try_one(author, database, sent)] += 1
    assert tried["refused"] > mutants / 2, tried
    assert tried["published"] > mutants / 50, tried


def _try_one(author: Any, database: Stored, sent: Any) -> str:
    before = database.everything()
    try:
        version = published(author, sent)
    except (Fault, ma.ValidationError) as refusal:
        expect_clear(refusal)
        assert database.everything() == before
        return "refused"
    expect_whole(author, sent, version)
    return "published"


@numbers("mutants", 60)
def test_a_draft_is_kept_with_its_problems_and_never_published_with_them(
    author, postgres_admin_url, mutants: int
):
    """Whatever somebody is working on is theirs to keep; publishing it changes nothing."""
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    dice, tried = random.Random(SEED), Counter[str]()
    with stored(author.database, postgres_admin_url) as database:
        for number in range(mutants):
            whole = _as_draft(number, document(dice.choice(FORMS)))
            sent = as_sent(whole if number % 20 == 0 else Mutator(dice).broken(whole))
            if isinstance(sent, dict):
                tried[_keep_and_publish(author, database, f"mutant-{number}", sent)] += 1
    assert tried["refused"] > mutants / 3, tried
    assert tried["published"] > mutants / 50, tried


def _as_draft(number: int, whole: dict[str, Any]) -> dict[str, Any]:
    """A form of the library under the key of the draft, and with a title that nobody has."""
    title = {language: f"{text} {number}" for language, text in whole["title"].items()}
    return {**whole, "key": f"mutant-{number}", "title": title}


def _keep_and_publish(author: Any, database: Stored, key: str, sent: dict[str, Any]) -> str:
    """What became of it. No draft stays, so that a look at all that is stored costs the same
    after the six-hundredth as after the first."""
    begun = author.start("form", key, how="empty")
    before = database.everything()
    try:
        fields = {"draft_id": begun["draft_id"], "rev": begun["rev"], "document": sent}
        contract.SAVE_DRAFT.request().load(fields)
        saved = author.save(begun, sent)
    except (Fault, ma.ValidationError) as refusal:
        expect_clear(refusal)
        assert database.everything() == before
        author.discard(begun["draft_id"])
        return "not kept"
    kept, before = author.draft(begun["draft_id"]), database.everything()
    assert kept["document"] == sent
    try:
        version = author.publish_draft({**begun, "rev": saved["rev"]})
    except Fault as refusal:
        expect_clear(refusal)
        assert kept["problems"] != []
        assert database.everything() == before
        author.discard(begun["draft_id"])
        return "refused"
    assert kept["problems"] == []
    expect_whole(author, sent, version)
    return "published"
