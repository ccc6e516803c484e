"""The real service on the real broker: one upload by RPC, from an event to a listed file."""

import datetime as dt
import io
import os
import threading
import time
import uuid

import pytest
import requests
from PIL import Image

from libs.chassis import testing
from libs.chassis.delivery import Delivery
from libs.chassis.migrate import drift
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc.client import RpcClient
from libs.contracts import documents as contract
from libs.contracts.faults import Forbidden
from services.documents import projections
from services.documents.domain.parts import part_sizes
from services.documents.objects.inspection import inspect


def test_the_tables_are_those_of_the_migrations(urls):
    assert drift("services.documents", urls.owner_url) == []


@pytest.fixture
def running(urls, rabbitmq_url, settings, tmp_path):
    keys = tmp_path / "keys"
    environment = {
        "DATABASE_URL": urls.app_url,
        "AMQP_URL": rabbitmq_url,
        "S3_ENDPOINT": settings.s3_endpoint,
        "S3_ACCESS_KEY": settings.s3_access_key,
        "S3_SECRET_KEY": settings.s3_secret_key,
        "S3_BUCKET": settings.s3_bucket,
        "FILE_ORIGIN": settings.file_origin,
        "CLAMD_ADDRESS": settings.clamd_address,
        **testing.keys(keys, "documents"),
    }
    with testing.running_service("services.documents", environment, log=tmp_path / "log"):
        key = read_private_key(keys / "gateway.private.json")
        client = RpcClient(rabbitmq_url, "gateway", key)
        yield client
        client.close()


def test_a_learner_uploads_and_reads_a_file_through_the_service(running, world, tmp_path):
    who, content = world.learner, b"%PDF-1.7 a report"
    begun = running.call(
        contract.BEGIN_UPLOAD,
        who,
        idempotency_key=str(uuid.uuid4()),
        portfolio_id=world.portfolio_id,
        name="report.pdf",
        size=len(content),
    )
    answer = requests.put(begun["parts"][0]["url"], data=content, timeout=10)
    file = running.call(
        contract.FINISH_UPLOAD,
        who,
        idempotency_key=str(uuid.uuid4()),
        upload_id=begun["upload_id"],
        parts=[{"number": 1, "etag": answer.headers["ETag"]}],
    )["file"]
    assert file["state"] == "ready", (tmp_path / "log").read_text()
    link = running.call(contract.FILE_LINK, who, file_id=file["file_id"])
    assert requests.get(link["url"], timeout=10).content == content
    folders = running.call(contract.FOLDERS, who, portfolio_id=world.portfolio_id)
    assert folders["folders"][0]["files"] == [file]
    running.call(contract.DELETE_FILE, who, file_id=file["file_id"])
    outsider = Principal(kind="link", issuer="gateway", institution_id=world.institution_id)
    with pytest.raises(Forbidden):
        running.call(contract.FOLDERS, outsider, portfolio_id=world.portfolio_id)


def test_a_service_puts_its_report_on_the_store_itself_and_a_browser_on_the_file_origin(
    running, world, settings, rabbitmq_url, tmp_path
):
    key = read_private_key(tmp_path / "keys" / "dashboards.private.json")
    who, content = world.service(world.learner_id), b"%PDF-1.7 a report"
    fields = {"portfolio_id": world.portfolio_id, "name": "report.pdf", "size": len(content)}
    asked = running.call(
        contract.BEGIN_UPLOAD, world.learner, idempotency_key=str(uuid.uuid4()), **fields
    )
    assert asked["parts"][0]["url"].startswith(f"{settings.file_origin}/")
    dashboards = RpcClient(rabbitmq_url, "dashboards", key)
    begun = dashboards.call(
        contract.BEGIN_UPLOAD,
        who,
        idempotency_key=str(uuid.uuid4()),
        folder_kind="reports",
        **fields,
    )
    assert begun["parts"][0]["url"].startswith(f"{settings.s3_endpoint}/")
    answer = requests.put(begun["parts"][0]["url"], data=content, timeout=10)
    parts = [{"number": 1, "etag": answer.headers["ETag"]}]
    fields = {"idempotency_key": str(uuid.uuid4()), "upload_id": begun["upload_id"]}
    file = dashboards.call(contract.FINISH_UPLOAD, who, parts=parts, **fields)["file"]
    dashboards.close()
    assert (file["state"], file["source"]) == ("ready", "report")


