"""Importing people from a file: look first, then all rows or none, and never twice."""

import base64
import datetime as dt
import io
import uuid

import openpyxl
import pytest
import sqlalchemy as sa

from libs.contracts import accounts as contract
from libs.contracts.accounts import (
    FileUnreadable,
    ImportHasErrors,
    LearnerEnrolledV1,
    RelationChangedV1,
    SecretWantedV1,
)
from libs.contracts.faults import Forbidden, NotFound
from services.accounts.queries import people as people_queries
from services.accounts.use_cases import import_files, imports, people, relations
from tests.service.accounts.world import OOST, WEST

HEADER = "Gebruikersnaam;Voornaam;Achternaam;E-mailadres;Rol;Opleiding;Startdatum;Cohort;Opleider"
SANNE = "sanne;Sanne;de Vries;sanne@post.example;aios;gp;1-3-2026;2026-1;tom@post.example"
TOM = "tom;Tom;Zwart;tom@post.example;opleider;;;;"
OFFERED = {"gp": ["GP training", "Huisartsopleiding"], "nursing": ["Nursing"]}
FILE = f"{HEADER}\n{SANNE}\n{TOM}\n"


def preview(world, content, who=None, name="people.csv", offered=OFFERED):
    raw = content if isinstance(content, bytes) else content.encode()
    request = {"file_name": name, "content": base64.b64encode(raw).decode()}
    request["offered"] = offered
    return world.write(
        who or world.administrator(),
        contract.PREVIEW_IMPORT,
        imports.preview_import,
        **import_files.opened(request),
    )


def apply(world, import_id, who=None):
    return world.write(
        who or world.administrator(),
        contract.APPLY_IMPORT,
        imports.apply_import,
        import_id=uuid.UUID(import_id),
        offered=OFFERED,
    )["counts"]


def bring_in(world, content, **more):
    return apply(world, preview(world, content, **more)["import_id"])


def people_of(world):
    shown = world.read(world.administrator(), contract.PEOPLE, people_queries.people)["people"]
    return {one["user_name"]: one for one in shown}


def errors_of(reply):
    return {
        (row["row"], error["column"], error["code"])
        for row in reply["rows"]
        for error in row["errors"]
    }


def test_a_preview_says_per_row_what_would_happen_and_changes_nobody(world):
    world.administrator()
    before = (people_of(world), len(world.events()))
    reply = preview(world, FILE)
    assert reply["counts"] == {"new": 2, "changed": 0, "same": 0, "error": 0}
    assert [(row["row"], row["outcome"]) for row in reply["rows"]] == [(2, "new"), (3, "new")]
    assert reply["columns"][0] == "Gebruikersnaam"
    assert reply["rows"][0]["values"]["Startdatum"] == "1-3-2026"
    assert (people_of(world), len(world.events())) == before


def test_an_import_makes_accounts_enrolments_and_relations_and_invites(world):
    assert bring_in(world, FILE) == {"new": 2, "changed": 0, "same": 0}
    found = people_of(world)
    assert found["sanne"]["state"] == found["tom"]["state"] == "invited"
    assert found["tom"]["roles"] == ["trainer"]
    enrolled = world.events(LearnerEnrolledV1)[-1]
    assert (enrolled.programme_key, enrolled.starts_on, enrolled.cohort) == (
        "gp",
        dt.date(2026, 3, 1),
        "2026-1",
    )
    related = world.events(RelationChangedV1)[-1]
    assert (related.kind, related.starts_on) == ("supervises", dt.date(2026, 3, 1))
    assert str(related.person_id) == found["tom"]["person_id"]
    assert str(related.learner_id) == found["sanne"]["person_id"]
    wanted = {str(one.person_id) for one in world.events(SecretWantedV1)}
    assert wanted == {found["sanne"]["person_id"], found["tom"]["person_id"]}


def test_importing_the_same_file_again_changes_nothing(world):
    bring_in(world, FILE)
    before = len(world.events())
    reply = preview(world, FILE)
    assert reply["counts"] == {"new": 0, "changed": 0, "same": 2, "error": 0}
    assert apply(world, reply["import_id"]) == {"new": 0, "changed": 0, "same": 2}
    assert len(world.events()) == before


