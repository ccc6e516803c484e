"""Several writes in one transaction, each with a savepoint of its own.

For the demo and other bulk loads: one that is refused leaves nothing behind while the others
stand, and a thousand writes cost one commit. Timers and events of the whole lot come to life with
that commit, so the clock of a running service never meets half of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from libs.chassis.calls import Call, new_correlation_id
from libs.chassis.database import OpenDatabase
from libs.chassis.idempotency import plain
from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction

Reply = TypeVar("Reply")


class Together:
    """Made by `together(database)`. Knows no idempotency keys and tries nothing again."""

    def __init__(self, database: OpenDatabase, session: Session) -> None:
        self._database, self._session = database, session
        self._done: list[Transaction] = []

    def write(
        self, call: Call, use_case: Callable[..., Mapping[str, Any]], request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """As `OpenDatabase.write`, within the transaction of the lot."""
        with self._savepoint(call.principal, call) as tx:
            return dict(plain(use_case(tx, **request)))

    def run(self, principal: Principal, act: Callable[[Transaction], Reply]) -> Reply:
        """As `OpenDatabase.run`, within the transaction of the lot."""
        with self._savepoint(principal, None) as tx:
            return act(tx)

    @contextmanager
    def _savepoint(self, principal: Principal, call: Call | None) -> Iterator[Transaction]:
        tx = Transaction(
            session=self._session,
            principal=principal,
            now=self._database.clock(),
            source=self._database.service,
            correlation_id=call.correlation_id if call else new_correlation_id(),
            call=call,
            unnamed=self._database.unnamed,
        )
        with self._session.begin_nested():
            tx.raise_walls()
            yield tx
            tx.write_out()
        self._done.append(tx)

    def committed(self) -> None:
        for tx in self._done:
            tx.committed()


@contextmanager
def together(database: OpenDatabase) -> Iterator[Together]:
    """One transaction for all writes of the block: committed at its end, or nothing of it."""
    with Session(database.engine, expire_on_commit=False) as session:
        lot = Together(database, session)
        yield lot
        session.commit()
    lot.committed()
