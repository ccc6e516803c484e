"""The front door of notifications."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.calls import Call
from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.events import on_event
from libs.chassis.principal import Principal
from libs.chassis.relay import Relay
from libs.chassis.rpc.dependency import Rpc
from libs.chassis.rpc.entrypoint import rpc
from libs.chassis.timers import due
from libs.chassis.transaction import Timer
from libs.contracts import accounts, dashboards, portfolio
from libs.contracts import notifications as contract
from services.notifications import projections, queries
from services.notifications.mail.dependency import Post
from services.notifications.use_cases import inbox

Request = dict[str, Any]
Reply = dict[str, Any]


class NotificationsService:
    """Inboxes, wishes, and the send journal of every mail."""

    name = "notifications"
    database = Database()
    relay = Relay()
    rpc_client = Rpc()
    post = Post()

    @rpc(contract.INBOX)
    def inbox(self, call: Call, request: Request) -> Reply:
        return self.database.read(call, queries.inbox, request)

    @rpc(contract.BADGE)
    def badge(self, call: Call, request: Request) -> Reply:
        return self.database.read(call, queries.badge, request)

    @rpc(contract.MARK_READ)
    def mark_read(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, inbox.mark_read, request)

    @rpc(contract.PREFERENCES)
    def preferences(self, call: Call, request: Request) -> Reply:
        return self.database.read(call, queries.preferences, request)

    @rpc(contract.CHANGE_PREFERENCES)
    def change_preferences(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, inbox.change_preferences, request)

    @rpc(contract.MAIL_STATES)
    def mail_states(self, call: Call, request: Request) -> Reply:
        return self.database.read(call, queries.mail_states, request)

    @on_event(accounts.PersonChangedV1)
    def person_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.person_changed)

    @on_event(accounts.RelationChangedV1)
    def relation_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.relation_changed)

    @on_event(accounts.SecretWantedV1)
    def secret_wanted(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.secret_wanted)

    @on_event(accounts.SecurityNoticeV1)
    def security_notice(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.security_notice)

    @on_event(portfolio.RequestChangedV1, batch=50, rest_s=0.4)
    def request_changed(self, deliveries: list[Delivery]) -> None:
        self.database.consume_all(deliveries, projections.request_changed, order="request_id")

    @on_event(portfolio.PersonInformedV1, batch=50, rest_s=0.4)
    def person_informed(self, deliveries: list[Delivery]) -> None:
        self.database.consume_all(deliveries, projections.person_informed)

    @on_event(dashboards.ReportReadyV1)
    def report_ready(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.report_ready)

    @due("send_mail")
    def send_mail(self, timer: Timer) -> None:
        who = Principal(
            kind="service",
            issuer=self.name,
            institution_id=timer.institution_id,
            network_id=timer.network_id,
            zone=timer.zone,
        )
        self.post.send(self.database, self.rpc_client, who, UUID(timer.key))