def test_applying_the_same_preview_twice_changes_nothing_the_second_time(world):
    import_id = preview(world, FILE)["import_id"]
    apply(world, import_id)
    before = len(world.events())
    assert apply(world, import_id) == {"new": 0, "changed": 0, "same": 2}
    assert len(world.events()) == before


def test_one_bad_row_keeps_the_whole_file_out(world):
    bad = FILE + "bram;Bram;;bram(at)post;aios;gp;31-2-2026;;nobody\n"
    reply = preview(world, bad)
    assert reply["counts"] == {"new": 2, "changed": 0, "same": 0, "error": 1}
    assert errors_of(reply) == {
        (4, "Achternaam", "required"),
        (4, "E-mailadres", "bad_email"),
        (4, "Startdatum", "bad_date"),
        (4, "Opleider", "nobody"),
    }
    with pytest.raises(ImportHasErrors) as refused:
        apply(world, reply["import_id"])
    assert refused.value.params["rows"] == [4]
    assert set(people_of(world)) == {"localadmin-1"}


def test_errors_are_plain_words_in_dutch_and_english(world):
    reply = preview(world, f"{HEADER}\n{SANNE.replace('1-3-2026', 'gisteren')}\n{TOM}\n")
    (error,) = reply["rows"][0]["errors"]
    assert error["text"] == {
        "en": '"gisteren" is not a date. Write it as 1-3-2026 or 2026-03-01.',
        "nl": '"gisteren" is geen datum. Schrijf die als 1-3-2026 of 2026-03-01.',
    }
    assert (error["column"], error["params"]) == ("Startdatum", {"value": "gisteren"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_are_recognised(world, encoding, separator):
    text = "User name;Given name;Family name;E-mail;Role\nzoe;Zoë;Müller;z@post.example;Learner\n"
    bring_in(world, text.replace(";", separator).encode(encoding))
    assert people_of(world)["zoe"]["name"] == "Zoë Müller"


def test_a_line_that_names_the_separator_and_empty_lines_are_skipped(world):
    reply = preview(world, f"sep=;\n{HEADER}\n\n{SANNE}\n;;;;;;;;\n{TOM}\n")
    assert [(row["row"], row["outcome"]) for row in reply["rows"]] == [(4, "new"), (6, "new")]


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_excel_file_with_real_dates_is_read(world):
    content = excel(
        ["User name", "Given name", "Family name", "E-mail", "Role", "Programme", "Start date"],
        ["sanne", "Sanne", "de Vries", "s@post.example", "learner", "gp", dt.date(2026, 9, 1)],
        [10123, "Bram", "Bos", "b@post.example", "learner", "gp", dt.datetime(2026, 9, 1)],
    )
    bring_in(world, content, name="people.xlsx")
    assert {one.starts_on for one in world.events(LearnerEnrolledV1)} == {dt.date(2026, 9, 1)}
    assert "10123" in people_of(world)


def test_text_that_looks_like_a_formula_stays_text(world):
    content = excel(
        ["User name", "Given name", "Family name", "E-mail", "Role"],
        ["sanne", "=1+1", '=HYPERLINK("http://x.example","y")', "s@post.example", "learner"],
    )
    reply = preview(world, content)
    assert reply["rows"][0]["values"]["Given name"] == "=1+1"
    apply(world, reply["import_id"])
    assert people_of(world)["sanne"]["given_name"] == "=1+1"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\x00\x01\x02binary",
        b"PK\x03\x04broken",
        b"Naam;Leeftijd\nx;1\n",
        excel(["x"]),
    ],
)
def test_what_is_no_list_of_people_is_refused_as_a_whole(world, content):
    with pytest.raises(FileUnreadable):
        preview(world, content)


def test_missing_columns_are_named(world):
    with pytest.raises(FileUnreadable) as unreadable:
        preview(world, "Gebruikersnaam;Voornaam;Achternaam\nx;y;z\n")
    assert unreadable.value.params == {"missing_columns": ["email", "roles"]}


def test_content_that_is_not_base64_is_refused():
    with pytest.raises(FileUnreadable):
        import_files.opened({"file_name": "x.csv", "content": "not base64!"})


