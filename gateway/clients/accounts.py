"""What the gateway remembers of accounts for a short while: sessions and names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gateway.clients.bus import ANONYMOUS, ask, principal
from gateway.clients.caches import AgingCache
from libs.contracts import accounts
from libs.contracts.faults import NotSignedIn

SESSION_S = 30.0
NAME_S = 300.0

Name = dict[str, str]
# Apart for what pages ask by themselves: a person's next step must reach the idle clock.
_sessions: AgingCache[tuple[str, bool], dict[str, Any]] = AgingCache(5_000, SESSION_S)
_names: AgingCache[tuple[str, str], Name] = AgingCache(20_000, NAME_S)


def me_of(session_token: str, *, by_itself: bool = False) -> dict[str, Any]:
    """The Me of a session; raises NotSignedIn, also for what can be no token. Asked again after
    30 s, or at once after an AccessRevokedV1 event. `by_itself`: an open page asks, no person."""
    if not accounts.is_token(session_token):
        raise NotSignedIn()
    known = _sessions.get((session_token, by_itself))
    if known is None:
        how = {"by_itself": True} if by_itself else {}
        reply = ask(
            accounts.RESUME_SESSION, as_principal=ANONYMOUS, session_token=session_token, **how
        )
        known = reply["me"]
        _sessions.put((session_token, by_itself), known)
    return known


def forget_session(session_token: str) -> None:
    for by_itself in (True, False):
        _sessions.drop((session_token, by_itself))


def forget_person(person_id: str) -> None:
    """Their sessions or roles ended somewhere: ask accounts again, now."""
    _sessions.drop_where(lambda me: me["person_id"] == person_id)


def forget_all_sessions() -> None:
    _sessions.clear()


def names_of(person_ids: Iterable[str | UUID | None]) -> dict[str, Name]:
    """Names by person id ({name, given_name, initials}); unknown people are left out."""
    institution = str(principal().institution_id)
    wanted = {str(person_id) for person_id in person_ids if person_id}
    found = {key: name for key in wanted if (name := _names.get((institution, key))) is not None}
    missing = sorted(wanted - found.keys())
    for start in range(0, len(missing), 500):
        reply = ask(accounts.NAMES, person_ids=missing[start : start + 500])
        for key, name in reply["names"].items():
            _names.put((institution, key), name)
            found[key] = name
    return found