def photo():
    """A picture of twenty-five megapixels that takes about a second to decode and to write anew."""
    noise = Image.frombytes("RGB", (1000, 700), os.urandom(2_100_000))
    file = io.BytesIO()
    noise.resize((6000, 4200), Image.Resampling.NEAREST).save(file, "JPEG", quality=60)
    return file.getvalue()


def seconds_to_redraw(content, folder):
    """How long the same work takes here, where nobody else has to wait for it."""
    (folder / "in.jpg").write_bytes(content)
    began = time.monotonic()
    assert inspect(str(folder / "in.jpg"), "in.jpg", str(folder / "out"))["redrawn"]
    return time.monotonic() - began


def test_a_large_photo_is_drawn_anew_while_others_are_served(running, world, tmp_path):
    who, content = world.learner, photo()
    alone = seconds_to_redraw(content, tmp_path)
    running.call(contract.FOLDERS, who, portfolio_id=world.portfolio_id)
    begun = running.call(
        contract.BEGIN_UPLOAD,
        who,
        idempotency_key=str(uuid.uuid4()),
        portfolio_id=world.portfolio_id,
        name="photo.jpg",
        size=len(content),
    )
    etags, rest = [], io.BytesIO(content)
    for part, size in zip(begun["parts"], part_sizes(len(content)), strict=True):
        answer = requests.put(part["url"], data=rest.read(size), timeout=20)
        etags.append({"number": part["number"], "etag": answer.headers["ETag"]})
    finished = []
    fields = {"idempotency_key": str(uuid.uuid4()), "upload_id": begun["upload_id"]}
    finishing = threading.Thread(
        target=lambda: finished.append(
            running.call(contract.FINISH_UPLOAD, who, parts=etags, deadline_s=60, **fields)
        )
    )
    waits = []
    finishing.start()
    while finishing.is_alive():
        asked = time.monotonic()
        running.call(contract.FOLDERS, who, portfolio_id=world.portfolio_id)
        waits.append(time.monotonic() - asked)
        time.sleep(0.03)

    (file,) = [one["file"] for one in finished]
    assert file["state"] == "ready"
    assert len(waits) > 10
    assert max(waits) < alone * 0.8, "redrawn within the event loop, all others would wait for it"
    assert sorted(waits)[len(waits) // 2] < 0.15


def test_a_check_left_undone_is_finished_by_the_running_service(urls, world, request):
    world.clock.now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    begun = world.begin(world.learner, size=5)
    world.say_finished(world.learner, begun, world.put(begun, b"hello"))
    request.getfixturevalue("running")
    until = time.monotonic() + 15
    while time.monotonic() < until:
        (file,) = world.listed().values()
        if file["state"] == "ready":
            break
        time.sleep(0.2)
    assert file["state"] == "ready"


def test_the_same_event_twice_opens_one_portfolio(world, database):
    opened = world.folders()["folders"]
    from libs.contracts.portfolio import PortfolioOpenedV1

    event = PortfolioOpenedV1(
        institution_id=world.institution_id,
        portfolio_id=world.portfolio_id,
        learner_id=world.learner_id,
        programme_key="gp",
        programme_hash="0" * 64,
        starts_on=world.clock().date(),
        cohort="2025",
        part_time=100,
        state="closed",
        version=2,
    )
    delivery = Delivery.of(event, consumer="portfolio_opened", occurred_at=world.clock())
    assert database.consume(delivery, projections.portfolio_opened)
    assert not database.consume(delivery, projections.portfolio_opened)
    assert world.folders()["folders"] == opened
