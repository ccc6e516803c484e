"""One transaction: the rows, the events they cause and the audit lines, together or not at all."""

from __future__ import annotations

import datetime as dt
import json
import uuid
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from libs.chassis import rights, tables
from libs.chassis.calls import Call
from libs.chassis.ids import new_id
from libs.chassis.principal import DEFAULT_ZONE, ZONE_KEY, Principal
from libs.contracts.base import Event

_WALLS = sa.text(
    "SELECT set_config('app.institution', :institution, true),"
    " set_config('app.network', :network, true),"
    " set_config('app.person', :person, true)"
)

# In an audit line of whom nobody may come to know: neither who, nor from where, nor by a number
# that other lines and logs of the same request carry.
_NOBODY: dict[str, Any] = {"user_id": None, "responsible_user_id": None, "roles": ""}
_NOBODY |= {"access_point": "", "correlation_id": ""}


@dataclass(frozen=True, slots=True)
class Timer:
    """A due row of the timers table. `payload` holds ids only; `zone` is the institution's."""

    kind: str
    key: str
    due_at: dt.datetime
    payload: Mapping[str, Any]
    institution_id: uuid.UUID | None
    network_id: uuid.UUID | None
    tries: int = 0
    zone: str = DEFAULT_ZONE


@dataclass(slots=True)
class Transaction:
    """What a use case, projection or query works with. Made by `Database`, never by hand.

    `now` is one instant for the whole transaction, from the injected clock. `source` names the
    service. `occurred_at` is, in a consumer, when the event at hand was committed at its source.
    `unnamed` says whether whoever acts is kept out of a line of the audit.
    """

    session: Session
    principal: Principal
    now: dt.datetime
    source: str
    correlation_id: str
    call: Call | None = None
    occurred_at: dt.datetime | None = None
    unnamed: Callable[[Transaction, Mapping[str, Any]], bool] | None = None
    _outbox: list[dict[str, Any]] = field(default_factory=list)
    _audit: list[dict[str, Any]] = field(default_factory=list)
    _before_commit: list[Callable[[], None]] = field(default_factory=list)
    _after_commit: list[Callable[[], None]] = field(default_factory=list)

    def new_id(self) -> uuid.UUID:
        """A time-ordered id."""
        return new_id(int(self.now.timestamp() * 1000))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the institution, whose days are counted."""
        return zoneinfo.ZoneInfo(self.principal.zone)

    def today(self, zone: str | None = None) -> dt.date:
        """The civil date of `now` in an IANA time zone; without one, in the institution's."""
        return self.now.astimezone(zoneinfo.ZoneInfo(zone or self.principal.zone)).date()

    def todays(self) -> tuple[dt.date, dt.date]:
        """The earlier and the later of the institution's today and the reader's: a page proposes
        the reader's, so neither of them is wrong in an answer."""
        days = (self.today(), self.today(self.principal.reader_zone))
        return min(days), max(days)

    def emit(self, event: Event) -> None:
        """Send an event after the commit; the relay does the rest."""
        self._outbox.append(
            {
                "message_id": self.new_id(),
                "name": event.NAME,
                "body": json.dumps(event.to_wire() | self._zone(), separators=(",", ":")),
                "correlation_id": self.correlation_id,
                "occurred_at": self.now,
            }
        )

    def audit(
        self,
        action: str,
        *,
        object_kind: str,
        object_id: object,
        subject_id: uuid.UUID | None = None,
        basis: str = "",
        outcome: str = "success",
        purpose: str = "",
    ) -> None:
        """Add an audit line (NEN 7513). `action` is `<object>.<verb>`; no names, no answers.

        `subject_id` is the person whose data it is, `basis` the relation or role that allowed it,
        `purpose` what that is for; unsaid, both follow from who acts (`rights`).
        """
        who = self.principal
        basis = basis or rights.basis_of(who)
        acting = who.person_id or who.acting_for or who.link_participant_id
        self._note(
            {
                "institution_id": who.institution_id,
                "at": self.now,
                "event": self.call.method.address if self.call else action,
                "action": action,
                "outcome": outcome,
                "user_kind": who.kind,
                "user_id": who.impersonator_id or acting,
                "responsible_user_id": acting if who.impersonator_id else None,
                "roles": ",".join(sorted(who.roles)),
                "purpose": purpose or rights.purpose_of(basis, who),
                "access_point": (self.call.network_address if self.call else None) or "",
                "object_kind": object_kind,
                "object_id": str(object_id),
                "subject_id": subject_id,
                "basis": basis,
                "source": self.source,
                "correlation_id": self.correlation_id,
            }
        )

    def _note(self, line: dict[str, Any]) -> None:
        """Keep a line; who is left out of it leaves whoever acts in their name."""
        if self._is_unnamed(line):
            line |= _NOBODY | {"user_id": self.principal.impersonator_id}
        self._audit.append(line)

    def _is_unnamed(self, line: Mapping[str, Any]) -> bool:
        if self.unnamed is None:
            return False
        with self.session.no_autoflush:
            return self.unnamed(self, line)

    def schedule(
        self, kind: str, key: object, due_at: dt.datetime, payload: Mapping[str, Any] | None = None
    ) -> None:
        """Have a timer fire once at `due_at`; the same kind and key again moves it.

        A timer that knows the zone of its institution keeps it when moved by who does not.
        """
        row = {
            "kind": kind,
            "key": str(key),
            "due_at": due_at,
            "payload": dict(payload or {}) | self._zone(),
            "institution_id": self.principal.institution_id,
            "network_id": self.principal.network_id,
            "tries": 0,
        }
        statement = insert(tables.timers).values(row)
        known = sa.func.jsonb_build_object(ZONE_KEY, tables.timers.c.payload[ZONE_KEY])
        changed: dict[str, Any] = {
            name: statement.excluded[name] for name in row if name not in ("kind", "key")
        }
        changed["payload"] = sa.func.jsonb_strip_nulls(known).concat(statement.excluded.payload)
        self.session.execute(
            statement.on_conflict_do_update(index_elements=["kind", "key"], set_=changed)
        )

    def _zone(self) -> dict[str, str]:
        zone = self.principal.zone
        return {} if zone == DEFAULT_ZONE else {ZONE_KEY: zone}

    def unschedule(self, kind: str, key: object) -> None:
        """Forget a timer; unknown ones are fine."""
        self.session.execute(
            sa.delete(tables.timers).where(
                tables.timers.c.kind == kind, tables.timers.c.key == str(key)
            )
        )

    def before_commit(self, act: Callable[[], None]) -> None:
        """Run `act` at the end of the transaction, still within it: for what is worked out once
        however many events of a batch touched it."""
        self._before_commit.append(act)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run `act` once the transaction is committed (never when it rolled back)."""
        self._after_commit.append(act)

    def act_for(
        self, institution_id: uuid.UUID | None, network_id: uuid.UUID | None = None
    ) -> None:
        """Go on behind the wall of another institution: for log-in and links, where the
        institution is known only after a look-up. The zone of the one before is not its zone."""
        is_same = institution_id == self.principal.institution_id
        zone = self.principal.zone if is_same else DEFAULT_ZONE
        who = replace(self.principal, institution_id=institution_id, network_id=network_id)
        self.act_as(replace(who, zone=zone))

    def act_as(self, principal: Principal) -> None:
        """As `act_for`, with the person as well. What was gathered behind the wall at hand is
        written there: behind another one it would be refused."""
        self.session.flush()
        self._write_audit()
        self.principal = principal
        self.raise_walls()

    def _write_audit(self) -> None:
        lines, self._audit = self._audit, []
        if lines:
            self.session.execute(sa.insert(tables.audit), lines)

    def raise_walls(self) -> None:
        """Tell PostgreSQL whose transaction this is; ends with the transaction."""
        who = self.principal
        self.session.execute(
            _WALLS,
            {
                "institution": str(who.institution_id or ""),
                "network": str(who.network_id or ""),
                "person": str(who.person_id or who.acting_for or ""),
            },
        )

    def write_out(self) -> None:
        """Put the gathered events and audit lines into the transaction, just before commit."""
        for act in self._before_commit:
            act()
        self.session.flush()
        if self._outbox:
            self.session.execute(sa.insert(tables.outbox), self._outbox)
        self._write_audit()

    def committed(self) -> None:
        for act in self._after_commit:
            act()
