"""A portfolio with its people, a desk over the real S3 server and the real scanner."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field

import pytest
import requests

from libs.chassis import testing
from libs.chassis.database import Database, OpenDatabase
from libs.chassis.delivery import Delivery
from libs.chassis.idempotency import plain
from libs.chassis.principal import Principal
from libs.contracts import documents as contract
from libs.contracts.accounts import MembershipChangedV1, PersonErasedV1, RelationChangedV1
from libs.contracts.portfolio import (
    FileLeftOutV1,
    PortfolioOpenedV1,
    RecordChangedV1,
    RequestChangedV1,
)
from services.documents import projections
from services.documents.objects.dependency import open_desk
from services.documents.queries import files
from services.documents.settings import DocumentsSettings
from services.documents.use_cases import tree, uploads

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
HEARD = {
    PortfolioOpenedV1: projections.portfolio_opened,
    RecordChangedV1: projections.record_changed,
    RequestChangedV1: projections.request_changed,
    FileLeftOutV1: projections.file_left_out,
    RelationChangedV1: projections.relation_changed,
    MembershipChangedV1: projections.membership_changed,
    PersonErasedV1: projections.person_erased,
}


@pytest.fixture
def clock():
    return testing.FixedClock(NOW)


@pytest.fixture
def urls(fresh_database):
    return fresh_database("documents")


@pytest.fixture
def database(urls, clock):
    opened = Database.standalone(urls.app_url, service="documents", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def settings(object_store, virus_scanner):
    return DocumentsSettings(
        s3_endpoint=object_store.url,
        s3_access_key=object_store.access_key,
        s3_secret_key=object_store.secret_key,
        s3_bucket=f"files-{uuid.uuid4().hex[:10]}",
        s3_region="us-east-1",
        file_origin=object_store.url.replace("127.0.0.1", "localhost"),
        clamd_address=virus_scanner.url,
    )


@pytest.fixture
def desk(settings):
    return open_desk(settings)


@dataclass
class World:
    """One learner's portfolio, and ways to act in it as anybody."""

    database: OpenDatabase
    desk: object
    clock: testing.FixedClock
    institution_id: uuid.UUID = field(default_factory=uuid.uuid4)
    portfolio_id: uuid.UUID = field(default_factory=uuid.uuid4)
    learner_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def hear(self, event):
        act = HEARD[type(event)]
        delivery = Delivery.of(event, consumer=act.__name__, occurred_at=self.clock())
        self.database.consume(delivery, act)

    def person(self, person_id=None, roles=("trainer",), institution_id=None):
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=person_id or uuid.uuid4(),
            institution_id=institution_id or self.institution_id,
            roles=frozenset(roles),
        )

    @property
    def learner(self):
        return self.person(self.learner_id, ("learner",))

    def link(self, record_id):
        return Principal(
            kind="link",
            issuer="gateway",
            institution_id=self.institution_id,
            link_request_id=uuid.uuid4(),
            link_record_id=record_id,
            link_participant_id=uuid.uuid4(),
        )

    def service(self, acting_for, issuer="dashboards"):
        return Principal(
            kind="service",
            issuer=issuer,
            institution_id=self.institution_id,
            acting_for=acting_for,
        )

    def relate(self, person_id, starts_on=dt.date(2026, 1, 1), ends_on=None, version=1):
        self.hear(
            RelationChangedV1(
                institution_id=self.institution_id,
                relation_id=uuid.uuid5(uuid.NAMESPACE_OID, str(person_id)),
                kind="supervises",
                person_id=person_id,
                learner_id=self.learner_id,
                starts_on=starts_on,
                ends_on=ends_on,
                version=version,
            )
        )

    def record(self, state="running", record_id=None, version=1, portfolio_id=None):
        record_id = record_id or uuid.uuid4()
        self.hear(
            RecordChangedV1(
                institution_id=self.institution_id,
                record_id=record_id,
                portfolio_id=portfolio_id or self.portfolio_id,
                learner_id=self.learner_id,
                form_key="kpb",
                form_version=1,
                dossier_key=None,
                state=state,
                waiting_for=(),
                encounter_date=dt.date(2026, 11, 20),
                changed_at=self.clock(),
                version=version,
            )
        )
        return record_id

    # -- what a client does ---------------------------------------------------------------

    def begin(self, who, name="notes.txt", size=5, key=None, **more):
        request = {
            "portfolio_id": self.portfolio_id,
            "folder_id": None,
            "folder_kind": "own",
            "name": name,
            "size": size,
            "media_type": "application/octet-stream",
            "record_id": None,
            **more,
        }
        call = testing.call(who, contract.BEGIN_UPLOAD, idempotency_key=key)
        begun = self.database.write(call, uploads.begin_upload, request)
        return self.desk.open(self.database, who, uuid.UUID(begun["upload_id"]))

    def put(self, begun, content):
        parts, step = [], begun["part_bytes"]
        for place, part in enumerate(begun["parts"]):
            piece = content[place * step : (place + 1) * step]
            answer = requests.put(part["url"], data=piece, timeout=20)
            assert answer.status_code == 200, answer.text
            parts.append({"number": part["number"], "etag": answer.headers["ETag"]})
        return parts

    def finish(self, who, begun, parts):
        self.say_finished(who, begun, parts)
        return plain(self.desk.finish(self.database, who, begun["upload_id"])["file"])

    def say_finished(self, who, begun, parts):
        request = {"upload_id": begun["upload_id"], "parts": parts}
        call = testing.call(who, contract.FINISH_UPLOAD)
        self.database.write(call, uploads.finish_upload, request)

    def upload(self, content, name="notes.txt", who=None, **more):
        who = who or self.learner
        begun = self.begin(who, name, len(content), **more)
        return self.finish(who, begun, self.put(begun, content))

    def folders(self, who=None, **page):
        call = testing.call(who or self.learner, contract.FOLDERS)
        asked = {"portfolio_id": self.portfolio_id, **page}
        return self.database.read(call, files.folders, asked)

    def listed(self, who=None):
        return {
            file["name"]: file
            for folder in self.folders(who)["folders"]
            for file in folder["files"]
        }

    def folder_id(self, kind):
        found = [f for f in self.folders()["folders"] if f["kind"] == kind and not f["parent_id"]]
        return uuid.UUID(found[0]["folder_id"])

    def download(self, file, who=None):
        call = testing.call(who or self.learner, contract.FILE_LINK)
        wanted = self.database.read(call, files.download, {"file_id": uuid.UUID(file["file_id"])})
        return self.desk.link(wanted)

    def delete(self, file, who=None):
        call = testing.call(who or self.learner, contract.DELETE_FILE)
        request = {"file_id": uuid.UUID(file["file_id"])}
        return self.database.write(call, tree.delete_file, request)

    def change(self, file, who=None, **changes):
        call = testing.call(who or self.learner, contract.CHANGE_FILE)
        request = {"file_id": uuid.UUID(file["file_id"]), **changes}
        return self.database.write(call, tree.change_file, request)["file"]

    def quarantine(self):
        store = self.desk.store
        listed = store._client.list_objects(
            bucket_name=store._bucket, prefix="uploads/", recursive=True
        )
        return [entry.object_name for entry in listed]

    def kept(self):
        store = self.desk.store
        prefix = f"{self.institution_id}/"
        listed = store._client.list_objects(
            bucket_name=store._bucket, prefix=prefix, recursive=True
        )
        return [entry.object_name.removeprefix(prefix) for entry in listed]

    def fire_due(self):
        """What the service's timers would do now."""
        from libs.chassis.timers import due_timers
        from services.documents.service import DocumentsService

        service = DocumentsService()
        service.database, service.desk = self.database, self.desk
        kinds = ("check_file", "expire_upload", "remove_object", "left_out_file", "erase_person")
        for kind in kinds:
            for timer in due_timers(self.database, kind):
                getattr(service, kind)(timer)


@pytest.fixture
def world(database, desk, clock):
    made = World(database, desk, clock)
    made.hear(
        PortfolioOpenedV1(
            institution_id=made.institution_id,
            portfolio_id=made.portfolio_id,
            learner_id=made.learner_id,
            programme_key="gp",
            programme_hash="0" * 64,
            starts_on=dt.date(2025, 9, 1),
            cohort="2025",
            part_time=100,
            state="open",
            version=1,
        )
    )
    return made


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
