"""Who sees and changes what in one portfolio's files."""

import datetime as dt
import uuid

import pytest

from libs.chassis import testing
from libs.chassis.idempotency import plain
from libs.contracts import documents as contract
from libs.contracts.accounts import MembershipChangedV1
from libs.contracts.faults import Conflict, Forbidden, InvalidRequest, NotFound
from libs.contracts.portfolio import RequestChangedV1
from services.documents.queries.transit import service_itself
from services.documents.use_cases import attachments, tree, uploads

from .conftest import sha256

TEXT = b"hello"


def invite(world, person_id, record_id, state="open", version=1):
    world.hear(
        RequestChangedV1(
            institution_id=world.institution_id,
            request_id=uuid.uuid5(uuid.NAMESPACE_OID, str(record_id)),
            record_id=record_id,
            participant_id=uuid.uuid4(),
            portfolio_id=world.portfolio_id,
            learner_id=world.learner_id,
            form_key="kpb",
            stage="assess",
            role="assessor",
            assessor_id=person_id,
            state=state,
            asked_at=world.clock(),
            expires_at=None,
            remind_now=0,
            version=version,
        )
    )


def new_folder(world, name, who=None, parent_id=None):
    call = testing.call(who or world.learner, contract.NEW_FOLDER)
    request = {"portfolio_id": world.portfolio_id, "name": name, "parent_id": parent_id}
    return world.database.write(call, tree.new_folder, request)["folder"]


def test_a_new_portfolio_has_its_four_folders(world):
    kinds = [folder["kind"] for folder in world.folders()["folders"]]
    assert kinds == ["own", "reports", "forms", "institute"]


def test_a_stranger_of_the_institution_finds_nothing(world):
    with pytest.raises(NotFound):
        world.folders(world.person())
    file = world.upload(TEXT)
    with pytest.raises(NotFound):
        world.download(file, world.person(roles=("local_admin",)))


def test_another_institution_finds_nothing_even_with_the_same_relation(world):
    trainer = uuid.uuid4()
    world.relate(trainer)
    assert world.folders(world.person(trainer))["folders"]
    with pytest.raises(NotFound):
        world.folders(world.person(trainer, institution_id=uuid.uuid4()))


def test_a_trainer_reads_while_the_relation_lasts_and_changes_nothing(world):
    trainer = uuid.uuid4()
    world.relate(trainer, ends_on=dt.date(2026, 11, 22))
    who, file = world.person(trainer), world.upload(TEXT)
    assert "notes.txt" in world.listed(who)
    assert world.download(file, who)["url"]
    with pytest.raises(Forbidden):
        world.delete(file, who)
    with pytest.raises(Forbidden):
        world.begin(who)
    world.clock.forward(days=1)
    with pytest.raises(NotFound):
        world.folders(who)


def test_an_older_version_of_a_relation_changes_nothing(world):
    trainer = uuid.uuid4()
    world.relate(trainer, version=2)
    world.relate(trainer, ends_on=dt.date(2026, 2, 1), version=1)
    assert world.folders(world.person(trainer))


def test_the_head_sees_the_files_and_the_used_bytes(world):
    world.upload(TEXT)
    seen = world.folders(world.person(roles=("head",)))
    assert seen["used_bytes"] == len(TEXT)


def test_what_others_alone_open_takes_no_room_of_the_learners(world):
    teacher, record_id = uuid.uuid4(), uuid.uuid4()
    world.relate(teacher)
    world.upload(TEXT)
    reports = {"folder_kind": "reports"}
    world.upload(b"their report", "progress.txt", world.service(teacher), **reports)
    world.upload(b"own report", "progress.txt", world.service(world.learner_id), **reports)
    attach(world, record_id, teacher, name="theirs.txt")
    attach(world, record_id, world.learner_id, name="own.txt")
    assert world.folders()["used_bytes"] == len(TEXT) + len(b"own report") + len(TEXT)
    seen = world.folders(world.person(teacher))
    assert seen["used_bytes"] == len(TEXT) + len(b"their report") + len(TEXT)


