"""What each kind of mail says: facts asked from their owners, put into words.

Nothing asked here is kept: a draft lives until its one try is over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.dates import format_datetime

from libs.contracts.base import Fault
from services.notifications.clients import Peers, Reply
from services.notifications.domain.journal import OPEN_REQUEST, UNCONFIRMED
from services.notifications.domain.mails import News, OpenMail
from services.notifications.domain.timing import zone_of
from services.notifications.mail.letters import (
    Envelope,
    Letter,
    Link,
    Writer,
    in_language,
    long_day,
    short_day,
)

SECRET_PATHS = {"activation": "/password/", "reset": "/password/", "email": "/email/"}
LONGEST_NOTE = 200
DEFAULT_VALIDITY = dt.timedelta(days=28)

Companions = Callable[[str], Sequence[UUID]]


class NotWanted(Exception):
    """The mail has become pointless since it was queued."""


@dataclass(frozen=True)
class Draft:
    """A letter ready to go. `along`: other requests it carries; `messages`: those it names."""

    letter: Letter
    envelope: Envelope
    along: tuple[UUID, ...] = ()
    messages: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Ask:
    """One request as its assessor sees it."""

    request_id: UUID
    email: str
    language: str
    facts: dict[str, Any]
    url: str
    learner_email: str
    confirms: bool = False


def recipient_hash(email: str) -> str:
    """The address as the journal knows it."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def contact_of(told: Reply) -> str:
    """Who helps people of the institution, as one phrase; '' where nobody is named."""
    contact = told.get("contact") or {}
    if not contact.get("name"):
        return ""
    return ", ".join(contact[one] for one in ("name", "email", "phone") if contact.get(one))


