"""Every letter in both languages, as text and as HTML, against the kept pictures of them.

Run `python -m tests.unit.notifications.test_letters` to write the pictures anew, and read them.
"""

import datetime as dt
import re
import uuid
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP, default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.notifications.domain.mails import News, OpenMail
from services.notifications.mail.letters import Envelope, Letter, Writer, flat
from services.notifications.mail.material import Author

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
PICTURES = Path(__file__).parent / "pictures"
MAIL_ID = uuid.UUID("0193f0c0-0000-7000-8000-000000000001")
PERSON = uuid.UUID("0193f0c0-0000-7000-8000-000000000002")
OTHER = uuid.UUID("0193f0c0-0000-7000-8000-000000000003")
RECORD = uuid.UUID("0193f0c0-0000-7000-8000-000000000004")
CONTACT = {"name": "Karin Smit", "email": "karin@noord.example", "phone": "020 123 4567"}
LEARNERS = {
    str(PERSON): ("Sanne de Vries", "Sanne"),
    str(OTHER): ("Ahmed Bouali", "Ahmed"),
}
LETTERS = (
    *("invitation", "invitation_account", "reminder", "requests", "activation", "reset", "email"),
    *("code", "notice_password_changed", "notice_email_changed", "notice_blocked"),
    *("informed_returned", "informed_decision", "digest"),
)
NEWS_KINDS = (
    *("feedback_sent", "returned", "declined", "opened", "decision", "approved", "expired"),
    *("objected", "round_too_small", "report_ready", "something_new"),
)


class Memory:
    """Peers that answer from memory, in one language."""

    def __init__(self, language, note="Thank you for watching along"):
        self.language, self.note = language, note

    def address(self, person_id):
        name, given_name = LEARNERS[str(person_id)]
        return {
            "email": f"{given_name.lower()}@praktijk.example",
            "name": name,
            "given_name": given_name,
            "language": self.language,
            "timezone": "Europe/Amsterdam",
            "institution_name": "Huisartsopleiding Noord",
            "contact": CONTACT,
        }

    def request(self, request_id):
        is_account = request_id.int == 2
        return {
            "request": {
                "record_id": str(RECORD),
                "participant_id": str(RECORD),
                "state": "open",
                "asked_at": "2026-11-21T09:00:00Z",
                "expires_at": "2026-12-18T23:30:00Z",
            },
            "email": "p.jansen@ziekenhuis.example",
            "person_id": str(OTHER) if is_account else None,
            "assessor_name": "Dr P. Jansen",
            "message": self.note,
            "language": self.language,
            "learner_id": str(OTHER if request_id.int == 3 else PERSON),
            "title": {"en": "consultation", "nl": "consult"},
            "minutes": 1 if request_id.int < 3 else 3,
            "place": "Praktijk De Linde",
            "encounter_date": "2026-11-20",
            "auth": "account" if is_account else "link",
        }

    def fresh_link(self, request, *, request_id, learner_id, email, not_after):
        assert learner_id == str(OTHER if request_id.int == 3 else PERSON)
        return f"fresh-token-of-request-{request_id.int}"

    def secret(self, secret_id):
        purpose = ("activation", "reset", "email", "code")[secret_id.int]
        return {
            "purpose": purpose,
            "secret": "482913" if purpose == "code" else "fresh-secret-token",
            "valid_until": "2026-11-23T14:30:00Z",
            "email": "sanne@praktijk.example",
            "name": "Sanne de Vries",
            "language": self.language,
            "user_name": "BIG-12345",
            "institution_name": "Huisartsopleiding Noord",
            "contact": CONTACT,
        }


def open_mail(kind, what="", request=None, secret=None):
    return OpenMail(
        mail_id=MAIL_ID,
        institution_id=MAIL_ID,
        kind=kind,
        what=what,
        number=0,
        person_id=PERSON,
        request_id=uuid.UUID(int=request) if request else None,
        secret_id=uuid.UUID(int=secret) if secret is not None else None,
        message_id=None,
        queued_at=None,
    )


