"""From the first word of an upload to a listed or refused file, on a real store and scanner."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
import requests
from PIL import Image

from libs.chassis import testing
from libs.contracts import documents as contract
from libs.contracts.faults import NotFound
from services.documents.objects.dependency import open_desk
from services.documents.use_cases import uploads

from .conftest import sha256

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
VIRUS = b"a text with tessera-test-virus-41b7 in it"


def photo(size=(40, 20), orientation=6) -> bytes:
    image, out = Image.new("RGB", size, "#336699"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera of Sanne"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def container(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_uploaded_file_is_listed_and_comes_back_byte_for_byte(world):
    file = world.upload(PDF, "Verslag été.pdf")
    assert file["state"] == "ready"
    assert file["media_type"] == "application/pdf"
    assert world.listed()["Verslag été.pdf"]["size"] == len(PDF)
    assert world.kept() == [sha256(PDF)]
    assert world.quarantine() == []
    answer = requests.get(world.download(file)["url"], timeout=10)
    assert answer.content == PDF


def test_a_download_is_an_attachment_under_its_name_whatever_the_script(world):
    file = world.upload(PDF, "Verslag été.pdf")
    answer = requests.get(world.download(file)["url"], timeout=10)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Verslag ete.pdf\"; filename*=UTF-8''Verslag%20%C3%A9t%C3%A9.pdf"
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_download_link_is_for_the_file_origin_and_lives_a_minute(world, settings):
    link = world.download(world.upload(PDF, "a.pdf"))
    assert link["url"].startswith(settings.file_origin)
    assert "X-Amz-Expires=60" in link["url"]
    until = dt.datetime.fromisoformat(link["expires_at"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(seconds=50) < until <= dt.timedelta(seconds=60)


def test_storing_tells_it_once_and_writes_the_audit(world, database):
    file = world.upload(PDF, "a.pdf")
    (event,) = testing.outbox(database, contract.FileStoredV1)
    assert str(event.file_id) == file["file_id"]
    assert (event.source, event.record_id, event.version) == ("upload", None, 1)
    assert event.learner_id == world.learner_id


def test_a_large_file_goes_in_parts_and_is_checked_by_a_timer(world):
    content = b"line of text\n" * (17 * 1024 * 1024 // 13)
    begun = world.begin(world.learner, "long.txt", len(content))
    assert [part["number"] for part in begun["parts"]] == [1, 2, 3]
    file = world.finish(world.learner, begun, world.put(begun, content))
    assert file["state"] == "checking"
    world.fire_due()
    assert world.listed()["long.txt"]["state"] == "ready"
    assert world.kept() == [sha256(content)]


def test_a_part_link_takes_no_other_number_of_bytes(world):
    begun = world.begin(world.learner, "a.txt", 5)
    answer = requests.put(begun["parts"][0]["url"], data=b"x" * 500, timeout=10)
    assert answer.status_code == 403


def test_a_photo_loses_its_metadata_and_stands_upright(world):
    file = world.upload(photo(), "whiteboard.jpg")
    answer = requests.get(world.download(file)["url"], timeout=10)
    assert b"A camera of Sanne" not in answer.content
    redrawn = Image.open(io.BytesIO(answer.content))
    assert redrawn.size == (20, 40)
    assert not redrawn.getexif()
    assert file["size"] == len(answer.content)


def test_a_virus_is_refused_and_said_so(world, database):
    file = world.upload(VIRUS, "innocent.txt")
    assert (file["state"], file["reason"]) == ("refused", "virus")
    (event,) = testing.outbox(database, contract.FileRefusedV1)
    assert event.reason == "virus"
    assert world.kept() == [] and world.quarantine() == []
    with pytest.raises(contract.FileNotReady):
        world.download(file)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("report.pdf", b"MZ\x90\x00 not a pdf at all", "mismatch"),
        ("notes.txt", b"text with a \x00 in it", "mismatch"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"broken" * 20, "damaged"),
        ("photo.png", photo(), "mismatch"),
        ("letter.docx", container({"word/document.xml": b"<w/>"}), "mismatch"),
        (
            "letter.docx",
            container({"[Content_Types].xml": b"", "word/a.xml": b"", "word/vbaProject.bin": b""}),
            "archive",
        ),
        ("bomb.zip", container({"a.txt": b"\0" * 20_000_000}), "archive"),
        ("tools.zip", container({"setup.exe": b"MZ"}), "archive"),
        ("climb.zip", container({"../../etc/x.txt": b"x"}), "archive"),
        ("nested.zip", container({"inner.zip": b"PK"}), "archive"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(world, name, content, reason):
    file = world.upload(content, name)
    assert (file["state"], file["reason"]) == ("refused", reason)
    assert world.kept() == []


def test_a_real_office_document_and_a_good_archive_are_taken(world):
    letter = container({"[Content_Types].xml": b"<T/>", "word/document.xml": b"<w/>"})
    assert world.upload(letter, "letter.docx")["state"] == "ready"
    assert world.upload(container({"a/notes.txt": b"hi"}), "set.zip")["state"] == "ready"


def test_a_kind_of_file_we_do_not_take_is_refused_before_it_is_sent(world):
    with pytest.raises(contract.FileRefused) as refused:
        world.begin(world.learner, "page.html")
    assert refused.value.params == {"reason": "type"}


def test_finishing_twice_files_once(world, database):
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    parts = world.put(begun, PDF)
    first = world.finish(world.learner, begun, parts)
    assert world.finish(world.learner, begun, parts) == first
    assert len(testing.outbox(database, contract.FileStoredV1)) == 1


def test_beginning_again_with_the_same_key_is_the_same_upload(world):
    key = str(uuid.uuid4())
    first = world.begin(world.learner, "a.pdf", 10, key=key)
    again = world.begin(world.learner, "a.pdf", 10, key=key)
    assert again["upload_id"] == first["upload_id"]
    assert _store_upload(again) == _store_upload(first)


def test_a_caller_that_died_before_the_answer_may_do_it_all_again(world, database):
    key = str(uuid.uuid4())
    begun = world.begin(world.learner, "a.pdf", len(PDF), key=key)
    first = world.finish(world.learner, begun, world.put(begun, PDF))
    again = world.begin(world.learner, "a.pdf", len(PDF), key=key)
    assert world.finish(world.learner, again, world.put(again, PDF)) == first
    assert len(world.listed()) == 1
    assert len(testing.outbox(database, contract.FileStoredV1)) == 1


def _store_upload(begun):
    return begun["parts"][0]["url"].split("uploadId=")[1].split("&")[0]


def test_a_crash_before_the_check_is_made_good_by_the_timer(world, clock):
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    world.say_finished(world.learner, begun, world.put(begun, PDF))
    assert world.listed()["a.pdf"]["state"] == "checking"
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "checking", "the lease is not over"
    clock.forward(minutes=2)
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "ready"


@pytest.mark.parametrize("step", ["claim_object", "list_file"])
def test_a_crash_in_the_middle_of_filing_is_made_good(world, clock, monkeypatch, database, step):
    class Crash(BaseException):
        pass

    def crash(*_args, **_more):
        raise Crash()

    begun = world.begin(world.learner, "a.pdf", len(PDF))
    parts = world.put(begun, PDF)
    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(uploads, step, crash)
        world.finish(world.learner, begun, parts)
    assert world.listed()["a.pdf"]["state"] == "checking"
    clock.forward(minutes=2)
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "ready"
    assert world.kept() == [sha256(PDF)]
    assert len(testing.outbox(database, contract.FileStoredV1)) == 1


def test_without_the_store_nothing_is_taken_and_nothing_is_listed(world, settings, desk):
    import dataclasses

    nowhere = dataclasses.replace(settings, s3_endpoint="http://127.0.0.1:9")
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    parts = world.put(begun, PDF)
    world.desk = open_desk(nowhere)
    with pytest.raises(contract.StorageUnavailable):
        world.begin(world.learner, "b.pdf", 10)
    with pytest.raises(contract.StorageUnavailable):
        world.finish(world.learner, begun, parts)
    assert world.listed()["a.pdf"]["state"] == "checking"
    world.desk = desk
    world.clock.forward(minutes=5)
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "ready"


def test_without_the_scanner_a_file_waits_unlisted(world, settings, desk):
    import dataclasses

    world.desk = open_desk(dataclasses.replace(settings, clamd_address="127.0.0.1:9"))
    file = world.upload(PDF, "a.pdf")
    assert file["state"] == "checking"
    world.desk = desk
    world.clock.forward(minutes=5)
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "ready"


def test_bytes_the_store_acknowledged_and_lost_are_never_listed(world, monkeypatch):
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    parts = world.put(begun, PDF)
    lost = [world.desk.store.complete]

    def complete_and_lose(upload_id, store_upload, named):
        lost[0](upload_id, store_upload, named)
        world.desk.store.remove(f"uploads/{upload_id}")

    monkeypatch.setattr(world.desk.store, "complete", complete_and_lose)
    assert world.finish(world.learner, begun, parts)["state"] == "checking"
    world.clock.forward(hours=25)
    world.fire_due()
    assert world.listed()["a.pdf"]["reason"] == "damaged"


def test_a_copy_the_store_acknowledged_and_lost_is_never_listed(world, monkeypatch):
    with monkeypatch.context() as lying:
        lying.setattr(world.desk.store, "copy", lambda source, target: None)
        assert world.upload(PDF, "a.pdf")["state"] == "checking"
    world.clock.forward(minutes=5)
    world.fire_due()
    assert world.listed()["a.pdf"]["state"] == "ready"
    assert world.kept() == [sha256(PDF)]


def test_parts_the_store_never_got_are_a_damaged_file(world):
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    file = world.finish(world.learner, begun, [{"number": 1, "etag": "0" * 32}])
    assert (file["state"], file["reason"]) == ("refused", "damaged")


def test_an_upload_nobody_finished_is_gone_after_a_day(world):
    begun = world.begin(world.learner, "a.pdf", len(PDF))
    parts = world.put(begun, PDF)
    world.clock.forward(hours=25)
    world.fire_due()
    with pytest.raises(NotFound):
        world.finish(world.learner, begun, parts)
    assert world.listed() == {} and world.quarantine() == []


def test_the_sweep_of_a_new_installation_finds_nothing(world):
    from services.documents.queries.transit import service_itself

    assert world.desk.sweep(world.database, service_itself(None)) == 0


def test_the_sweep_removes_orphans_and_spares_what_is_being_checked(world, monkeypatch):
    from services.documents.objects import desk as desk_module
    from services.documents.queries.transit import service_itself

    begun = world.begin(world.learner, "a.pdf", len(PDF))
    world.say_finished(world.learner, begun, world.put(begun, PDF))
    store, orphan = world.desk.store, f"uploads/{uuid.uuid4()}"
    store.put(orphan, io.BytesIO(b"left"), 4, "text/plain")
    store.complete(begun["upload_id"], *_named(world, begun))
    assert world.desk.sweep(world.database, service_itself(None)) == 0, "nothing is old yet"
    monkeypatch.setattr(desk_module, "GRACE", dt.timedelta(seconds=-60))
    assert world.desk.sweep(world.database, service_itself(None)) == 1
    assert world.quarantine() == [f"uploads/{begun['upload_id']}"]


def _named(world, begun):
    from services.documents.tables import Upload

    with world.database.transaction(world.learner) as tx:
        upload = tx.session.get(Upload, begun["upload_id"])
        return upload.store_upload, upload.parts
