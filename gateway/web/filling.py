"""From a record, as portfolio shows it to this reader, to pages that can be drawn."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import g

from gateway.clients import accounts as accounts_client
from gateway.clients import forms as forms_client
from gateway.web import pointing, times
from gateway.web.colleagues import find_url
from gateway.web.form_page import FormPage
from gateway.web.meanings import described_outcomes
from libs.formengine import Definition, filled_beforehand, mentions, read_frozen, wording
from libs.formengine.items import Item, Section

FILL_ACTS = frozenset({"fill", "prepare", "sign", "decide", "approve", "release"})


@functools.lru_cache(maxsize=200)
def definition_by(content_hash: str) -> Definition:
    """The form version of a hash."""
    return read_frozen(forms_client.by_hash(content_hash)["document"])


def definition_of(record: Mapping[str, Any]) -> Definition:
    """The frozen form version the record is pinned to."""
    return definition_by(record["definition_hash"])


@dataclasses.dataclass(frozen=True, slots=True)
class Filling:
    """One stage that waits for the reader, ready to be drawn."""

    stage: str
    act: str
    label: str
    can: frozenset[str]
    rev: int
    page: FormPage
    button: str
    returned_because: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What somebody filled in, ready to be read."""

    stage: str
    label: str
    who: str
    verified: str
    sent_at: str | None
    revision: int
    page: FormPage
    act: str = ""
    same_browser: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether a part that is filled in was left empty; a signature says something as such."""
        return self.act in ("fill", "prepare") and all(
            answer in (None, "", [], {}) for answer in self.page.answers.values()
        )


def fillings(
    record: Mapping[str, Any],
    definition: Definition,
    *,
    errors: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    posted_stage: str | None = None,
) -> list[Filling]:
    """The stages this reader may act in now. After a refused Send the posted answers and the
    messages of `posted_stage` are shown instead of the stored draft."""
    found = []
    for act in record["may"]:
        stage = definition.stage(act["stage"])
        again = posted_stage == act["stage"]
        role = _role_of(record, act, definition)
        items = fillable_items(definition, act["stage"], role)
        keys = {item.key for item in definition.fillable(act["stage"], role)}
        items = _only(definition.items, keys, role)
        page = _page(
            definition,
            items=items,
            answers=(answers if again else _begun(act, definition, keys)) or {},
            errors=(errors or {}) if again else {},
            facts=act.get("facts") or {},
            record=record,
            stage=act["stage"],
            described=_described(definition, items),
        )
        found.append(
            Filling(
                stage=act["stage"],
                act=act["act"],
                label=wording(stage.label, g.language) if stage.label else "",
                can=frozenset(act["can"]),
                rev=int(act.get("rev") or 0),
                page=page,
                button=_button(definition, act["stage"]),
                returned_because=act.get("returned_because"),
            )
        )
    return found


def fillable_items(definition: Definition, stage: str, role: str) -> list[Item]:
    """What a role fills in at a stage, in its sections."""
    keys = {item.key for item in definition.fillable(stage, role)}
    return _only(definition.items, keys, role)


def _button(definition: Definition, stage_id: str) -> str:
    """What its button says: the act; where something is prepared, what the others do with it."""
    stage = definition.stage(stage_id)
    if stage.act != "prepare":
        return stage.act
    ahead = (definition.stage(one) for one in definition.later(stage_id))
    following = next((one.act for one in ahead if not one.optional), "fill")
    return f"prepare_{following}" if following in ("sign", "decide", "approve") else "fill"


def _begun(
    act: Mapping[str, Any], definition: Definition, keys: Iterable[str]
) -> Mapping[str, Any]:
    """The draft of the reader; where nothing was saved yet, what the form fills in beforehand."""
    if act.get("answers") or act.get("rev"):
        return act.get("answers") or {}
    return filled_beforehand(definition, (definition.by_key[key] for key in keys))


def _role_of(record: Mapping[str, Any], act: Mapping[str, Any], definition: Definition) -> str:
    """The role the reader acts in; portfolio says it, older replies leave it to the stage."""
    if act.get("role"):
        return str(act["role"])
    for stage in record["record"]["stages"]:
        for participant in stage["participants"]:
            if participant["participant_id"] == act["participant_id"]:
                return str(participant["role"])
    return definition.stage(act["stage"]).by[0]


def _only(items: Iterable[Item], keys: set[str], role: str) -> list[Item]:
    """The items with these keys, in their sections; notes for this role stay where they are."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Section):
            inner = _only(item.items, keys, role)
            if any(one.type != "note" for one in inner):
                kept.append(dataclasses.replace(item, items=tuple(inner)))
        elif item.type == "note":
            if not item.by or role in item.by:
                kept.append(item)
        elif item.key in keys:
            kept.append(item)
    return kept if any(one.type != "note" for one in kept) else []


def _page(
    definition: Definition,
    *,
    items: Sequence[Item],
    answers: Mapping[str, Any],
    errors: Mapping[str, str],
    facts: Mapping[str, Any],
    record: Mapping[str, Any] | None = None,
    stage: str | None = None,
    options: Mapping[str, Any] | None = None,
    find_people: str = "",
    described: Mapping[str, Mapping[str, Any]] | None = None,
) -> FormPage:
    outcomes, names = _outcomes(definition)
    about = record or {}
    found = mentions(definition.all_items(), answers)
    if record is not None and stage is not None:
        portfolio_id = record["record"]["portfolio_id"]
        learner_id = record["learner_id"]
        find_people = find_url(learner_id)
        options = pointing.options_of(items, portfolio_id, learner_id, record.get("choices"))
    return FormPage(
        document=definition.document,
        items=items,
        lang=g.language,
        answers=answers,
        errors=errors,
        options={
            item.key: outcomes.get(getattr(item, "framework", ""), [])
            for item in definition.all_items()
            if item.type == "outcome"
        }
        | dict(options or {}),
        names=names | pointing.names_of(found),
        files={key: pointing.file_words(one) for key, one in (about.get("files") or {}).items()},
        links=pointing.links_of(
            found, about.get("references") or {}, about.get("record", {}).get("record_id")
        ),
        upload=pointing.upload_place(record["record"]["record_id"], stage)
        if record is not None and stage is not None
        else {},
        find_people=find_people,
        facts=facts,
        ordinal=definition.ordinal,
        asks_reason=stage is None or definition.stage(stage).anonymous is None,
        today=times.today(),
        described=described or {},
    )


