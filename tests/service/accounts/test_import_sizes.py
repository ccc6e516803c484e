"""How large a file may be, what it costs, and that nothing is imported too late."""

import time
import uuid
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from libs.contracts import accounts as contract
from libs.contracts.accounts import FileUnreadable, SecretWantedV1
from libs.contracts.faults import DeadlineExceeded
from services.accounts.domain.imports.reading import MAX_ROWS
from services.accounts.use_cases import imports
from tests.service.accounts.test_imports import FILE, HEADER, apply, bring_in, people_of, preview


def of_many(count, given_name="Sanne", cohort="2026-1", trainer="tom", begins="1-3-2026"):
    """A file with so many learners; another name gives everybody another address too."""
    staff = "".join(f"{name};A;B;{name}@post.example;opleider;;;;\n" for name in ("tom", "bob"))
    learners = "".join(
        f"aios{n};{given_name};Nr {n};{given_name}{n}@post.example;aios;gp;{begins};{cohort};"
        f"{trainer}\n"
        for n in range(count - 2)
    )
    return f"{HEADER}\n{staff}{learners}"


def test_the_largest_file_comes_in_within_the_deadline_whatever_it_changes(world):
    deadline = contract.APPLY_IMPORT.deadline_s
    for content in (of_many(MAX_ROWS), of_many(MAX_ROWS, "Anna", "2026-2", "bob", "1-4-2026")):
        started = time.monotonic()
        counts = bring_in(world, content)
        assert time.monotonic() - started < deadline - imports.COMMIT_S
        assert counts["new"] + counts["changed"] >= MAX_ROWS - 2
    assert len(world.events(SecretWantedV1)) >= MAX_ROWS
    assert preview(world, content)["counts"]["same"] == MAX_ROWS


def test_one_row_too_many_is_said_before_anything_happens(world):
    with pytest.raises(FileUnreadable) as refused:
        preview(world, of_many(MAX_ROWS + 1))
    assert refused.value.params == {"most_rows": MAX_ROWS}


def test_newcomers_cost_a_handful_of_statements_whatever_their_number(world, statements):
    first = preview(world, of_many(12))["import_id"]
    with statements(world.db) as few:
        apply(world, first)
    second = preview(world, of_many(60, "Fleur").replace("\naios", "\nanios"))
    with statements(world.db) as many:
        apply(world, second["import_id"])
    assert len(many) <= len(few) + 12


def test_nothing_is_imported_once_the_deadline_has_passed(world):
    who, import_id = world.administrator(), preview(world, FILE)["import_id"]
    late = world.call(who, contract.APPLY_IMPORT, deadline=time.time() + 1)
    with pytest.raises(DeadlineExceeded):
        world.db.write(
            late, imports.apply_import, {"import_id": uuid.UUID(import_id), "offered": None}
        )
    assert "sanne" not in people_of(world)
    assert apply(world, import_id)["new"] == 2


@pytest.fixture
def statements():
    """Counts what a database is asked within a block."""

    @contextmanager
    def counting(database):
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        sa.event.listen(database.engine, "before_cursor_execute", note)
        yield asked
        sa.event.remove(database.engine, "before_cursor_execute", note)

    return counting
