"""What keeps a document from being published, with everything it refers to looked up."""

from __future__ import annotations

import json
from typing import Any

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts.forms import DocumentUnfit
from libs.formengine.bounds import bound_problems

from ..domain import checks, keeping, references
from ..domain.problems import problem
from .owners import expect_reader
from .reading import current_titles, find, standing_of

# What people choose from lists by its title.
PICKED = ("form", "programme")


def check_definition(tx: Transaction, *, kind: str, document: dict[str, Any]) -> dict[str, Any]:
    """What keeps a document from being published -> {problems}. Nothing is stored."""
    expect_reader(tx)
    refuse_unfit(document)
    return {"problems": problems_of(tx, kind, document)}


def refuse_unfit(document: dict[str, Any]) -> None:
    """Raises DocumentUnfit for what cannot be kept at all: too large, too deep, no plain text."""
    found = [
        {"path": one.path, "code": one.code, "message": one.message, "params": dict(one.params)}
        for one in bound_problems(document)
    ]
    if not found and len(formengine.canonical(document)) > checks.MOST_CHARACTERS:
        found = [problem("", "large")]
    if found:
        raise DocumentUnfit(errors={one["path"]: one for one in found}, code=found[0]["code"])


def problems_of(tx: Transaction, kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """[{path, code, message, params}]; empty: it may be published by the owner at hand."""
    look_up = look_up_here(tx)
    problems = checks.problems(kind, document)
    problems = problems or references.unknown(kind, document, look_up)
    problems = problems or same_title(tx, kind, document)
    problems = problems or _retired_forms(tx, kind, document)
    problems = problems or keeping.unkept(kind, document, look_up)
    if problems or kind != "form":
        return problems
    return checks.problems(kind, document, _outcomes(document, look_up))


def look_up_here(tx: Transaction) -> references.Find:
    """What a name means for the owner at hand, as its document."""

    def look_up(wanted: str, key: str, version: int | None) -> dict[str, Any] | None:
        # What stands there may be anything; only a name leads somewhere.
        found = find(tx, wanted, key, version) if isinstance(key, str) else None
        return json.loads(found.document) if found else None

    return look_up


def same_title(tx: Transaction, kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Nobody can tell two forms of one name apart in a list to choose from."""
    if kind not in PICKED:
        return []
    wanted = {(language, text.strip().lower()) for language, text in document["title"].items()}
    for key, title in current_titles(tx, kind):
        for language, text in title.items():
            if key != document["key"] and (language, text.strip().lower()) in wanted:
                return [problem("title", "title_taken", given=text)]
    return []


def _retired_forms(tx: Transaction, kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """What a programme asks for and nobody can begin any more."""
    asked = references.asked_forms(document) if kind == "programme" else {}
    return [
        problem(path, "form_retired", given=", ".join(forms))
        for path, forms in asked.items()
        if forms and all(_is_retired(tx, form) for form in forms)
    ]


def _is_retired(tx: Transaction, form: str) -> bool:
    found = find(tx, "form", form)
    return found is not None and standing_of(tx, found)[0]


def _outcomes(document: dict[str, Any], look_up: references.Find) -> dict[str, frozenset[str]]:
    """The codes of the frameworks a form is bound to, by `key@version`."""
    bound = {
        f"{one.key}@{one.version}": look_up(one.kind, one.key, one.version)
        for one in references.references("form", document)
        if one.kind == "framework"
    }
    return {name: references.outcome_codes(found or {}) for name, found in bound.items()}
