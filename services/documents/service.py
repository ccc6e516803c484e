"""The front door of documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.calls import Call
from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.events import on_event
from libs.chassis.looks import look
from libs.chassis.relay import Relay
from libs.chassis.rpc.entrypoint import rpc
from libs.chassis.timers import due, every
from libs.chassis.transaction import Timer
from libs.contracts import accounts, portfolio
from libs.contracts import documents as contract
from services.documents import projections
from services.documents.objects.dependency import FileDesk
from services.documents.queries import files
from services.documents.queries.transit import service_itself
from services.documents.use_cases import attachments, erasure, tree, uploads

Request = dict[str, Any]
Reply = dict[str, Any]


class DocumentsService:
    """Folders and files of portfolios; the bytes lie in the object store."""

    name = "documents"
    database = Database()
    relay = Relay()
    desk = FileDesk()

    @rpc(contract.FOLDERS)
    def folders(self, call: Call, request: Request) -> Reply:
        return look(self.database, call, files.folders, request)

    @rpc(contract.NEW_FOLDER)
    def new_folder(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, tree.new_folder, request)

    @rpc(contract.BEGIN_UPLOAD)
    def begin_upload(self, call: Call, request: Request) -> Reply:
        begun = self.database.write(call, uploads.begin_upload, request)
        who, inside = call.principal, call.principal.kind == "service"
        return self.desk.open(self.database, who, UUID(begun["upload_id"]), inside=inside)

    @rpc(contract.FINISH_UPLOAD)
    def finish_upload(self, call: Call, request: Request) -> Reply:
        self.database.write(call, uploads.finish_upload, request)
        return self.desk.finish(self.database, call.principal, request["upload_id"])

    @rpc(contract.FILE)
    def file(self, call: Call, request: Request) -> Reply:
        return look(self.database, call, files.file, request)

    @rpc(contract.FILE_LINK)
    def file_link(self, call: Call, request: Request) -> Reply:
        return self.desk.link(look(self.database, call, files.download, request))

    @rpc(contract.DELETE_FILE)
    def delete_file(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, tree.delete_file, request)

    # Files of records, as portfolio asks

    @rpc(contract.BEGIN_ATTACHMENT)
    def begin_attachment(self, call: Call, request: Request) -> Reply:
        begun = self.database.write(call, attachments.begin_attachment, request)
        return self.desk.open(self.database, call.principal, UUID(begun["upload_id"]))

    @rpc(contract.FINISH_ATTACHMENT)
    def finish_attachment(self, call: Call, request: Request) -> Reply:
        self.database.write(call, attachments.finish_attachment, request)
        return self.desk.finish(self.database, call.principal, request["upload_id"])

    @rpc(contract.ATTACHMENT_LINK)
    def attachment_link(self, call: Call, request: Request) -> Reply:
        return self.desk.link(self.database.read(call, attachments.attachment, request))

    @rpc(contract.REMOVE_ATTACHMENT)
    def remove_attachment(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, attachments.remove_attachment, request)

    @rpc(contract.CHANGE_FILE)
    def change_file(self, call: Call, request: Request) -> Reply:
        return self.database.write(call, tree.change_file, request)

    @on_event(portfolio.PortfolioOpenedV1)
    def portfolio_opened(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.portfolio_opened)

    @on_event(portfolio.RecordChangedV1, batch=50, rest_s=0.4)
    def record_changed(self, deliveries: list[Delivery]) -> None:
        self.database.consume_all(deliveries, projections.record_changed, order="record_id")

    @on_event(portfolio.RequestChangedV1, batch=50, rest_s=0.4)
    def request_changed(self, deliveries: list[Delivery]) -> None:
        self.database.consume_all(deliveries, projections.request_changed, order="request_id")

    @on_event(accounts.RelationChangedV1)
    def relation_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.relation_changed)

    @on_event(accounts.MembershipChangedV1)
    def membership_changed(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.membership_changed)

    @on_event(accounts.PersonErasedV1)
    def person_erased(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.person_erased)

    @due("erase_person")
    def erase_person(self, timer: Timer) -> None:
        self.database.fire(timer, erasure.erase_again)

    @on_event(portfolio.FileLeftOutV1)
    def file_left_out(self, delivery: Delivery) -> None:
        self.database.consume(delivery, projections.file_left_out)

    @due("left_out_file")
    def left_out_file(self, timer: Timer) -> None:
        self.database.fire(timer, attachments.remove_left_out)

    @due("check_file")
    def check_file(self, timer: Timer) -> None:
        self.desk.check(self.database, service_itself(timer.institution_id), UUID(timer.key))

    @due("expire_upload")
    def expire_upload(self, timer: Timer) -> None:
        who = service_itself(timer.institution_id)
        self.desk.abandon(self.database, who, UUID(timer.key))
        self.database.fire(timer, uploads.cleared_up)

    @due("remove_object")
    def remove_object(self, timer: Timer) -> None:
        who = service_itself(timer.institution_id)
        self.desk.remove_object(self.database, who, timer.payload["sha256"])

    @every(3600)
    def sweep_quarantine(self) -> None:
        self.desk.sweep(self.database, service_itself(None))
