"""Settings of an institution that its administrators change, and what setting up remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import SETUP_STEPS
from libs.contracts.faults import InvalidRequest
from services.accounts.domain import setup as rules
from services.accounts.queries import access, institutions
from services.accounts.queries import setup as setup_queries
from services.accounts.tables import Institution, Network

TRIMMED = ("name", "short_name", "user_name_scheme")


def change_institution(tx: Transaction, **changed: Any) -> dict[str, Any]:
    """Change what is given and leave the rest -> as INSTITUTION. Raises Forbidden,
    InvalidRequest."""
    access.require_administrator(tx)
    wanted = {key: _plain(key, value) for key, value in changed.items()}
    _expect_words(wanted)
    found = _locked_institution(tx)
    for key, value in wanted.items():
        setattr(found, key, value)
    found.setup = rules.after_change(found.setup or {}, wanted)
    access.audit(tx, "institution.change", object_kind="institution", object_id=found.id)
    tx.session.flush()
    return institutions.institution(tx)


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: str(text).strip() for name, text in value.items()}
    return value.strip() if key in TRIMMED else value


def _expect_words(wanted: Mapping[str, Any]) -> None:
    """Names of spaces alone name nothing."""
    missing = [key for key in ("name", "short_name") if key in wanted and not wanted[key]]
    if "contact" in wanted and not wanted["contact"]["name"]:
        missing.append("contact")
    if missing:
        raise InvalidRequest(errors={key: ["This needs a text."] for key in missing})


def _locked_institution(tx: Transaction) -> Institution:
    found: Institution = tx.session.get_one(
        Institution, access.institution_id(tx), with_for_update=True
    )
    return found


def remember_setup(
    tx: Transaction,
    *,
    of: str,
    step: str | None = None,
    is_skipped: bool = True,
    is_put_away: bool | None = None,
) -> dict[str, Any]:
    """Put a step off, or the whole away -> as SETUP. Raises Forbidden, InvalidRequest."""
    if step is not None and step not in SETUP_STEPS[of]:
        raise InvalidRequest(errors={"step": ["There is no such step here."]})
    place = _place(tx, of)
    if step is not None:
        place.setup = rules.with_step(place.setup or {}, step, is_skipped=is_skipped)
    if is_put_away is not None:
        place.setup = rules.with_place(place.setup or {}, put_away=is_put_away)
    access.audit(tx, "setup.remember", object_kind=of, object_id=place.id)
    tx.session.flush()
    return setup_queries.setup(tx, of=of)


def _place(tx: Transaction, of: str) -> Institution | Network:
    if of == "institution":
        access.require_administrator(tx)
        return _locked_institution(tx)
    network_id = institutions.own_network(tx)
    network: Network = tx.session.get_one(Network, network_id, with_for_update=True)
    return network
