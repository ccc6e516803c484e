"""Calls to other services, asked just before each mail; nothing of it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from libs.chassis.principal import Principal
from libs.chassis.rpc.client import RpcClient
from libs.contracts import accounts, portfolio

Reply = dict[str, Any]


class Peers:
    """Accounts and portfolio, as the service itself within one institution."""

    def __init__(self, rpc: RpcClient, who: Principal) -> None:
        self._rpc = rpc
        self._who = who

    def request(self, request_id: UUID) -> Reply:
        return self._rpc.call(portfolio.REQUEST_FOR_MAIL, self._who, request_id=request_id)

    def address(self, person_id: UUID | str) -> Reply:
        return self._rpc.call(accounts.ADDRESS_OF, self._who, person_id=person_id)

    def secret(self, secret_id: UUID) -> Reply:
        return self._rpc.call(accounts.MAIL_SECRET, self._who, secret_id=secret_id)

    def fresh_link(
        self,
        request: Reply,
        *,
        request_id: UUID,
        learner_id: UUID | str,
        email: str,
        not_after: dt.datetime | str,
    ) -> str:
        """A new token for one request; all tokens of a request work and end together."""
        reply = self._rpc.call(
            accounts.FRESH_LINK,
            self._who,
            request_id=request_id,
            record_id=request["record_id"],
            participant_id=request["participant_id"],
            learner_id=learner_id,
            email=email,
            not_after=not_after,
        )
        return str(reply["token"])