def test_unknown_columns_are_named_and_never_kept(world):

    reply = preview(world, f"{HEADER};BSN\n{SANNE};123456782\n{TOM};\n")
    assert reply["ignored"] == ["BSN"]
    kept = world.start_up(
        lambda tx: tx.session.execute(sa.text("SELECT t::text FROM import_row t")).scalars().all(),
        OOST,
    )
    assert kept and not any("123456782" in row for row in kept)


def test_who_stands_twice_in_the_file_is_an_error_in_the_second_row(world):
    reply = preview(world, FILE + SANNE.upper().replace("AIOS", "aios") + "\n")
    assert {(row, code) for row, _, code in errors_of(reply)} == {(4, "twice_in_file")}
    (first, _) = [error for row in reply["rows"] for error in row["errors"]]
    assert first["params"] == {"row": 2}


def test_relations_are_by_user_name_or_address_of_the_file_or_of_the_institution(world):
    world.add("joke", "teacher")
    text = (
        "User name,Given name,Family name,E-mail,Role,Start date,Trainer,Teacher\n"
        "sanne,Sanne,Bos,s@post.example,learner,2026-03-01,TOM,Joke@post.example\n"
        "tom,Tom,Zwart,tom@post.example,trainer,,,\n"
    )
    bring_in(world, text)
    assert sorted(one.kind for one in world.events(RelationChangedV1)) == ["supervises", "teaches"]


def test_a_relation_with_somebody_who_lacks_the_role_is_an_error(world):
    world.add("joke", "teacher")
    reply = preview(world, f"{HEADER}\n{SANNE.replace('tom@post.example', 'joke')}\n")
    assert errors_of(reply) == {(2, "Opleider", "lacks_role")}
    itself = preview(world, f"{HEADER}\n{SANNE.replace('tom@post.example', 'sanne')}\n")
    assert errors_of(itself) == {(2, "Opleider", "own_supervisor")}


def test_somebody_of_another_institution_cannot_be_named_as_trainer(world):
    world.add("west", "trainer", at=WEST)
    reply = preview(world, f"{HEADER}\n{SANNE.replace('tom@post.example', 'west')}\n")
    assert errors_of(reply) == {(2, "Opleider", "nobody")}


def test_a_changed_row_says_what_changes_and_only_that_changes(world):
    bring_in(world, FILE)
    changed = FILE.replace("Sanne;de Vries", "Sanne;Bakker").replace("2026-1", "2026-2")
    reply = preview(world, changed)
    assert reply["counts"] == {"new": 0, "changed": 1, "same": 1, "error": 0}
    assert reply["rows"][0]["changes"] == ["family_name", "cohort"]
    before = len(world.events(SecretWantedV1))
    apply(world, reply["import_id"])
    assert people_of(world)["sanne"]["family_name"] == "Bakker"
    assert world.events(LearnerEnrolledV1)[-1].cohort == "2026-2"
    assert len(world.events(SecretWantedV1)) == before


def test_a_file_adds_roles_but_takes_none_away(world):
    world.add("tom", "head", given_name="Tom", family_name="Zwart")
    bring_in(world, f"{HEADER}\n{TOM}\n")
    assert people_of(world)["tom"]["roles"] == ["head", "trainer"]


def test_empty_cells_change_nothing(world):
    bring_in(world, FILE)
    bare = "Gebruikersnaam;Voornaam;Achternaam;E-mailadres;Rol;Cohort\n"
    reply = preview(world, bare + "sanne;Sanne;de Vries;sanne@post.example;aios;\n")
    assert reply["counts"]["same"] == 1


def test_administrators_are_not_made_by_a_file(world):
    reply = preview(world, FILE.replace(";opleider;", ";beheerder;"))
    assert (3, "Rol", "role_by_hand") in errors_of(reply)


