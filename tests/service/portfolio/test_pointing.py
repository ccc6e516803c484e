"""Answers that point at something: files, entries, goals, people. The server checks each."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import documents
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases
from services.portfolio.domain.addresses import address_hash

from .world import World, publish

FORM: dict[str, Any] = {
    "format": "form/1",
    "key": "starrt",
    "languages": ["en"],
    "title": {"en": "With everything"},
    "frameworks": {},
    "scales": {},
    "stakes": "low",
    "roles": {
        "learner": {"who": "subject"},
        "trainer": {"who": "related"},
        "peer": {"who": "invited", "min": 0, "max": 3, "auth": ["account"]},
    },
    "stages": [
        {"id": "write", "by": ["learner"], "next": "judge"},
        {"id": "judge", "by": ["trainer"], "next": "done", "open_to": {"trainer": "sent"}},
    ],
    "items": [
        {
            "type": "file",
            "key": "photo",
            "by": "learner",
            "label": {"en": "Photo"},
            "accept": ["image/*"],
            "max": 2,
            "see": ["learner", "trainer"],
        },
        {
            "type": "ref",
            "key": "about",
            "by": "learner",
            "label": {"en": "About"},
            "to": ["entry", "goal", "file", "dashboard"],
            "many": True,
        },
        {"type": "person", "key": "peer", "by": "learner", "label": {"en": "Peer"}, "role": "peer"},
        {"type": "person", "key": "guest", "by": "learner", "label": {"en": "Guest"}},
        {
            "type": "signature",
            "key": "sign",
            "by": "learner",
            "kind": "draw",
            "label": {"en": "Sign"},
        },
        {"type": "file", "key": "letter", "by": "trainer", "label": {"en": "Letter"}},
        {"type": "text", "key": "judged", "by": "trainer", "label": {"en": "Judgement"}},
    ],
}


@pytest.fixture
def record_id(world: World) -> str:
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    return world.start("starrt")


def add_file(
    world: World, who: Principal, record_id: str, stage: str, item: str, **changes: Any
) -> str:
    """As the front door does it, with documents' two replies made up."""
    about = {"name": "a.png", "size": 5, "media_type": "image/png"} | changes
    state = about.pop("state", "ready")
    fields = {"record_id": uuid.UUID(str(record_id)), "stage": stage, "item": item} | about
    allowed = world.db.run(who, lambda tx: use_cases.allow_file(tx, **fields))
    begun = {"upload_id": uuid.uuid4(), "part_bytes": 1, "parts": [], "expires_at": None}
    world.db.run(who, lambda tx: use_cases.note_file(tx, **fields, allowed=allowed, begun=begun))
    told = about | {"state": state, "reason": "virus" if state == "refused" else None}
    own = {"record_id": fields["record_id"], "file_id": begun["upload_id"]}
    world.db.run(who, lambda tx: use_cases.note_finished(tx, **own, told=told))
    return str(begun["upload_id"])


def refused(world: World, record_id: str, **answers: Any) -> dict[str, str]:
    with pytest.raises(contract.AnswersIncomplete) as found:
        world.send(world.learner, record_id, "write", answers)
    return {name: one["code"] for name, one in found.value.errors.items()}


def test_a_file_of_the_filler_is_sent_and_read_by_who_may_read_the_item(
    world: World, record_id: str
):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    assert open_to(world, world.trainer, record_id, file_id) is False
    world.send(world.learner, record_id, "write", {"photo": [file_id]})
    read = world.record(world.trainer, record_id)
    assert read["files"][file_id]["name"] == "a.png"
    assert open_to(world, world.trainer, record_id, file_id) is True
    assert open_to(world, world.teacher, record_id, file_id) is False
    assert file_id not in world.record(world.teacher, record_id)["files"]


def open_to(world: World, who: Principal, record_id: str, file_id: str) -> bool:
    fields = {"record_id": uuid.UUID(str(record_id)), "file_id": uuid.UUID(file_id)}
    try:
        world.db.run(who, lambda tx: use_cases.readable_file(tx, **fields))
    except NotFound:
        return False
    return True


def test_a_file_of_another_record_or_nobody_is_refused(world: World, record_id: str):
    elsewhere = add_file(world, world.learner, world.start("starrt"), "write", "photo")
    for wrong in (elsewhere, str(uuid.uuid4()), "nonsense"):
        assert refused(world, record_id, photo=[wrong]) == {"photo": "no_file"}


