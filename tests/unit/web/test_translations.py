"""The Dutch of the pages: complete, with the same placeholders, and really shown."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.unit.gateway.staff_world import gateway, me

CHECKOUT = Path(__file__).resolve().parents[3]
TRANSLATIONS = CHECKOUT / "gateway/web/translations"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["_l", "ngettext:1,2"])
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
# What external assessors read, some of it together with people of the institution.
READ_BY_EXTERNALS = (
    "gateway/wording.py",
    "gateway/web/request_link.py",
    "gateway/web/templates/layouts/fault.html",
    "gateway/web/templates/layouts/plain.html",
    "gateway/web/templates/parts/form/",
    "gateway/web/templates/records/link.html",
    "gateway/web/templates/records/link_ended.html",
    "gateway/web/templates/records/parts.html",
    "gateway/web/templates/records/receipt.html",
)


def _extracted() -> Catalog:
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    # The mapping names files from the root of the checkout, so its patterns apply there only.
    found = extract_from_dir(
        CHECKOUT / "gateway",
        [(pattern.removeprefix("gateway/"), method) for pattern, method in methods],
        {pattern.removeprefix("gateway/"): option for pattern, option in options.items()},
        keywords=KEYWORDS,
    )
    catalogue = Catalog()
    for name, line, words, _comments, _context in found:
        catalogue.add(words, locations=[(f"gateway/{name}", line)])
    return catalogue


@pytest.fixture(scope="module")
def source() -> Catalog:
    return _extracted()


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    with (TRANSLATIONS / "nl/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def _entries(catalogue: Catalog) -> Mapping[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def _words(one: object) -> Iterator[str]:
    yield from (str(word) for word in (one if isinstance(one, list | tuple) else [one]))


def test_every_text_of_the_pages_is_in_the_dutch_catalogue_and_no_other(source, dutch):
    wanted, present = set(_entries(source)), set(_entries(dutch))
    assert len(wanted) > 500
    assert sorted(map(str, wanted - present)) == []
    assert sorted(map(str, present - wanted)) == []
    assert not dutch.obsolete


def test_every_entry_is_translated_in_all_its_forms_and_none_is_a_guess(dutch):
    for key, message in _entries(dutch).items():
        assert not message.fuzzy, key
        assert len(list(_words(message.string))) == len(list(_words(key))), key
        assert all(word.strip() for word in _words(message.string)), key


def test_a_translation_fills_in_the_same_values_as_the_text(dutch):
    for key, message in _entries(dutch).items():
        # The singular may say "one" in words, so the plural tells what has to be filled in.
        *_others, fullest = _words(key)
        for text, translated in zip(_words(key), _words(message.string), strict=True):
            allowed = set(PLACEHOLDER.findall(fullest))
            assert set(PLACEHOLDER.findall(translated)) <= allowed, key
            assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(translated)), key


def test_external_assessors_are_never_addressed_as_je(source, dutch):
    informal = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
    read = {
        key
        for key, message in _entries(source).items()
        if any(name.startswith(READ_BY_EXTERNALS) for name, _line in message.locations)
    }
    assert len(read) > 80
    translated = _entries(dutch)
    for key in read:
        assert not informal.search(" ".join(_words(translated[key].string))), key


def test_the_log_in_page_speaks_dutch_to_who_prefers_it():
    with gateway(None) as (browser, _fake):
        page = browser.get("/sign-in", headers={"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.5"}).text
    assert '<html lang="nl"' in page
    for words in ("Gebruikersnaam", "Wachtwoord", "Inloggen"):
        assert words in page
    assert "User name" not in page


def test_a_signed_in_page_follows_the_language_of_the_account():
    with gateway({**me("trainer"), "language": "nl"}) as (browser, _fake):
        page = browser.get("/help").text
    assert "Wie je helpt" in page
    assert "Who helps you" not in page


def test_the_sign_of_a_step_is_no_signature(dutch):
    translated = _entries(dutch)
    assert (translated["Sign"].string, translated["Traffic sign"].string) == (
        "Ondertekenen",
        "Teken",
    )
    for name in ("scale-editor", "scale-panel"):
        script = (CHECKOUT / f"gateway/web/assets/design/{name}.js").read_text()
        assert '_("Traffic sign")' in script and '_("Sign")' not in script


def test_the_command_of_the_contributors_guide_finds_the_same_texts(source, tmp_path):
    """As it is written there, from the root of the checkout, in nobody's environment."""
    guide = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"^\S+ .*\bextract -F .*$", guide, re.MULTILINE)
    program, *words = shlex.split(written)
    assert program == ".venv/bin/python"
    target = tmp_path / "messages.pot"
    words[words.index("-o") + 1] = str(target)
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([sys.executable, *words], cwd=CHECKOUT, env=bare, check=True, timeout=300)
    with target.open("rb") as file:
        found = {message.id for message in read_po(file) if message.id}
    assert found == {message.id for message in source if message.id}
