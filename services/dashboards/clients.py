"""Calls to other services. Each signs as dashboards, for the person the work is done for."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from typing import Any
from uuid import UUID

import urllib3

from libs.chassis import eventbus
from libs.chassis.amqp.connection import BROKEN, connect
from libs.chassis.principal import Principal, service_principal
from libs.chassis.rpc import RpcClient
from libs.chassis.transaction import Timer
from libs.contracts import accounts, documents, forms, portfolio
from libs.contracts.base import Method
from libs.contracts.faults import NotFound, ServiceUnavailable

from .domain import crosswalks
from .domain import programme as reading

ISSUER = "dashboards"
OURSELVES = Principal(kind="service", issuer=ISSUER)
_FILES = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=3, read=20))


def parked() -> int:
    """How many of our messages were put aside after their last try. Raises ServiceUnavailable."""
    try:
        with connect(os.environ["AMQP_URL"], name=f"{ISSUER} counts") as connection:
            queue = eventbus.parking_of(ISSUER)
            return int(connection.channel().queue_declare(queue, passive=True).message_count)
    except BROKEN as error:
        raise ServiceUnavailable() from error


def working_for(timer: Timer, person_id: UUID | None = None) -> Principal:
    """What dashboards signs in work that a timer started."""
    return Principal(
        kind="service",
        issuer=ISSUER,
        institution_id=timer.institution_id,
        network_id=timer.network_id,
        acting_for=person_id,
        zone=timer.zone,
    )


def fetch_programme(rpc: RpcClient, timer: Timer) -> dict[str, Any]:
    """{document, frameworks: {key@version: document}, forms: {key: document}, versions_before:
    {key@version: document}} of a programme's hash; the last of its frameworks, as far as
    crosswalks lead. A form that is not published any more is left out."""
    who = working_for(timer)
    document = rpc.call(forms.DEFINITION_BY_HASH, who, hash=timer.payload["hash"])["document"]
    asked = reading.read(document)
    found = {key: _form(rpc, who, key) for key in asked.forms}
    published = {key: form for key, form in found.items() if form is not None}
    names = asked.frameworks or reading.bound_frameworks(published)
    frameworks = {name: _framework(rpc, who, name) for name in names}
    return {
        "document": document,
        "frameworks": frameworks,
        "forms": published,
        "versions_before": _versions_before(rpc, who, frameworks),
    }


def _versions_before(
    rpc: RpcClient, who: Principal, frameworks: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = [name for one in frameworks.values() for name in crosswalks.before(one)]
    while waiting:
        name = waiting.pop()
        if name in found or name in frameworks:
            continue
        try:
            found[name] = _framework(rpc, who, name)
        except NotFound:
            continue
        waiting += crosswalks.before(found[name])
    return found


def _framework(rpc: RpcClient, who: Principal, name: str) -> dict[str, Any]:
    key, _, version = name.partition("@")
    number = int(version) if version else None
    reply = rpc.call(forms.DEFINITION, who, kind="framework", key=key, version=number)
    document: dict[str, Any] = reply["document"]
    return document


def _form(rpc: RpcClient, who: Principal, key: str) -> dict[str, Any] | None:
    try:
        document: dict[str, Any] = rpc.call(forms.DEFINITION, who, kind="form", key=key)["document"]
    except NotFound:
        return None
    return document


def with_own_version(
    rpc: RpcClient, caller: Principal, institution_ids: list[str], key: str
) -> set[str]:
    """Those of a network's institutions that have a version of their own of a programme: they keep
    it, whatever the network publishes."""
    asked = [
        (
            forms.DEFINITION,
            replace(service_principal(ISSUER, caller), institution_id=UUID(one)),
            {"kind": "programme", "key": key},
        )
        for one in institution_ids
    ]
    found = zip(institution_ids, rpc.gather(asked), strict=True)
    return {one for one, reply in found if reply["owner"] == "institution"}


def restate(rpc: RpcClient, timer: Timer) -> dict[str, Any]:
    """Have portfolio send a page of its facts again; with the first page accounts sends its own
    -> {sent, next}."""
    who, cursor = working_for(timer), timer.payload.get("cursor")
    if cursor is None:
        rpc.call(accounts.RESTATE, who)
    return rpc.call(portfolio.RESTATE, who, cursor=cursor)


def report_words(rpc: RpcClient, timer: Timer, job: Any) -> dict[str, Any]:
    """{institution, learner, reader, decisions, scales: {key@version: document}}: the names and
    texts of a report, as who ordered it may read them."""
    who = working_for(timer, job.reader_id)
    asked: list[tuple[Method, Principal, dict[str, Any]]] = [
        (accounts.INSTITUTION, who, {}),
        (accounts.NAMES, who, {"person_ids": [job.learner_id, job.reader_id]}),
        (portfolio.DECISIONS, who, {"portfolio_id": job.portfolio_id, "limit": 500}),
    ]
    institution, names, decisions = rpc.gather(asked)
    learner, reader = (
        names["names"].get(str(one), {}).get("name", "") for one in (job.learner_id, job.reader_id)
    )
    return {
        "institution": institution["name"],
        "learner": learner,
        "reader": reader,
        "decisions": decisions["decisions"],
        "scales": {name: _scale(rpc, who, name) for name in job.scales},
    }


def _scale(rpc: RpcClient, who: Principal, name: str) -> dict[str, Any]:
    """The words of a scale; of one that is not there any more the numbers have to do."""
    key, _, version = name.partition("@")
    number = int(version) if version.isdigit() else None
    try:
        reply = rpc.call(forms.DEFINITION, who, kind="scale", key=key, version=number)
    except NotFound:
        return {}
    document: dict[str, Any] = reply["document"]
    return document


def upload(rpc: RpcClient, timer: Timer, job: Any, name: str, pdf: bytes) -> dict[str, Any]:
    """Bring a PDF into the object store -> {upload_id, parts}. What is never finished expires."""
    begun = rpc.call(
        documents.BEGIN_UPLOAD,
        working_for(timer, job.reader_id),
        idempotency_key=str(uuid.uuid5(job.report_id, f"begin {timer.tries}")),
        portfolio_id=job.portfolio_id,
        folder_kind="reports",
        name=name,
        size=len(pdf),
        media_type="application/pdf",
    )
    parts = [_put(begun, part, pdf) for part in begun["parts"]]
    return {"upload_id": begun["upload_id"], "parts": parts}


def finish_upload(rpc: RpcClient, timer: Timer, job: Any, brought: dict[str, Any]) -> UUID:
    """File what was brought -> its file id; asked again, documents answers the same."""
    done = rpc.call(
        documents.FINISH_UPLOAD,
        working_for(timer, job.reader_id),
        idempotency_key=str(uuid.uuid5(job.report_id, f"finish {brought['upload_id']}")),
        **brought,
    )
    return UUID(done["file"]["file_id"])


def _put(upload: dict[str, Any], part: dict[str, Any], pdf: bytes) -> dict[str, Any]:
    start = (part["number"] - 1) * upload["part_bytes"]
    body = pdf[start : start + upload["part_bytes"]]
    answer = _FILES.request("PUT", part["url"], body=body)
    if answer.status != 200:
        raise documents.StorageUnavailable(f"The object store answered {answer.status}.")
    return {"number": part["number"], "etag": answer.headers["ETag"].strip('"')}