def test_a_file_is_sent_only_when_it_was_found_clean(world: World, record_id: str):
    for state, code in (("checking", "file_checking"), ("refused", "no_file")):
        file_id = add_file(world, world.learner, record_id, "write", "photo", state=state)
        assert refused(world, record_id, photo=[file_id]) == {"photo": code}
    world.hear(
        documents.FileStoredV1(
            institution_id=world.institution,
            file_id=uuid.UUID(_checking(world)),
            portfolio_id=world.portfolio_id,
            learner_id=world.learner.person_id,
            source="form",
            record_id=uuid.UUID(record_id),
            version=1,
        )
    )
    world.send(world.learner, record_id, "write", {"photo": [_ready(world)]})


def _checking(world: World) -> str:
    return str(world.rows("SELECT id FROM attachment WHERE state = 'checking'")[0][0])


def _ready(world: World) -> str:
    return str(world.rows("SELECT id FROM attachment WHERE state = 'ready'")[0][0])


def test_the_content_must_be_what_the_item_accepts(world: World, record_id: str):
    with pytest.raises(documents.FileRefused):
        add_file(world, world.learner, record_id, "write", "photo", media_type="text/plain")
    hidden = {"media_type": "application/octet-stream"}
    file_id = add_file(world, world.learner, record_id, "write", "photo", **hidden)
    assert refused(world, record_id, photo=[file_id]) == {"photo": "file_type"}


def test_files_go_into_an_own_open_stage_only(world: World, record_id: str):
    with pytest.raises(NotFound):
        add_file(world, world.learner, record_id, "write", "letter")
    with pytest.raises(NotFound):
        add_file(world, world.learner, record_id, "judge", "letter")
    with pytest.raises(NotFound):
        add_file(world, world.head, record_id, "write", "photo")
    world.send(world.learner, record_id, "write", {})
    add_file(world, world.trainer, record_id, "judge", "letter")
    world.pass_time(days=2)
    with pytest.raises((contract.NotNow, contract.RecordClosed)):
        add_file(world, world.learner, record_id, "write", "photo")


def test_somebody_behind_a_link_adds_to_their_own_stage_and_nowhere_else(world: World):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    form = {
        **FORM,
        "key": "kpb",
        "roles": {
            "learner": {"who": "subject"},
            "trainer": {"who": "invited", "max": 1, "external": True, "auth": ["link"]},
            "peer": {"who": "invited", "min": 0, "max": 3, "auth": ["account"]},
        },
    }
    publish(world.db, network, "form", form, number=9)
    record_id = world.ask(answers={})["record_id"]
    link = world.link(record_id)
    file_id = add_file(world, link, record_id, "judge", "letter")
    with pytest.raises(NotFound):
        add_file(world, link, record_id, "write", "photo")
    with pytest.raises(NotFound):
        add_file(world, link, world.start("starrt"), "judge", "letter")
    assert open_to(world, world.learner, record_id, file_id) is False
    world.send(link, record_id, "judge", {"letter": [file_id]}, actor_name="Dr J.")
    # `open_to` of that stage names the trainer alone.
    assert open_to(world, world.learner, record_id, file_id) is False
    assert open_to(world, link, record_id, file_id) is True


def test_a_file_can_be_taken_out_until_it_is_sent(world: World, record_id: str):
    first = add_file(world, world.learner, record_id, "write", "photo")
    second = add_file(world, world.learner, record_id, "write", "photo")
    remove(world, world.learner, record_id, first)
    with pytest.raises(NotFound):
        remove(world, world.trainer, record_id, second)
    world.send(world.learner, record_id, "write", {"photo": [second]})
    with pytest.raises(contract.NotNow):
        remove(world, world.learner, record_id, second)


def remove(world: World, who: Principal, record_id: str, file_id: str) -> None:
    fields = {"record_id": uuid.UUID(record_id), "file_id": uuid.UUID(file_id)}
    world.db.run(who, lambda tx: use_cases.removable(tx, **fields))
    world.db.run(who, lambda tx: use_cases.forget_file(tx, **fields))


def test_files_in_answers_are_listed_with_where_they_are_used(world: World, record_id: str):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    world.send(world.learner, record_id, "write", {"photo": [file_id]})
    fields = {"portfolio_id": world.portfolio_id}
    for who, seen in ((world.learner, 1), (world.trainer, 1), (world.teacher, 0)):
        found = world.see(who, contract.RECORD_FILES, queries.record_files, **fields)["files"]
        assert len(found) == seen
    assert world.see(world.learner, contract.RECORD_FILES, queries.record_files, **fields)["files"][
        0
    ]["title"] == {"en": "With everything"}


def test_files_in_answers_come_in_pages_that_hold_each_once(world: World, record_id: str):
    added = [add_file(world, world.learner, record_id, "write", "photo") for _ in range(2)]
    world.send(world.learner, record_id, "write", {"photo": added})
    fields = {"portfolio_id": world.portfolio_id, "limit": 1}
    found: list[str] = []
    cursor = None
    for _ in added:
        page = world.see(
            world.learner, contract.RECORD_FILES, queries.record_files, **fields, cursor=cursor
        )
        found, cursor = found + [one["file_id"] for one in page["files"]], page["next"]
    assert (sorted(found), cursor) == (sorted(added), None)


