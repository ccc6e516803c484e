"""Sending one mail: look, ask, write, commit `sending`, hand over, commit the answer.

Calls to other services and to the mail server lie between transactions, never inside one. A crash
anywhere leaves a row that says how far it came and a timer that looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from libs.chassis.database import OpenDatabase
from libs.chassis.logs import logger
from libs.chassis.principal import Principal
from libs.chassis.rpc.client import RpcClient
from libs.contracts.accounts import LinkEnded
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound
from services.notifications import queries
from services.notifications.clients import Peers
from services.notifications.domain.mails import OpenMail
from services.notifications.mail.letters import Writer
from services.notifications.mail.material import Author, Draft, NotWanted
from services.notifications.mail.smtp import Transport
from services.notifications.use_cases import journal

log = logger(__name__)


class PostOffice:
    """Sends the mails of the journal, one at a time."""

    def __init__(self, writer: Writer, transport: Transport) -> None:
        self._writer = writer
        self._transport = transport

    def send(self, database: OpenDatabase, rpc: RpcClient, who: Principal, mail_id: UUID) -> None:
        """Take one due mail as far as it goes now."""
        mail = database.run(who, partial(journal.open_mail, mail_id=mail_id))
        if mail is None:
            return
        draft = self._draft(database, rpc, who, mail)
        if draft is None:
            return
        begin = partial(
            journal.begin_sending, mail_id=mail_id, along=draft.along, messages=draft.messages
        )
        if database.run(who, begin):
            self._hand_over(database, who, mail, draft)

    def _draft(
        self, database: OpenDatabase, rpc: RpcClient, who: Principal, mail: OpenMail
    ) -> Draft | None:
        """The mail in words; None when it was dropped or put off."""
        try:
            return self._author_of(database, rpc, who, mail)()
        except (NotWanted, LinkEnded, NotFound) as error:
            log.info("mail_dropped", mail_id=mail.mail_id, reason=type(error).__name__)
            database.run(who, partial(journal.drop, mail_id=mail.mail_id))
        except Fault as fault:
            log.info("mail_postponed", mail_id=mail.mail_id, reason=fault.code)
            database.run(who, partial(journal.postpone, mail_id=mail.mail_id, answer=fault.code))
        except Exception as error:
            # An answer we cannot read is a defect, not a reason to forget the mail.
            log.error("mail_unwritable", mail_id=mail.mail_id, exc_info=error)
            answer = type(error).__name__
            database.run(who, partial(journal.postpone, mail_id=mail.mail_id, answer=answer))
        return None

    def _author_of(
        self, database: OpenDatabase, rpc: RpcClient, who: Principal, mail: OpenMail
    ) -> Callable[[], Draft]:
        author = Author(self._writer, Peers(rpc, who))
        if mail.kind == "secret":
            return lambda: author.secret(mail)
        if mail.kind == "notice":
            return lambda: author.notice(mail)
        if mail.kind in journal.ASKING:
            return lambda: self._asking(database, who, author, mail)
        news = database.run(who, partial(queries.news_of, mail=mail))
        if not news:
            raise NotWanted()
        if mail.kind == "informed":
            return lambda: author.informed(mail, news[0])
        return lambda: author.digest(mail, news)

    def _asking(
        self, database: OpenDatabase, who: Principal, author: Author, mail: OpenMail
    ) -> Draft:
        """An invitation or reminder, together with all others that wait for its recipient."""
        if mail.person_id is None:
            others = database.run(who, partial(journal.unaddressed, mail_id=mail.mail_id))
            found = author.recipients(others)
            if found:
                database.run(who, partial(journal.address, recipients=found))

        def companions(recipient_hash: str) -> list[UUID]:
            look = partial(journal.companions, mail_id=mail.mail_id, recipient_hash=recipient_hash)
            return database.run(who, look)

        return author.asking(mail, companions)

    def _hand_over(
        self, database: OpenDatabase, who: Principal, mail: OpenMail, draft: Draft
    ) -> None:
        message = self._writer.message(mail.mail_id, draft.letter, draft.envelope, database.clock())
        outcome = self._transport.deliver(
            message, sender=self._writer.mail_from, recipient=draft.envelope.recipient
        )
        log.info("mail_tried", mail_id=mail.mail_id, outcome=outcome.what, answer=outcome.answer)
        if outcome.what == "interrupted":
            return  # as after a crash: the lease ends and the journal decides
        database.run(
            who,
            partial(journal.settle, mail_id=mail.mail_id, what=outcome.what, answer=outcome.answer),
        )
