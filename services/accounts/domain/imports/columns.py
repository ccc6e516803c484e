"""Which column of a file is which field: headers in Dutch or English, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_HEADERS = {
    "user_name": "user name, username, login, login name, gebruikersnaam, inlognaam, big-nummer",
    "given_name": "given name, first name, voornaam, roepnaam",
    "family_name": "family name, last name, surname, achternaam, familienaam",
    "prefix": "prefix, name prefix, tussenvoegsel, voorvoegsel, tussenvoegsels",
    "email": "e-mail, email, e-mail address, email address, mail, e-mailadres, emailadres",
    "roles": "role, roles, rol, rollen, functie",
    "language": "language, taal, voorkeurstaal",
    "programme": "programme, program, programme key, opleiding, programma, opleidingsprogramma",
    "starts_on": "start date, start, starts on, from, startdatum, begindatum, ingangsdatum, vanaf, "
    "begin, start opleiding",
    "ends_on": "end date, end, ends on, until, to, einddatum, tot, tot en met, einde",
    "cohort": "cohort, group, intake, groep, lichting, jaargroep",
    "part_time": "part time, part-time percentage, percentage, fte percentage, deeltijd, "
    "deeltijdpercentage, aanstelling",
    "trainer": "trainer, trainers, supervisor, supervisors, opleider, opleiders, "
    "huisartsopleider, praktijkopleider",
    "teacher": "teacher, teachers, docent, docenten, groepsbegeleider, groepsdocent, "
    "groepsbegeleiders",
    "coach": "coach, coaches, mentor, mentoren",
    "place": "place, workplace, practice, location, werkplek, praktijk, plaats, opleidingsplaats, "
    "locatie",
}
REQUIRED = ("user_name", "given_name", "family_name", "email", "roles")


def _plain(header: str) -> str:
    """Letters only, lower case, without accents: how people vary a header does not matter."""
    bare = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", bare.lower())


_FIELD_OF = {
    _plain(header): key for key, headers in _HEADERS.items() for header in headers.split(",")
}


@dataclass(frozen=True)
class Columns:
    """Where each field stands in the file. `headers` keeps the file's own words by field."""

    places: dict[str, int]
    headers: dict[str, str]
    ignored: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(key for key in REQUIRED if key not in self.places)

    def header(self, key: str) -> str:
        return self.headers.get(key, key)


def find_columns(first_row: Sequence[str]) -> Columns:
    """The columns of a header row. The first of two columns for one field counts."""
    places: dict[str, int] = {}
    headers: dict[str, str] = {}
    ignored: list[str] = []
    for place, header in enumerate(first_row):
        key = _FIELD_OF.get(_plain(header))
        if key is None or key in places:
            ignored += [header.strip()] if header.strip() else []
            continue
        places[key], headers[key] = place, header.strip()
    return Columns(places, headers, tuple(ignored))
