"""What can be said of a mail without asking any server."""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import urlsplit

from services.notifications.mail.smtp import Transport


def test_an_address_that_plain_smtp_cannot_name_is_refused_for_good_and_not_tried_for_days():
    nowhere = Transport(urlsplit("smtp://127.0.0.1:9"))
    told = nowhere.deliver(EmailMessage(), sender="a@b.example", recipient="é@x.example")
    assert (told.what, told.answer) == ("refused", "not_ascii")
