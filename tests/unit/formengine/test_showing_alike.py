"""What is shown, counted, missing and sent: golden vectors for the server and for the page."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.web.form_page import FormPage
from libs import formengine
from libs.formengine import DefinitionError, check, parse, read_frozen, validate_answers
from libs.formengine.answers.facts import Facts
from tests.generated import numbers
from tests.library.story import CONTEXT, NOW

from .test_rules_alike import SEED, WEB, in_the_browser

GOLDEN = Path(formengine.__file__).parent / "golden" / "showing.json"
VECTORS = json.loads(GOLDEN.read_text(encoding="utf-8"))["vectors"]
WORDS = {"en": "x"}


def form_of(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": "form/1",
        "key": "shown",
        "languages": ["en"],
        "title": WORDS,
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": "learner", "next": "done"}],
        "items": [_whole(one) for one in items],
    }


def _whole(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    inside = {"items": [_worded(one) for one in item["items"]]} if "items" in item else {}
    return {"label": WORDS, "by": "learner", **item, **inside, **more}


def _worded(item: dict[str, Any]) -> dict[str, Any]:
    inside = {"items": [_worded(one) for one in item["items"]]} if "items" in item else {}
    return {"label": WORDS, **item, **inside}


def rules_of(form: formengine.Definition) -> dict[str, Any]:
    return FormPage(document=form.document, items=form.items, lang="en").rules


def told(form: formengine.Definition, answers: dict[str, Any], paths: Any) -> dict[str, Any]:
    facts = Facts(form, own=answers, stage="fill", role="learner")
    checked = validate_answers(
        form,
        stage="fill",
        role="learner",
        answers=answers,
        context=CONTEXT,
        today=NOW.date(),
        complete=True,
    )
    return {
        "shown": [item.key for item in form.all_items() if facts.is_shown(item)],
        "values": {path: facts.get(path) for path in paths},
        "missing": list(dict.fromkeys(one.item for one in checked.errors)),
        "sent": checked.answers,
    }


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["says"])
def test_the_server_shows_counts_and_sends_what_the_vectors_say(vector: dict[str, Any]):
    form = parse(form_of(vector["items"]))
    assert rules_of(form)["items"] == vector["rules"]
    found = told(form, vector["answers"], vector["values"])
    assert found == {name: vector[name] for name in found}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["says"])
def test_a_draft_keeps_what_is_hidden(vector: dict[str, Any]):
    form = parse(form_of(vector["items"]))
    draft = validate_answers(
        form,
        stage="fill",
        role="learner",
        answers=vector["answers"],
        context=CONTEXT,
        today=NOW.date(),
        complete=False,
    )
    assert (draft.answers, draft.errors) == (vector["answers"], [])


def test_rules_that_wait_for_each_other_through_a_section_or_a_row_are_refused_to_authors_alone():
    section = {"type": "section", "key": "page", "show": {"get": "in"}}
    inner = {"type": "yesno", "key": "in", "show": {"get": "other"}}
    other = {"type": "yesno", "key": "other"}
    row = {"type": "yesno", "key": "a", "show": {"get": "b"}}
    rows = [row, {**row, "key": "b", "show": {"get": "a"}}]
    itself = [{**row, "show": {"has": [{"get": "goals.*.a"}, True]}}]
    lists = [[{"type": "repeat", "key": "goals", "items": items}] for items in (rows, itself)]
    for items in ([other, {**section, "items": [inner]}], *lists):
        form = form_of(items)
        assert "rule.circle" in {one.code for one in check(form)}
        told(read_frozen(form), {"goals": [{"_id": "1", "a": True, "b": True}], "in": True}, ["in"])


def test_a_long_chain_of_an_older_form_is_read_in_bounded_depth():
    """A rule as deep as any may be, in fifty questions of a row, each after the one before."""
    rule: Any = {"get": "q{}"}
    for _ in range(5):
        rule = {"and": [{"or": [rule]}]}
    deep = json.dumps(rule)
    items = [{"type": "yesno", "key": "q0"}] + [
        {"type": "yesno", "key": f"q{n}", "show": json.loads(deep.replace("q{}", f"q{n - 1}"))}
        for n in range(1, 50)
    ]
    form = form_of([{"type": "repeat", "key": "goals", "items": items[::-1]}])
    assert {one.code for one in check(form)} == {"rule.circle"}
    row = {"_id": "1"} | {f"q{n}": True for n in range(50)}
    assert told(read_frozen(form), {"goals": [row]}, ["goals.*.q49"])["missing"] == []


KEYS = "abcdefgh"


def _some_rule(dice: random.Random, known: list[str]) -> Any:
    if not known:
        return dice.choice([True, False])
    asked: Any = {"get": dice.choice(known)}
    return dice.choice([asked, asked, {"not": asked}, {"answered": asked}])


def _some_form(dice: random.Random) -> list[dict[str, Any]]:
    """Sections, questions and lists, each shown by what stands before it."""
    items: list[dict[str, Any]] = []
    known: list[str] = []
    into = items
    for key in KEYS:
        one: dict[str, Any] = {"type": "yesno", "key": key}
        if dice.random() < 0.7:
            one["show"] = _some_rule(dice, known)
        if dice.random() < 0.3:
            one["required"] = True
        if dice.random() < 0.2:
            one |= {"type": "repeat", "items": _some_row(dice, known)}
            reads = f"{key}.*.y"
            known = [*known, key] if dice.random() < 0.5 else known
            after = {"type": "yesno", "key": f"{key}2", "show": {"answered": {"get": reads}}}
            into += [one, after]
            continue
        if dice.random() < 0.3:
            page = {"type": "section", "key": f"{key}p", "items": [one]}
            if dice.random() < 0.8:
                page["show"] = _some_rule(dice, known)
            items.append(page)
            into = page["items"]
        else:
            into.append(one)
        known = [*known, key]
        if dice.random() < 0.3:
            into = items
    return items


def _some_row(dice: random.Random, known: list[str]) -> list[dict[str, Any]]:
    own: list[dict[str, Any]] = []
    for key in "xyz":
        one = {"type": "yesno", "key": key}
        if dice.random() < 0.6:
            one["show"] = _some_rule(dice, [*known, *(other["key"] for other in own)])
        own.append(one)
    return own


def _some_answers(dice: random.Random, items: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in items:
        if one["type"] == "section":
            found |= _some_answers(dice, one["items"])
        elif one["type"] == "repeat":
            rows = range(dice.randrange(3))
            found[one["key"]] = [{"_id": str(n)} | _some_answers(dice, one["items"]) for n in rows]
        elif dice.random() < 0.7:
            found[one["key"]] = dice.random() < 0.6
    return found


@numbers("forms", 150)
def test_generated_forms_show_and_ask_the_same_on_the_server_and_on_the_page(forms: int):
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    dice = random.Random(SEED)
    cases, here = [], []
    while len(cases) < forms:
        items = _some_form(dice)
        try:
            form = parse(form_of(items))
        except DefinitionError:
            continue  # A chain that is too long: authors are told.
        answers = _some_answers(dice, items)
        paths = sorted(one.key for one in form.all_items() if one.type != "section")
        found = told(form, answers, paths)
        here.append({name: found[name] for name in ("shown", "values", "missing")})
        cases.append({"rules": rules_of(form), "answers": answers, "paths": paths})
    there = in_the_browser(cases, WEB / "show_items.mjs")
    assert there == here
    assert any(one["missing"] for one in here) and any(len(one["shown"]) < 5 for one in here)
