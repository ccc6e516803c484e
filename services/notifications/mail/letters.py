"""A letter in words, and as the message that goes out: the same words as text and as HTML.

A template says what a letter says in one language, in blocks; the layouts say how any letter
looks. Names and titles come in as data: in HTML they are escaped, in headers laid flat.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent.parent / "templates"
LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What the reader reads. `paragraphs` and `small` are plain text; `code` stands out."""

    language: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    button: Link | None = None
    code: str = ""
    entries: tuple[Link, ...] = ()
    choices: tuple[Link, ...] = ()
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Envelope:
    """Who it is from and to. `sender_name` stands before "via Tessera"."""

    recipient: str
    sender_name: str
    reply_to: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True)
class Writer:
    """Writes letters from the templates."""

    mail_from: str
    public_origin: str
    product: str
    words: Environment = field(
        default_factory=lambda: Environment(
            loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False
        )
    )
    pages: Environment = field(
        default_factory=lambda: Environment(
            loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
        )
    )

    def letter(
        self,
        template: str,
        language: str,
        facts: Mapping[str, Any],
        *,
        url: str = "",
        code: str = "",
        entries: tuple[Link, ...] = (),
        choices: Mapping[str, str] | None = None,
    ) -> Letter:
        """The letter of a template. `choices` maps a block name to its address."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        source = self.words.get_template(f"{language}/{template}.txt")
        context = source.new_context(
            {"product": self.product, "origin": self.public_origin, **facts}
        )

        def block(name: str) -> str:
            made = source.blocks.get(name)
            return "".join(made(context)).strip() if made else ""

        label = block("button")
        return Letter(
            language=language,
            subject=flat(block("subject")),
            greeting=flat(block("greeting")),
            paragraphs=paragraphs_of(block("body")),
            button=Link(label, url) if label and url else None,
            code=code,
            entries=entries,
            choices=tuple(Link(block(name), address) for name, address in (choices or {}).items()),
            small=paragraphs_of(block("small")),
        )

    def phrase(self, template: str, block: str, language: str, facts: Mapping[str, Any]) -> str:
        """One block of a template on one line, for a list in another letter."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        source = self.words.get_template(f"{language}/{template}.txt")
        context = source.new_context(
            {"product": self.product, "origin": self.public_origin, **facts}
        )
        return flat("".join(source.blocks[block](context)))

    def message(
        self, mail_id: UUID, letter: Letter, envelope: Envelope, at: dt.datetime
    ) -> EmailMessage:
        """The message: text and HTML part, and a Message-ID that is the same at every try."""
        message = EmailMessage()
        user, _, domain = self.mail_from.rpartition("@")
        name = f"{flat(envelope.sender_name)} via {self.product}"
        message["From"] = Address(display_name=name, username=user, domain=domain)
        message["To"] = envelope.recipient
        message["Subject"] = letter.subject
        message["Date"] = at
        message["Message-ID"] = f"<{mail_id}@{domain}>"
        # Out-of-office robots do not answer.
        message["Auto-Submitted"] = "auto-generated"
        if envelope.reply_to:
            message["Reply-To"] = envelope.reply_to
        if envelope.unsubscribe:
            message["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        message.set_content(self._page("layout.txt", self.words, letter))
        message.add_alternative(self._page("layout.html", self.pages, letter), subtype="html")
        message["Content-Language"] = letter.language
        return message

    def _page(self, name: str, environment: Environment, letter: Letter) -> str:
        page = environment.get_template(name)
        return page.render(letter=letter, product=self.product, origin=self.public_origin)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Blocks between blank lines, each on one line."""
    return tuple(flat(part) for part in text.split("\n\n") if part.strip())


def flat(text: str) -> str:
    """One line: nothing a person typed can add a header or a paragraph."""
    return " ".join(text.split())


def short_day(day: dt.date, language: str) -> str:
    """20 Nov."""
    return format_date(day, "d MMM", locale=language)


def long_day(day: dt.date, language: str) -> str:
    """20 November."""
    return format_date(day, "d MMMM", locale=language)


def in_language(texts: Mapping[str, str] | str, language: str) -> str:
    """A text of a language map, or of its first language."""
    if isinstance(texts, str):
        return texts
    return texts.get(language) or next(iter(texts.values()), "")
