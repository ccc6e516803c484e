"""The table of docs/library.md. `python -m tests.library.overview` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from libs.formengine import Definition, Stage, wording

from .definitions import FORMS, definition, document

PAGE = Path(__file__).parents[2] / "docs" / "library.md"
DERIVED, SUPPORTING = 999, 1000  # Neither has a row in the list; supporting templates come last.
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
HEAD = "| Row | Process | Who fills | Stages | Scale | Anonymity | Stakes |\n" + "|---" * 7 + "|"


def line(name: str) -> str:
    """One process as a row of the table, in English."""
    form = definition(name)
    cells = (
        _row(name),
        f"{_english(form.title)} (`{name}`)",
        ", ".join(_fillers(form)),
        " → ".join(_stage(one) for one in form.stages),
        ", ".join(_english(scale.title) or scale.id for scale in form.scales.values()) or "none",
        "; ".join(_anonymity(form)) or "named",
        _stakes(form),
    )
    return f"| {' | '.join(cells)} |"


def table() -> str:
    return "\n".join([HEAD, *(line(name) for name in sorted(FORMS, key=_rank))])


def _rank(name: str) -> tuple[int, str]:
    found = document(name)
    return found.get("process", DERIVED if "based_on" in found else SUPPORTING), name


def _row(name: str) -> str:
    """Its row in the list of processes, or the row of the one that it is derived from."""
    found = document(name)
    if "based_on" in found:
        return f"from {document(found['based_on']['form'])['process']}"
    return str(found.get("process", "–"))


def _english(texts: object) -> str:
    return wording(texts, "en")  # type: ignore[arg-type]


def _fillers(form: Definition) -> list[str]:
    roles = dict.fromkeys(role for stage in form.stages for role in stage.by)
    return [_english(form.roles[role].label) for role in roles]


def _stage(stage: Stage) -> str:
    name = _english(stage.label)
    return f"({name})" if stage.optional or stage.when is not None else name


def _anonymity(form: Definition) -> Iterator[str]:
    """What is not simply named and open to the learner from Send on."""
    for stage in form.stages:
        name = _english(stage.label)
        if stage.private:
            yield f"{name}: private until shared"
        if stage.anonymous:
            yield f"{name}: anonymous, groups of {stage.anonymous.min_group} or more, released"
            continue
        if stage.is_joined:
            yield f"{name}: hidden from each other until all are done"
        if stage.is_released and not stage.private:
            yield f"{name}: closed to {_kept_out(form, stage)} until released"


def _kept_out(form: Definition, stage: Stage) -> str:
    waiting = [role for role, when in (stage.open_to or {}).items() if when == "released"]
    if form.subject in waiting:
        return "the learner"
    return " and ".join(f"the {_english(form.roles[role].label).lower()}" for role in waiting)


def _stakes(form: Definition) -> str:
    order = ("low", "medium", "high")
    found = {form.stakes, *(form.stakes_at(one.id) for one in form.stages)}
    return " → ".join(one for one in order if one in found)


def write() -> None:
    """Put the table as it is now between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write()