def news(kind, learner=PERSON):
    return News(RECORD, kind, str(learner), RECORD, None)


WRITER = Writer("no-reply@tessera.example", "https://tessera.example", "Tessera")


def draft(name, language, **more):
    author = Author(WRITER, Memory(language, **more))
    kind, _, what = name.partition("_")
    if kind in ("invitation", "reminder"):
        return author.asking(open_mail(kind, request=2 if what else 1), lambda _hash: [])
    if kind == "requests":
        return author.asking(open_mail("invitation", request=1), lambda _hash: [uuid.UUID(int=3)])
    if kind == "notice":
        return author.notice(open_mail("notice", what))
    if kind == "informed":
        return author.informed(open_mail("informed", what), news(what))
    if kind == "digest":
        both = [news("feedback_sent"), news("decision", OTHER)]
        return author.digest(open_mail("digest"), both)
    secret = ("activation", "reset", "email", "code").index(kind)
    return author.secret(open_mail("secret", kind, secret=secret))


def picture(name, language):
    """The whole message, its boundary aside."""
    made = draft(name, language)
    message = WRITER.message(MAIL_ID, made.letter, made.envelope, AT)
    headers = "".join(f"{key}: {value}\n" for key, value in message.items())
    headers = re.sub(r'boundary="[^"]*"', "boundary=...", headers)
    text, html = (message.get_body((part,)).get_content() for part in ("plain", "html"))
    return f"{headers}\n{text}\n{'-' * 80}\n{html}"


ALL = [(name, language) for name in LETTERS for language in ("en", "nl")]