def test_reading_is_logged_with_its_basis(world, database):
    import sqlalchemy as sa

    world.download(world.upload(TEXT))
    with database.transaction(world.learner) as tx:
        lines = tx.session.execute(
            sa.text("SELECT action, object_kind, basis FROM audit ORDER BY id")
        ).all()
    assert ("file.read", "file", "owner") in [tuple(line) for line in lines]


def attach(world, record_id, uploader_id, *, by_link=False, name="case.txt"):
    """A file of a record, as portfolio asks for it."""
    who = world.service(None, "portfolio")
    fields = {
        "portfolio_id": world.portfolio_id,
        "record_id": record_id,
        "uploader_id": uploader_id,
        "by_link": by_link,
        "name": name,
        "size": len(TEXT),
        "media_type": "text/plain",
    }
    call = testing.call(who, contract.BEGIN_ATTACHMENT)
    begun = world.database.write(call, attachments.begin_attachment, fields)
    begun = world.desk.open(world.database, who, uuid.UUID(begun["upload_id"]))
    said = {"upload_id": begun["upload_id"], "parts": world.put(begun, TEXT)}
    call = testing.call(who, contract.FINISH_ATTACHMENT)
    for wrong in (uuid.uuid4(), world.learner_id if uploader_id != world.learner_id else record_id):
        with pytest.raises(NotFound):
            finish = {**said, "uploader_id": wrong}
            world.database.write(call, attachments.finish_attachment, finish)
    world.database.write(call, attachments.finish_attachment, {**said, "uploader_id": uploader_id})
    return plain(world.desk.finish(world.database, who, begun["upload_id"])["file"])


def test_a_file_of_a_record_is_here_its_uploaders_alone(world):
    trainer, record_id = uuid.uuid4(), world.record()
    world.relate(trainer)
    file = attach(world, record_id, trainer)
    assert (file["state"], file["source"]) == ("ready", "form")
    assert "case.txt" in world.listed(world.person(trainer))
    for who in (world.learner, world.person(roles=("head",))):
        assert "case.txt" not in world.listed(who)
        with pytest.raises(NotFound):
            world.download(file, who)


def test_portfolio_gets_the_link_of_a_file_of_that_record_and_no_other(world):
    record_id = world.record()
    file = attach(world, record_id, uuid.uuid4(), by_link=True)
    call = testing.call(world.service(None, "portfolio"), contract.ATTACHMENT_LINK)
    wanted = {"file_id": uuid.UUID(str(file["file_id"])), "record_id": record_id}
    found = world.database.read(call, attachments.attachment, wanted)
    assert found["name"] == "case.txt" and world.desk.link(found)["url"]
    with pytest.raises(NotFound):
        wrong = {**wanted, "record_id": uuid.uuid4()}
        world.database.read(call, attachments.attachment, wrong)


def test_portfolio_gets_the_link_of_a_report_at_which_a_record_of_that_portfolio_points(world):
    report = world.upload(
        TEXT, "report.txt", world.service(world.learner_id), folder_kind="reports"
    )
    own = world.upload(TEXT, "own.txt")
    call = testing.call(world.service(None, "portfolio"), contract.ATTACHMENT_LINK)

    def asked(file, record_id):
        wanted = {"file_id": uuid.UUID(str(file["file_id"])), "record_id": record_id}
        return world.database.read(call, attachments.attachment, wanted)

    assert asked(report, world.record())["name"] == "report.txt"
    for file, record_id in (
        (report, world.record(portfolio_id=uuid.uuid4())),
        (report, uuid.uuid4()),
        (own, world.record()),
    ):
        with pytest.raises(NotFound):
            asked(file, record_id)