def _described(definition: Definition, items: Sequence[Item]) -> dict[str, Mapping[str, Any]]:
    return described_outcomes(definition.frameworks, items, definition.all_items())


def _outcomes(
    definition: Definition,
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """Per framework prefix the outcomes to choose from, in groups, and all their titles."""
    groups: dict[str, list[dict[str, Any]]] = {}
    names: dict[str, str] = {}
    picked = {
        getattr(item, "framework", "") for item in definition.all_items() if item.type == "outcome"
    }
    for prefix, reference in definition.frameworks.items():
        if prefix not in picked:
            continue
        nodes = forms_client.framework(reference)["outcomes"]
        groups[prefix] = grouped_outcomes(prefix, nodes)
        names |= {f"{prefix}/{node['key']}": wording(node["title"], g.language) for node in nodes}
    return groups, names


def grouped_outcomes(prefix: str, nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Nodes that have children become the labels of groups, the others options."""
    parents = {node.get("parent") for node in nodes}
    titles = {node["key"]: node["title"] for node in nodes}
    found: dict[str | None, list[dict[str, Any]]] = {}
    for node in nodes:
        if node["key"] not in parents:
            option = {"value": f"{prefix}/{node['key']}", "label": node["title"]}
            found.setdefault(node.get("parent"), []).append(option)
    return [
        {"label": titles.get(parent, "") if parent else "", "options": options}
        for parent, options in found.items()
    ]


def readings(record: Mapping[str, Any], definition: Definition) -> list[Given]:
    """What was sent and is open to this reader, in the order of the stages."""
    order = {stage.id: number for number, stage in enumerate(definition.stages)}
    names = accounts_client.names_of(_people(record))
    return [
        _reading(one, definition, names, record)
        for one in sorted(record["contributions"], key=lambda one: order.get(one["stage"], 99))
        if one.get("sent_at")
    ]


def _reading(
    one: Mapping[str, Any],
    definition: Definition,
    names: Mapping[str, Mapping[str, str]],
    record: Mapping[str, Any],
) -> Given:
    keys = set(one.get("items") or one["answers"])
    actor = one.get("actor") or {}
    stage = definition.by_stage.get(one["stage"])
    role = definition.roles.get(one["role"])
    known = names.get(str(actor.get("person_id") or ""), {})
    stated = actor.get("name") or known.get("name") or ""
    title = actor.get("role_title") or (wording(role.label, g.language) if role else "")
    return Given(
        stage=one["stage"],
        label=wording(stage.label, g.language) if stage and stage.label else "",
        who=", ".join(part for part in (stated, title) if part),
        verified=actor.get("verified") or "",
        same_browser=bool(actor.get("same_browser")),
        sent_at=one["sent_at"],
        revision=one["revision"],
        act=stage.act if stage else "",
        page=_page(
            definition,
            items=_only(definition.items, keys, one["role"]),
            answers=one["answers"],
            errors={},
            facts={},
            record=record,
        ),
    )


def _people(record: Mapping[str, Any]) -> set[str]:
    """Ids of everybody who is named in a record."""
    found = {record["learner_id"]}
    for stage in record["record"]["stages"]:
        found |= {one["person_id"] for one in stage["participants"] if one.get("person_id")}
    for one in record["contributions"]:
        actor = one.get("actor") or {}
        if actor.get("person_id"):
            found.add(actor["person_id"])
    return {str(person_id) for person_id in found if person_id}


def error_messages(errors: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, str]:
    """Messages by control (`trust`, `skills.talk`, `goals.0.what`) of an AnswersIncomplete over
    these answers."""
    return {
        _control(path, error, answers): wording(error["message"], g.language)
        for path, error in errors.items()
    }


def _control(path: str, error: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """A row of a list is named by its id; in the page it has a number."""
    column = (error.get("params") or {}).get("column")
    item, _dot, row_id = path.partition(".")
    rows = answers.get(item)
    for number, row in enumerate(rows if column and isinstance(rows, list) else ()):
        if row.get("_id") == row_id:
            return f"{item}.{number}.{column}"
    return path


def summary_of(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The same for the summary at the top: id of the control and sentence."""
    return [
        {"id": "q-" + path.replace(".", "-"), "text": message} for path, message in errors.items()
    ]


def blank_page(
    content_hash: str,
    *,
    errors: Mapping[str, str],
    answers: Mapping[str, Any],
    portfolio_id: Any = None,
) -> FormPage:
    """What the learner fills in when asking: the items of the first stage, nothing stored yet."""
    definition = definition_by(content_hash)
    stage = definition.stages[0]
    keys = {item.key for item in definition.fillable(stage.id, definition.subject)}
    items = _only(definition.items, keys, definition.subject)
    choices = pointing.choices_of(portfolio_id, items) if portfolio_id else None
    return _page(
        definition,
        items=items,
        answers=answers,
        errors=errors,
        facts={},
        options=pointing.options_of(items, portfolio_id, g.principal.person_id, choices)
        if portfolio_id
        else None,
        find_people=find_url(g.principal.person_id) if portfolio_id else "",
        described=_described(definition, items),
    )