@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_letter_looks_as_it_was_approved(name, language):
    kept = (PICTURES / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert picture(name, language) == kept


@pytest.mark.parametrize("language", ["en", "nl"])
def test_letters_about_an_account_name_the_contact_where_there_is_one(language, monkeypatch):
    about = ("activation", "reset", "email", "notice_blocked")
    assert all("Karin Smit, karin@noord.example" in _small(name, language) for name in about)
    monkeypatch.setitem(CONTACT, "name", "")
    assert not any("karin@noord.example" in _small(name, language) for name in about)


def _small(name, language):
    letter = draft(name, language).letter
    assert "" not in letter.small
    return " ".join(letter.small)


def test_the_invitation_says_who_what_when_and_how_long_in_its_subject():
    assert draft("invitation", "en").letter.subject == (
        "Sanne de Vries asks your feedback – consultation on 20 Nov (1 min)"
    )
    assert draft("invitation", "nl").letter.subject == (
        "Sanne de Vries vraagt uw feedback – consult op 20 nov (1 min)"
    )


@pytest.mark.parametrize(("name", "language"), ALL)
def test_no_letter_says_more_than_120_words(name, language):
    letter = draft(name, language).letter
    body = " ".join([letter.greeting, *letter.paragraphs, *(e.label for e in letter.entries)])
    assert len(body.split()) <= 120
    assert len(" ".join([body, *letter.small]).split()) <= 180


@pytest.mark.parametrize(("name", "language"), ALL)
def test_nothing_in_a_letter_is_fetched_and_every_link_is_ours(name, language):
    made = draft(name, language)
    html = WRITER.message(MAIL_ID, made.letter, made.envelope, AT).get_body(("html",)).get_content()
    links = _Links()
    links.feed(html)
    assert links.fetched == []
    assert all(url.startswith("https://tessera.example") for url in links.urls)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_text_and_html_hold_the_same_words_and_addresses(name, language):
    made = draft(name, language)
    message = WRITER.message(MAIL_ID, made.letter, made.envelope, AT)
    text, links = message.get_body(("plain",)).get_content(), _Links()
    links.feed(message.get_body(("html",)).get_content())
    for url in links.urls:
        assert url in text
    for paragraph in (*made.letter.paragraphs, *made.letter.small):
        assert paragraph in text
        assert paragraph in " ".join(links.words)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", NEWS_KINDS)
@pytest.mark.parametrize("learner", [PERSON, OTHER])
def test_every_kind_of_news_has_its_sentence(kind, language, learner):
    author = Author(WRITER, Memory(language))
    letter = author.informed(open_mail("informed", kind), news(kind, learner)).letter
    assert letter.subject and letter.paragraphs[0] == f"{letter.subject}."
    assert "  " not in letter.subject and "_" not in letter.subject


@pytest.mark.parametrize(
    ("language", "ready", "again"),
    [
        ("en", "Your report is ready", "Your report could not be made: order it again"),
        (
            "nl",
            "Je rapport staat klaar",
            "Je rapport kon niet worden gemaakt: vraag het opnieuw aan",
        ),
    ],
)
def test_a_report_leads_to_its_file_and_one_that_failed_to_where_it_is_ordered(
    language, ready, again
):
    about = News(RECORD, "report_ready", str(PERSON), None, OTHER)
    author, mail = Author(WRITER, Memory(language)), open_mail("informed", "report_ready")
    for found, subject, path in (
        (replace(about, file_id=str(RECORD)), ready, f"files/{RECORD}"),
        (replace(about, failed=True), again, f"dashboard/{OTHER}"),
    ):
        letter = author.informed(mail, found).letter
        assert (letter.subject, letter.button.url) == (subject, f"https://tessera.example/{path}")
        (entry, _other) = author.digest(
            open_mail("digest"), [found, news("decision")]
        ).letter.entries
        assert (entry.label, entry.url) == (subject, f"https://tessera.example/{path}")


def test_what_people_typed_adds_no_header_and_no_markup():
    nasty = 'Eve\r\nBcc: all@example.org <img src="https://evil.example/x.png">'
    before = LEARNERS[str(PERSON)]
    try:
        LEARNERS[str(PERSON)] = (nasty, "Eve")
        made = draft("invitation", "en", note="<b>hi</b> {{ 7 * 7 }}")
    finally:
        LEARNERS[str(PERSON)] = before
    raw = WRITER.message(MAIL_ID, made.letter, made.envelope, AT).as_bytes(policy=SMTP)
    read = message_from_bytes(raw, policy=default)
    assert read["Bcc"] is None and "49" not in made.letter.paragraphs[1]
    links = _Links()
    links.feed(read.get_body(("html",)).get_content())
    assert links.fetched == []


def test_a_name_outside_ascii_travels_safely():
    letter = Letter("nl", "Zoë Đorđević vraagt", "Beste Ægir,", ("Tekst",))
    message = WRITER.message(MAIL_ID, letter, Envelope("a@example.org", "Zoë Đorđević"), AT)
    read = message_from_bytes(message.as_bytes(policy=SMTP), policy=default)
    assert read["From"].addresses[0].display_name == "Zoë Đorđević via Tessera"
    assert read["Subject"] == "Zoë Đorđević vraagt"
    assert read["Message-ID"] == f"<{MAIL_ID}@tessera.example>"


def test_a_language_we_do_not_write_becomes_english():
    assert draft("reset", "fr").letter.subject == "Choose a new password"


def test_laying_flat_removes_every_line_break():
    assert flat("a\r\n b\t\u2028c") == "a b c"


class _Links(HTMLParser):
    """The addresses a reader can follow, what a mail program would fetch, and the words."""

    def __init__(self):
        super().__init__()
        self.urls, self.fetched, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a":
            self.urls.append(given["href"])
        elif given.get("src") or tag in ("img", "link", "script", "iframe", "form"):
            self.fetched.append(tag)

    def handle_data(self, data):
        self.words.append(data)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for made_name, made_language in ALL:
        target = PICTURES / f"{made_name}.{made_language}.txt"
        target.write_text(picture(made_name, made_language), encoding="utf-8")
