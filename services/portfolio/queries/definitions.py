"""Frozen definitions out of the own table, parsed once per process.

A definition never changes under its hash, so what is parsed stays valid for ever; the cache only
has a bound. When a definition is not there yet, `DefinitionMissing` says which, and the front
door fetches it from forms before trying again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from libs import formengine
from libs.chassis.settings import load
from libs.chassis.transaction import Transaction

from ..domain.frameworks import Framework
from ..domain.programme import Programme
from ..settings import PortfolioSettings
from ..tables import Definition, Offer
from .retirements import retired

# How long a Send can be undone in this process, whatever the form.
UNDO = load(PortfolioSettings).undo
MOST_PARSED = 400
MOST_REFERENCES = 5_000
Parsed = TypeVar("Parsed")
OWN_FIRST = (or_(Offer.institution_id.is_(None), Offer.is_copy), Offer.number.desc())
_references: dict[tuple[UUID | None, UUID | None, str, str], str] = {}
_parsed: OrderedDict[str, Any] = OrderedDict()


class DefinitionMissing(Exception):
    """This definition has not reached us yet: ask forms by hash, or by kind, key and number."""

    def __init__(
        self,
        *,
        hash: str | None = None,
        kind: str | None = None,
        key: str | None = None,
        number: int | None = None,
    ) -> None:
        super().__init__(hash or f"{kind} {key}@{number or 'newest'}")
        self.hash, self.kind, self.key, self.number = hash, kind, key, number


def form(tx: Transaction, hash: str) -> formengine.Definition:
    """The form of a hash. Raises DefinitionMissing."""
    return _cached(tx, hash, partial(formengine.read_frozen, undo=UNDO))


def programme(tx: Transaction, hash: str) -> Programme:
    """The programme of a hash. Raises DefinitionMissing."""
    return _cached(tx, hash, Programme.of)


def framework(tx: Transaction, reference: str) -> Framework:
    """The framework of a reference such as `canmeds@2`. Raises DefinitionMissing."""
    return _cached(tx, _named(tx, "framework", reference), Framework.of)


def scale(tx: Transaction, reference: str) -> formengine.Scale:
    """The scale of a reference such as `combel@1`. Raises DefinitionMissing."""
    return _cached(tx, _named(tx, "scale", reference), formengine.shared_scale)


def _named(tx: Transaction, kind: str, reference: str) -> str:
    """The hash of a key with its version. A published version never changes, so which one a
    reference means here is remembered."""
    place = (tx.principal.institution_id, tx.principal.network_id, kind, reference)
    hash = _references.get(place)
    if hash is None:
        key, _, number = reference.partition("@")
        hash = offered(tx, kind, key, int(number)).hash
        if len(_references) >= MOST_REFERENCES:
            _references.clear()
        _references[place] = hash
    return hash


def frameworks_of(tx: Transaction, definition: formengine.Definition) -> dict[str, Framework]:
    """The frameworks a form is bound to, by reference."""
    return {ref: framework(tx, ref) for ref in definition.frameworks.values()}


def offered(tx: Transaction, kind: str, key: str, number: int | None = None) -> Offer:
    """The institution's own version of a key, else its network's; the newest unless numbered."""
    query = select(Offer).where(Offer.kind == kind, Offer.key == key)
    if number is not None:
        query = query.where(Offer.number == number)
    found = tx.session.scalars(query.order_by(*OWN_FIRST).limit(1)).one_or_none()
    if found is None:
        raise DefinitionMissing(kind=kind, key=key, number=number)
    return found


def all_offered(tx: Transaction, kind: str, key: str) -> list[Offer]:
    """All versions of a key whose documents are here, in the order of `offered`.

    Raises DefinitionMissing without any.
    """
    query = (
        select(Offer)
        .join(Definition, Definition.hash == Offer.hash)
        .where(Offer.kind == kind, Offer.key == key)
    )
    found = list(tx.session.scalars(query.order_by(*OWN_FIRST)))
    if not found:
        raise DefinitionMissing(kind=kind, key=key)
    return found


def lines(tx: Transaction, definition: formengine.Definition) -> formengine.Lines:
    """Scales of a form that go on from those of an older form (formengine.lines), as far as the
    older forms are here: where none is, nothing was ever filled in on it."""
    if not definition.document.get("same_as"):
        return {}
    return formengine.lines(definition, lambda reference: _form_here(tx, reference))


def _form_here(tx: Transaction, reference: str) -> formengine.Definition | None:
    key, _, number = reference.partition("@")
    try:
        return form(tx, offered(tx, "form", key, int(number)).hash)
    except DefinitionMissing:
        return None


def newest_forms(tx: Transaction, keys: list[str]) -> dict[str, Offer]:
    """The newest offered version of each form key; keys that nobody published are left out."""
    query = (
        select(Offer)
        .where(Offer.kind == "form", Offer.key.in_(keys))
        .order_by(Offer.key, *OWN_FIRST)
        .ext(distinct_on(Offer.key))
    )
    return {offer.key: offer for offer in tx.session.scalars(query)}


def titles_of_published(tx: Transaction) -> dict[str, dict[str, str]]:
    """The newest version of every form that is published here and not retired: key -> title."""
    query = (
        select(Offer, Definition.document["title"])
        .join(Definition, Definition.hash == Offer.hash)
        .where(Offer.kind == "form")
        .order_by(Offer.key, *OWN_FIRST)
        .ext(distinct_on(Offer.key))
    )
    found = [(offer, dict(title)) for offer, title in tx.session.execute(query)]
    gone = {one.key for one in retired(tx, "form", [offer for offer, _ in found])}
    return {offer.key: title for offer, title in found if offer.key not in gone}


def _cached(tx: Transaction, hash: str, parse: Callable[[Any], Parsed]) -> Parsed:
    found = _parsed.get(hash)
    if found is None:
        document = tx.session.scalars(
            select(Definition.document).where(Definition.hash == hash)
        ).one_or_none()
        if document is None:
            raise DefinitionMissing(hash=hash)
        found = _parsed[hash] = parse(document)
        if len(_parsed) > MOST_PARSED:
            _parsed.popitem(last=False)
    _parsed.move_to_end(hash)
    return found  # type: ignore[no-any-return]