def test_a_drawn_signature_is_a_clean_picture_or_a_typed_name(world: World, record_id: str):
    assert refused(world, record_id, sign=True) == {"sign": "signature"}
    assert refused(world, record_id, sign={"file": str(uuid.uuid4())}) == {"sign": "no_file"}
    file_id = add_file(world, world.learner, record_id, "write", "sign")
    world.send(world.learner, record_id, "write", {"sign": {"file": file_id}})
    other = world.start("starrt")
    world.send(world.learner, other, "write", {"sign": {"name": "Lena Bos"}})


def test_only_entries_and_goals_that_the_filler_reads_in_this_portfolio_can_be_chosen(
    world: World, record_id: str
):
    done = world.start("starrt")
    world.send(world.learner, done, "write", {})
    offered = choices(world, world.learner)
    assert [one["id"] for one in offered["entries"]] == [done]
    assert choices(world, world.learner, search="nothing like it")["entries"] == []
    stranger = world.person("learner")
    world.relate("supervises", world.trainer, learner=stranger)
    world.enrol(stranger)
    theirs = world.portfolio_of(stranger)
    foreign = world.start("starrt", who=stranger, portfolio_id=theirs)
    world.send(stranger, foreign, "write", {})
    for wrong in (foreign, str(uuid.uuid4()), "x", record_id):
        about = [{"kind": "entry", "id": wrong}]
        assert refused(world, record_id, about=about) == {"about": "ref"}
    world.send(world.learner, record_id, "write", {"about": [{"kind": "entry", "id": done}]})
    read = world.record(world.trainer, record_id)["references"]
    assert read[f"entry:{done}"]["title"] == {"en": "With everything"}


def choices(world: World, who: Principal, **fields: Any) -> dict[str, Any]:
    given = {"portfolio_id": world.portfolio_id} | fields
    return world.see(who, contract.CHOICES, queries.choices, **given)


def test_files_and_printed_dashboards_of_this_portfolio_can_be_chosen_and_no_others(
    world: World, record_id: str
):
    report, foreign = uuid.uuid4(), uuid.uuid4()
    for file_id, portfolio_id in ((report, world.portfolio_id), (foreign, uuid.uuid4())):
        world.hear(
            documents.FileStoredV1(
                institution_id=world.institution,
                file_id=file_id,
                portfolio_id=portfolio_id,
                learner_id=world.learner.person_id,
                source="report",
                record_id=None,
                version=1,
            )
        )
    for kind, wrong in (("dashboard", foreign), ("file", report)):
        about = [{"kind": kind, "id": str(wrong)}]
        assert refused(world, record_id, about=about) == {"about": "ref"}
    about = [{"kind": "dashboard", "id": str(report)}]
    fields = {"record_id": record_id, "file_id": report}

    def opened(who: Principal) -> dict[str, Any]:
        return world.see(who, contract.RECORD_FILE_LINK, use_cases.readable_file, **fields)

    with pytest.raises(NotFound):
        opened(world.trainer)
    world.send(world.learner, record_id, "write", {"about": about})
    assert opened(world.trainer) == {}, "pointing at a printed dashboard hands it on"
    with pytest.raises(NotFound):
        opened(world.person("trainer"))


def test_people_are_of_the_institution_and_never_the_learner(world: World, elsewhere: World):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    record_id = world.start("starrt")
    own = str(world.learner.person_id)
    assert refused(world, record_id, guest={"id": own}) == {"guest": "person_self"}
    outside = str(elsewhere.trainer.person_id)
    assert refused(world, record_id, guest={"id": outside}) == {"guest": "nobody"}
    assert refused(world, record_id, guest={"name": "X", "email": "x"}) == {"guest": "person"}
    by_mail = {"name": "X", "email": "x@example.org"}
    assert refused(world, record_id, peer=by_mail) == {"peer": "person_account"}
    colleague = {"id": str(world.teacher.person_id)}
    world.send(world.learner, record_id, "write", {"peer": colleague, "guest": by_mail})


def test_the_learners_own_address_is_not_a_guests(world: World):
    learner = world.person("learner", email="lena@example.org")
    assert learner.email_hash == address_hash("lena@example.org")
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    world.relate("supervises", world.trainer, learner=learner)
    world.enrol(learner)
    record_id = world.start("starrt", who=learner, portfolio_id=world.portfolio_of(learner))
    with pytest.raises(contract.AnswersIncomplete) as found:
        guest = {"name": "Somebody", "email": "Lena@Example.org"}
        world.send(learner, record_id, "write", {"guest": guest})
    assert found.value.errors["guest"]["code"] == "person_self"