def test_user_names_and_addresses_of_others_are_errors_in_their_column(world):
    world.add("bram")
    world.add("west", at=WEST)
    head = "Gebruikersnaam;Voornaam;Achternaam;E-mailadres;Rol\n"
    reply = preview(
        world,
        f"{head}anna;Anna;Bos;bram@post.example;aios\n"
        "west;Anna;Bos;anna@post.example;aios\n"
        "eva;Eva;Bos;west@post.example;aios\n",
    )
    assert errors_of(reply) == {
        (2, "E-mailadres", "email_in_use"),
        (3, "Gebruikersnaam", "user_name_in_use"),
        (4, "E-mailadres", "email_in_use"),
    }


def test_a_trainer_of_another_institution_joins_by_user_name_and_address(world):
    person_id = world.add("tom", "trainer", at=WEST)
    assert bring_in(world, f"{HEADER}\n{TOM}\n")["new"] == 1
    assert people_of(world)["tom"]["person_id"] == str(person_id)
    assert people_of(world)["tom"]["family_name"] == "de Vries"
    assert preview(world, f"{HEADER}\n{TOM}\n")["counts"]["same"] == 1


def test_a_file_gives_nobody_of_another_institution_a_new_address(world):
    world.add("tom", "trainer", at=WEST)
    bring_in(world, f"{HEADER}\n{TOM}\n")
    reply = preview(world, f"{HEADER}\n{TOM.replace('tom@post', 'thief@post')}\n")
    assert errors_of(reply) == {(2, "E-mailadres", "not_yours")}


def test_what_was_ended_by_hand_is_not_opened_again_by_the_old_file(world):
    bring_in(world, FILE)
    relation = world.events(RelationChangedV1)[-1]
    world.write(
        world.administrator(),
        contract.END_RELATION,
        relations.end_relation,
        relation_id=relation.relation_id,
        ends_on=dt.date(2026, 3, 2),
    )
    world.clock.forward(days=30)
    assert preview(world, FILE)["counts"]["same"] == 2
    later = preview(world, FILE.replace("1-3-2026", "1-9-2026"))
    assert set(later["rows"][0]["changes"]) == {"starts_on", "trainer"}


def test_an_import_is_judged_again_when_it_is_applied(world):
    import_id = preview(world, FILE)["import_id"]
    world.write(
        world.administrator(),
        contract.CREATE_PERSON,
        people.create_person,
        given_name="Else",
        family_name="X",
        user_name="else",
        email="sanne@post.example",
        roles=["learner"],
    )
    with pytest.raises(ImportHasErrors):
        apply(world, import_id)


def test_only_administrators_of_the_same_institution_import(world):
    import_id = preview(world, FILE)["import_id"]
    with pytest.raises(NotFound):
        apply(world, import_id, who=world.administrator(WEST))
    for role in ("secretary", "head", "learner"):
        who = world.acting(world.add(f"x-{role}", role), role)
        with pytest.raises(Forbidden):
            preview(world, FILE, who=who)
        with pytest.raises(Forbidden):
            apply(world, import_id, who=who)


# Programmes


@pytest.mark.parametrize("name", ["gp", "GP", "huisartsopleiding", " GP training "])
def test_a_programme_is_named_by_its_key_or_a_title(world, name):
    bring_in(world, FILE.replace(";gp;", f";{name};"))
    (told,) = world.events(LearnerEnrolledV1)
    assert told.programme_key == "gp"
    assert preview(world, FILE)["counts"]["same"] == 2


def test_a_misspelt_programme_is_an_error_in_its_cell_that_names_those_there_are(world):
    found = preview(world, FILE.replace(";gp;", ";gpp;"))
    assert found["counts"] == {"new": 1, "changed": 0, "same": 0, "error": 1}
    (error,) = [one for row in found["rows"] for one in row["errors"]]
    assert (error["column"], error["code"]) == ("Opleiding", "unknown_programme")
    assert error["text"]["en"].endswith("There are: gp, nursing.")
    with pytest.raises(ImportHasErrors):
        apply(world, found["import_id"])


def test_without_a_published_programme_the_file_is_told_so(world):
    found = preview(world, FILE, offered={})
    assert [one["code"] for row in found["rows"] for one in row["errors"]] == ["no_programmes"]


def test_who_follows_a_programme_that_is_no_longer_offered_is_no_error(world):
    bring_in(world, FILE)
    assert preview(world, FILE, offered={"nursing": ["Nursing"]})["counts"]["same"] == 2
