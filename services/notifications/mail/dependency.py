"""`post = Post()` in the service: templates and mail server, from the settings."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from libs.chassis.settings import load
from services.notifications.mail.letters import Writer
from services.notifications.mail.sender import PostOffice
from services.notifications.mail.smtp import Transport
from services.notifications.settings import NotificationSettings


def open_post_office(settings: NotificationSettings) -> PostOffice:
    writer = Writer(
        mail_from=settings.mail_from,
        public_origin=settings.public_origin,
        product=settings.product,
    )
    return PostOffice(writer, Transport(settings.smtp_url))


class Post(DependencyProvider):  # type: ignore[misc]
    """Reads the settings at start and fails loudly; connects for each mail."""

    office: PostOffice | None = None

    def setup(self) -> None:
        self.office = open_post_office(load(NotificationSettings))

    def get_dependency(self, worker_ctx: Any) -> PostOffice:
        assert self.office is not None
        return self.office
