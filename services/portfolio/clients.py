"""What portfolio asks of other services: frozen definitions of forms, names of accounts.

Always outside a transaction. Definitions are kept for good once fetched, so a Send asks nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from libs.chassis.database import OpenDatabase
from libs.chassis.principal import Principal, service_principal
from libs.chassis.rpc import RpcClient
from libs.contracts import accounts, documents, forms
from libs.contracts.base import Fault, Method

from .projections import keep_definition
from .queries.definitions import DefinitionMissing

NAME_KEPT_S = 600.0
MOST_NAMES = 5_000
MOST_FETCHES = 20
Reply = TypeVar("Reply")


def document_of(client: RpcClient, event: forms.DefinitionPublishedV1) -> dict[str, Any]:
    """The document a publication tells of. Raises a Fault; the event then comes again."""
    asking = Principal(
        kind="service",
        issuer="portfolio",
        institution_id=event.institution_id,
        network_id=event.network_id,
    )
    reply = client.call(forms.DEFINITION_BY_HASH, asking, hash=event.hash)
    return dict(reply["document"])


def with_definitions(
    database: OpenDatabase, client: RpcClient, caller: Principal, act: Callable[[], Reply]
) -> Reply:
    """Run `act`, fetching each definition it turns out to miss. Raises the Fault of forms."""
    for _ in range(MOST_FETCHES):
        try:
            return act()
        except DefinitionMissing as missing:
            _fetch(database, client, caller, missing)
    return act()


def _fetch(
    database: OpenDatabase, client: RpcClient, caller: Principal, missing: DefinitionMissing
) -> None:
    asking = service_principal("portfolio", caller)
    if missing.hash:
        found = client.call(forms.DEFINITION_BY_HASH, asking, hash=missing.hash)
    else:
        found = client.call(
            forms.DEFINITION, asking, kind=missing.kind, key=missing.key, version=missing.number
        )
    database.run(
        asking,
        lambda tx: keep_definition(
            tx,
            kind=found["kind"],
            key=found["key"],
            number=found["version"],
            hash=found["hash"],
            document=found["document"],
            is_copy=True,
        ),
    )


def token_of_door(
    client: RpcClient, caller: Principal, record_id: UUID, door: Mapping[str, Any]
) -> dict[str, Any]:
    """A token for the link of a round, made by accounts, which keeps its hash -> {token,
    not_after}."""
    made = client.call(
        accounts.FRESH_LINK,
        service_principal("portfolio", caller),
        request_id=door["participant_id"],
        participant_id=door["participant_id"],
        record_id=record_id,
        not_after=door["not_after"],
    )
    return {"token": made["token"], "not_after": door["not_after"]}


class Documents:
    """Files of records: documents keeps their bytes, we say whose they are and who reads them."""

    def __init__(self, client: RpcClient, caller: Principal) -> None:
        self._client = client
        self._asking = service_principal("portfolio", caller)

    def _call(self, method: Method, **fields: Any) -> dict[str, Any]:
        return dict(self._client.call(method, self._asking, **fields))

    def begin(self, allowed: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
        """Where the parts of a new file go. Raises FileRefused, StorageUnavailable."""
        names = ("portfolio_id", "record_id", "uploader_id", "by_link")
        about = {name: request[name] for name in ("name", "size", "media_type")}
        return self._call(
            documents.BEGIN_ATTACHMENT, **{name: allowed[name] for name in names}, **about
        )

    def finish(self, own: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
        """Every part is there -> the File as documents sees it now."""
        reply = self._call(
            documents.FINISH_ATTACHMENT,
            upload_id=request["file_id"],
            uploader_id=own["uploader_id"],
            parts=request["parts"],
        )
        return dict(reply["file"])

    def link(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """-> {url, expires_at}."""
        return self._call(documents.ATTACHMENT_LINK, **request)

    def remove(self, request: Mapping[str, Any]) -> None:
        self._call(documents.REMOVE_ATTACHMENT, **request)


class Names:
    """Names of account holders as they are today, remembered for ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[UUID, tuple[float, str]] = {}

    def name_of(self, client: RpcClient, caller: Principal) -> str | None:
        """The caller's own name; None when accounts cannot be asked (it is shown later anyway)."""
        if caller.kind != "person" or caller.person_id is None:
            return None
        until, name = self._known.get(caller.person_id, (0.0, ""))
        if until > self._clock():
            return name
        try:
            reply = client.call(
                accounts.NAMES,
                service_principal("portfolio", caller),
                deadline_s=1.0,
                person_ids=[caller.person_id],
            )
        except Fault:
            return None
        return self._keep(caller.person_id, reply["names"].get(str(caller.person_id)))

    def _keep(self, person_id: UUID, found: dict[str, Any] | None) -> str | None:
        if found is None:
            return None
        if len(self._known) >= MOST_NAMES:
            self._known.clear()
        self._known[person_id] = (self._clock() + NAME_KEPT_S, found["name"])
        return str(found["name"])