def test_a_file_taken_out_of_a_form_goes_and_portfolio_alone_may_say_so(world):
    record_id = world.record("draft")
    file = attach(world, record_id, world.learner_id)
    with pytest.raises(Forbidden):
        world.delete(file)
    call = testing.call(world.service(None, "portfolio"), contract.REMOVE_ATTACHMENT)
    wanted = {"file_id": uuid.UUID(str(file["file_id"])), "record_id": record_id}
    for _ in range(2):
        assert world.database.write(call, attachments.remove_attachment, wanted) == {}
    assert "case.txt" not in world.listed()


def test_nobody_adds_to_the_folder_of_forms_but_by_way_of_a_record(world):
    for who in (world.learner, world.link(world.record())):
        for record_id in (None, world.record()):
            with pytest.raises((Forbidden, NotFound)):
                world.begin(who, folder_kind="forms", record_id=record_id)


def test_nobody_finishes_the_upload_of_another(world):
    begun = world.begin(world.learner, size=len(TEXT))
    parts = world.put(begun, TEXT)
    for who in (world.person(roles=("head",)), world.link(world.record())):
        with pytest.raises(NotFound):
            world.finish(who, begun, parts)


def test_an_invited_colleague_reads_no_folder_of_the_learner(world):
    colleague, record_id = uuid.uuid4(), world.record()
    invite(world, colleague, record_id)
    attach(world, record_id, world.learner_id, name="shown.txt")
    world.upload(TEXT, "own.txt")
    assert world.listed(world.person(colleague)) == {}
    invite(world, colleague, record_id, "withdrawn", version=2)
    with pytest.raises(NotFound):
        world.folders(world.person(colleague))


def test_a_report_is_put_down_by_a_service_for_someone_who_sees_the_portfolio(world):
    teacher = uuid.uuid4()
    world.relate(teacher)
    file = world.upload(TEXT, "report.txt", world.service(teacher), folder_kind="reports")
    assert (file["state"], file["source"]) == ("ready", "report")
    with pytest.raises(NotFound):
        world.begin(world.service(uuid.uuid4()), folder_kind="reports")
    with pytest.raises(Forbidden):
        world.begin(world.learner, folder_kind="reports")


def test_a_report_is_theirs_alone_who_had_it_made(world):
    teacher, trainer = uuid.uuid4(), uuid.uuid4()
    for one in (teacher, trainer):
        world.relate(one)
    made = {"who": world.service(teacher), "folder_kind": "reports"}
    theirs = world.upload(TEXT, "progress.txt", **made)
    own = world.upload(b"own", "progress.txt", **made | {"who": world.service(world.learner_id)})
    assert own["name"] == theirs["name"], "no name tells that others had one made"
    for file, reader, others in (
        (theirs, world.person(teacher), [world.learner, world.person(trainer)]),
        (own, world.learner, [world.person(teacher), world.person(roles=("head",))]),
    ):
        assert world.listed(reader)["progress.txt"]["file_id"] == file["file_id"]
        assert world.download(file, reader)["url"]
        for other in others:
            listed = world.listed(other).get("progress.txt", {})
            assert listed.get("file_id") != file["file_id"]
            for act in (world.download, world.delete):
                with pytest.raises(NotFound):
                    act(file, other)
    world.delete(theirs, world.person(teacher))
    assert "progress.txt" not in world.listed(world.person(teacher))


def test_a_report_closes_with_the_right_to_the_portfolio(world):
    teacher, record_id = uuid.uuid4(), world.record()
    world.relate(teacher, ends_on=dt.date(2026, 11, 22))
    made = world.upload(TEXT, "report.txt", world.service(teacher), folder_kind="reports")
    invite(world, teacher, record_id)
    world.clock.forward(days=1)
    with pytest.raises(NotFound):
        world.download(made, world.person(teacher))


def test_a_service_works_with_the_roles_of_the_person_it_works_for(world):
    head = uuid.uuid4()
    world.hear(
        MembershipChangedV1(
            institution_id=world.institution_id,
            membership_id=uuid.uuid4(),
            person_id=head,
            roles=("head",),
            starts_on=None,
            ends_on=None,
            version=1,
        )
    )
    assert world.begin(world.service(head), folder_kind="reports")["parts"]