class Author:
    """Drafts mails with the writer's templates and what the peers tell."""

    def __init__(self, writer: Writer, peers: Peers) -> None:
        self._writer = writer
        self._peers = peers

    def secret(self, mail: OpenMail) -> Draft:
        """Activation, reset, change of address, or a code: made now, by accounts."""
        assert mail.secret_id is not None
        told = self._peers.secret(mail.secret_id)
        purpose, language = told["purpose"], told["language"]
        path = SECRET_PATHS.get(purpose, "")
        facts = {
            "name": told["name"],
            "institution": told["institution_name"],
            "contact": contact_of(told),
            "user_name": told["user_name"],
            "until": moment(told["valid_until"], language, told.get("timezone")),
        }
        letter = self._writer.letter(
            purpose,
            language,
            facts,
            url=f"{self._writer.public_origin}{path}{told['secret']}" if path else "",
            code="" if path else told["secret"],
        )
        return Draft(letter, Envelope(told["email"], told["institution_name"]))

    def notice(self, mail: OpenMail) -> Draft:
        """Something about the safety of the account; number 1 goes to the former address."""
        assert mail.person_id is not None
        told = self._peers.address(mail.person_id)
        recipient = told.get("former_email") if mail.number else told["email"]
        if not recipient:
            raise NotWanted()
        facts = {
            "what": mail.what,
            "name": told["name"],
            "institution": told["institution_name"],
            "contact": contact_of(told),
        }
        letter = self._writer.letter(
            "notice", told["language"], facts, url=self._writer.public_origin
        )
        return Draft(letter, Envelope(recipient, told["institution_name"]))

    # -- news ------------------------------------------------------------------------------

    def informed(self, mail: OpenMail, news: News) -> Draft:
        assert mail.person_id is not None
        told = self._peers.address(mail.person_id)
        facts = self._news_facts(mail.person_id, told, news)
        letter = self._writer.letter("informed", told["language"], facts, url=self._place_of(news))
        return Draft(letter, self._newsletter(told), messages=(news.message_id,))

    def digest(self, mail: OpenMail, news: Sequence[News]) -> Draft:
        """The week's news of one person, oldest first."""
        assert mail.person_id is not None
        told = self._peers.address(mail.person_id)
        language = told["language"]
        entries = tuple(
            Link(
                self._writer.phrase(
                    "informed", "line", language, self._news_facts(mail.person_id, told, one)
                ),
                self._place_of(one),
            )
            for one in news
        )
        facts = {"name": told["name"], "institution": told["institution_name"], "count": len(news)}
        letter = self._writer.letter(
            "digest", language, facts, url=self._writer.public_origin, entries=entries
        )
        return Draft(letter, self._newsletter(told), messages=tuple(n.message_id for n in news))

    def _news_facts(self, person_id: UUID, told: Reply, news: News) -> dict[str, Any]:
        own = str(person_id) == news.learner_id
        learner = "" if own or not news.learner_id else self._peers.address(news.learner_id)["name"]
        return {
            "what": news.kind,
            "own": own,
            "failed": news.failed,
            "learner": learner,
            "name": told["name"],
            "institution": told["institution_name"],
        }

    def _place_of(self, news: News) -> str:
        """Where to look: at the form, at the report, or where a report that failed is ordered."""
        origin = self._writer.public_origin
        if news.record_id:
            return f"{origin}/records/{news.record_id}"
        if news.file_id:
            return f"{origin}/files/{news.file_id}"
        return f"{origin}/dashboard/{news.portfolio_id}" if news.failed else origin

    def _newsletter(self, told: Reply) -> Envelope:
        return Envelope(
            told["email"],
            told["institution_name"],
            unsubscribe=f"{self._writer.public_origin}/account",
        )

    # -- requests --------------------------------------------------------------------------

    def recipients(self, request_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Request -> hash of its recipient's address; those that cannot be had are left out."""
        found = {}
        for request_id in request_ids:
            try:
                email = self._peers.request(request_id)["email"]
            except Fault:
                continue
            if email:
                found[request_id] = recipient_hash(email)
        return found

    def asking(self, mail: OpenMail, companions: Companions) -> Draft:
        """An invitation or reminder; one digest when more requests wait for the same person."""
        assert mail.request_id is not None
        ask = self._ask(mail.request_id)
        if ask.confirms:
            return self._one(mail, ask)
        others = []
        for request_id in companions(recipient_hash(ask.email)):
            try:
                other = self._ask(request_id)
            except NotWanted:
                continue
            others += [] if other.confirms else [other]
        if others:
            return self._several([*others, ask], along=others)
        return self._one(mail, ask)

    def _one(self, mail: OpenMail, ask: Ask) -> Draft:
        choices = {name: f"{ask.url}#{name}" for name in ("decline", "not_me", "pass_on")}
        letter = self._writer.letter(
            "confirmation" if ask.confirms else mail.kind,
            ask.language,
            ask.facts,
            url=ask.url,
            choices={} if ask.confirms else choices,
        )
        unsubscribe = choices["decline"] if mail.kind == "reminder" else ""
        envelope = Envelope(
            ask.email, ask.facts["learner"], reply_to=ask.learner_email, unsubscribe=unsubscribe
        )
        return Draft(letter, envelope)

    def _several(self, asks: Sequence[Ask], along: Sequence[Ask]) -> Draft:
        newest = asks[-1]
        entries = tuple(
            Link(self._writer.phrase("requests", "entry", newest.language, ask.facts), ask.url)
            for ask in asks
        )
        facts = {
            "assessor": newest.facts["assessor"],
            "is_link": newest.facts["is_link"],
            "count": len(asks),
            "learners": len({ask.learner_email for ask in asks}),
            "minutes": sum(ask.facts["minutes"] for ask in asks),
        }
        letter = self._writer.letter("requests", newest.language, facts, entries=entries)
        envelope = Envelope(
            newest.email, newest.facts["institution"], unsubscribe=f"{newest.url}#decline"
        )
        return Draft(letter, envelope, along=tuple(ask.request_id for ask in along))

    def _ask(self, request_id: UUID) -> Ask:
        """Everything about one request, with a fresh link. Raises NotWanted."""
        told = self._peers.request(request_id)
        if told["request"]["state"] not in OPEN_REQUEST:
            raise NotWanted()
        learner = self._peers.address(told["learner_id"])
        assessor = self._assessor(told)
        is_link = told["auth"] != "account"
        return Ask(
            request_id=request_id,
            email=assessor["email"],
            language=assessor["language"],
            facts=_ask_facts(told, learner, assessor, is_link),
            url=self._way_in(told, request_id, assessor["email"], is_link),
            learner_email=learner["email"],
            confirms=told["request"]["state"] == UNCONFIRMED,
        )

    def _assessor(self, told: Reply) -> Reply:
        if told["person_id"]:
            return self._peers.address(told["person_id"])
        if not told["email"]:
            raise NotWanted()
        name = told["assessor_name"]
        return {"email": told["email"], "language": told["language"], "name": name}

    def _way_in(self, told: Reply, request_id: UUID, email: str, is_link: bool) -> str:
        origin, request = self._writer.public_origin, told["request"]
        if not is_link:
            return f"{origin}/records/{request['record_id']}"
        token = self._peers.fresh_link(
            request,
            request_id=request_id,
            learner_id=told["learner_id"],
            email=email,
            not_after=request["expires_at"] or dt.datetime.now(dt.UTC) + DEFAULT_VALIDITY,
        )
        return f"{origin}/r/{token}"


def _ask_facts(told: Reply, learner: Reply, assessor: Reply, is_link: bool) -> dict[str, Any]:
    language = assessor["language"]
    request = told["request"]
    # Of somebody without an account no zone is known: they were asked where the learner is.
    zone = zone_of(assessor.get("timezone") or learner["timezone"])
    met, asked = told["encounter_date"], request["asked_at"]
    seen_on = dt.date.fromisoformat(met) if met else _instant(asked).astimezone(zone).date()
    expires = request["expires_at"]
    note = " ".join((told["message"] or "").split())
    return {
        "assessor": assessor["name"],
        "learner": learner["name"],
        "given_name": learner["given_name"] or learner["name"],
        "institution": learner["institution_name"],
        "title": in_language(told["title"], language),
        "minutes": told["minutes"] or 1,
        "place": told["place"],
        "message": note if len(note) <= LONGEST_NOTE else f"{note[:LONGEST_NOTE].rstrip()} …",
        "short_day": short_day(seen_on, language),
        "long_day": long_day(seen_on, language),
        "until": long_day(_instant(expires).astimezone(zone).date(), language) if expires else "",
        "is_link": is_link,
    }


def moment(value: str, language: str, zone: str | None) -> str:
    """23 November 15:30, where the reader is."""
    local = _instant(value).astimezone(zone_of(zone)).replace(tzinfo=None)
    return format_datetime(local, "d MMMM HH:mm", locale=language)


def _instant(value: str | dt.datetime) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
