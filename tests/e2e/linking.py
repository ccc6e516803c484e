"""An attack on anonymous rounds with everything the platform kept: all tables of all services, logs
and mails. What links an answer to a rater better than chance is told."""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg2

SERVICES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
# Ids, instants with seconds, hashes: what could tell that two rows belong together.
MARK = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?"
    r"|\b[0-9a-f]{24,}\b|[A-Za-z0-9_-]{40,}"
)


@dataclasses.dataclass(frozen=True)
class Row:
    """One row of a table, or one line of a log or mail; `place` says where it lay among others."""

    source: str
    place: int
    columns: Mapping[str, str]

    @property
    def text(self) -> str:
        return " ".join(self.columns.values())


@dataclasses.dataclass(frozen=True)
class Round:
    """What the attacker wants to match: raters by all that identifies them, answers by their words.
    `raters[i]` gave `answers[i]`."""

    raters: Sequence[frozenset[str]]
    answers: Sequence[str]


def everything(admin_url: str, logs: Path, mails: Iterable[Mapping[str, Any]]) -> list[Row]:
    """All rows of all tables in the order in which they lie on the disk, logs and mails."""
    rows = [row for service in SERVICES for row in _tables(admin_url, service)]
    for log in sorted(logs.glob("*.log*")):
        lines = log.read_text(errors="replace").splitlines()
        rows += [Row(f"log {log.name}", n, {"line": line}) for n, line in enumerate(lines)]
    rows += [
        Row(
            "mail",
            number,
            {"subject": str(mail["subject"]), "text": f"{mail['to']} {mail['text']}"},
        )
        for number, mail in enumerate(mails)
    ]
    return rows


def _tables(admin_url: str, service: str) -> Iterator[Row]:
    place, _, _ = admin_url.rpartition("/")
    with psycopg2.connect(f"{place}/tessera_{service}") as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t), ctid FROM public."{table}" t ORDER BY ctid')
            for number, (row, _ctid) in enumerate(cursor.fetchall()):
                columns = {name: _written(value) for name, value in row.items()}
                yield Row(f"{service}.{table}", number, columns)


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def joined(rows: Sequence[Row], rounds: Sequence[Round]) -> list[str]:
    """Places that name a rater beside an answer, or share an id, instant or hash with one answer
    and not with all of its round."""
    found = []
    for each in rounds:
        of_answers = [[row for row in rows if answer in row.text] for answer in each.answers]
        marks = [set(MARK.findall(" ".join(row.text for row in mine))) for mine in of_answers]
        common = set.intersection(*marks) if marks else set()
        for mine, raters_answer in zip(of_answers, each.raters, strict=True):
            assert mine, "an answer is kept nowhere"
            names = frozenset().union(*each.raters)
            found += [f"{row.source} names a rater" for row in mine if _names(row, names)]
            assert raters_answer
        telling = set().union(*marks) - common
        found += [
            f"{row.source} shares {mark}"
            for row in rows
            if not any(answer in row.text for answer in each.answers)
            for mark in telling & set(MARK.findall(row.text))
        ]
    return found


def _names(row: Row, names: frozenset[str]) -> bool:
    return any(name in row.text for name in names)


def best_orders(rows: Sequence[Row], rounds: Sequence[Round]) -> dict[tuple[str, str], float]:
    """For every way to put answers and raters in an order (as they lie, or by a column), how likely
    chance gives as many right pairs: the attacker lays both orders side by side."""
    answers = [_orders(rows, [{answer} for answer in each.answers]) for each in rounds]
    raters = [_orders(rows, each.raters) for each in rounds]
    ways_a = set.intersection(*(set(one) for one in answers))
    ways_r = set.intersection(*(set(one) for one in raters))
    sizes = [len(each.answers) for each in rounds]
    chance = _by_chance(sizes)
    return {
        (a, r): _p_value(
            sum(_right(answers[n][a], raters[n][r]) for n in range(len(rounds))), chance
        )
        for a, r in itertools.product(sorted(ways_a), sorted(ways_r))
    }


def _orders(rows: Sequence[Row], things: Sequence[Iterable[str]]) -> dict[str, list[int]]:
    """Every order in which all of these things stand somewhere: numbers of the things, in order."""
    places: dict[str, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        for number, names in enumerate(things):
            if not any(name in row.text for name in names):
                continue
            places[f"{row.source} as it lies"].setdefault(number, row.place)
            for column, value in row.columns.items():
                places[f"{row.source} by {column}"].setdefault(number, value)
    return {
        way: sorted(found, key=lambda number: (found[number], number))
        for way, found in places.items()
        if len(found) == len(things) and len(set(map(str, found.values()))) == len(things)
    }


def _right(answers: Sequence[int], raters: Sequence[int]) -> int:
    return sum(a == r for a, r in zip(answers, raters, strict=True))


def _by_chance(sizes: Sequence[int], tries: int = 20_000) -> list[int]:
    chooser = random.Random(7)
    found = []
    for _ in range(tries):
        right = 0
        for size in sizes:
            order = list(range(size))
            chooser.shuffle(order)
            right += sum(number == place for place, number in enumerate(order))
        found.append(right)
    return found


def _p_value(right: int, chance: Sequence[int]) -> float:
    return (1 + sum(one >= right for one in chance)) / (1 + len(chance))