def test_the_institute_folder_is_the_institutes(world):
    folder_id = world.folder_id("institute")
    secretary = world.person(roles=("secretary",))
    file = world.upload(TEXT, "rules.txt", secretary, folder_id=folder_id)
    assert "rules.txt" in world.listed()
    with pytest.raises(Forbidden):
        world.begin(world.learner, folder_id=folder_id)
    with pytest.raises(Forbidden):
        world.delete(file)
    world.delete(file, secretary)


def test_folders_and_names_are_the_learners_to_arrange(world):
    folder = new_folder(world, "Year 1")
    assert new_folder(world, "Year 1")["name"] == "Year 1 (2)"
    world.upload(TEXT, "a.txt", folder_id=uuid.UUID(folder["folder_id"]))
    file = world.upload(TEXT, "a.txt")
    moved = world.change(file, folder_id=uuid.UUID(folder["folder_id"]))
    assert moved["name"] == "a (2).txt"
    assert world.change(file, name="b")["name"] == "b.txt"
    with pytest.raises(InvalidRequest):
        world.change(file, name=" .. ")
    with pytest.raises(Forbidden):
        world.change(file, folder_id=world.folder_id("institute"))
    with pytest.raises(Forbidden):
        new_folder(world, "x", world.person(roles=("head",)))


def test_equal_files_share_their_bytes_until_the_last_is_gone(world):
    first, second = world.upload(TEXT, "a.txt"), world.upload(TEXT, "b.txt")
    assert len(world.kept()) == 1
    world.delete(first)
    world.clock.forward(hours=25)
    world.fire_due()
    assert len(world.kept()) == 1
    world.delete(second)
    world.fire_due()
    assert len(world.kept()) == 1, "a day of grace"
    world.clock.forward(hours=25)
    world.fire_due()
    assert world.kept() == []
    assert world.upload(TEXT, "c.txt")["state"] == "ready"
    assert len(world.kept()) == 1


def test_bytes_that_are_being_removed_are_not_counted_on(world):
    world.delete(world.upload(TEXT, "a.txt"))
    world.clock.forward(hours=25)
    bytes_ = {"institution_id": world.institution_id, "sha256": sha256(TEXT)}
    who = service_itself(world.institution_id)
    assert world.database.run(who, lambda tx: tree.doom_object(tx, **bytes_))
    assert world.upload(TEXT, "b.txt")["state"] == "checking"
    world.fire_due()
    world.clock.forward(minutes=5)
    world.fire_due()
    assert world.listed()["b.txt"]["state"] == "ready"
    assert len(world.kept()) == 1


def test_bytes_claimed_today_are_not_doomed_and_doomed_ones_not_listed(world):
    begun = world.begin(world.learner, size=len(TEXT))
    world.say_finished(world.learner, begun, world.put(begun, TEXT))
    who, upload_id = service_itself(world.institution_id), begun["upload_id"]
    bytes_ = {"sha256": sha256(TEXT), "size": len(TEXT)}
    stored = {"institution_id": world.institution_id, "sha256": sha256(TEXT)}

    def act(use_case, **more):
        return world.database.run(who, lambda tx: use_case(tx, **more))

    assert act(uploads.claim_object, upload_id=upload_id, **bytes_)
    assert not act(tree.doom_object, **stored)
    world.clock.forward(hours=25)
    assert act(tree.doom_object, **stored)
    listing = {"upload_id": upload_id, "media_type": "text/plain", **bytes_}
    assert not act(uploads.list_file, **listing)
    assert world.listed()["notes.txt"]["state"] == "checking"


def test_a_file_being_checked_is_not_deleted(world):
    begun = world.begin(world.learner, size=len(TEXT))
    world.say_finished(world.learner, begun, world.put(begun, TEXT))
    (file,) = world.listed().values()
    with pytest.raises(Conflict):
        world.delete(file)
