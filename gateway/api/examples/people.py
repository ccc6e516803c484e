"""People of a new institution: one by one, enrolled, guided, and from a file."""

from __future__ import annotations

import base64

from gateway.api.examples.things import ASSESSOR_ID as TEACHER_ID
from gateway.api.examples.things import AT, Example
from gateway.api.examples.things import LEARNER_ID as PERSON_ID

RELATION_ID = "019a2f6e-0103-7c55-9d1e-5b8f0c1d2e3f"
ENROLMENT_ID = "019a2f6e-0104-7c55-9d1e-5b8f0c1d2e3f"
IMPORT_ID = "019a2f6e-0105-7c55-9d1e-5b8f0c1d2e3f"

CREATE: Example = {
    "given_name": "Noor",
    "family_name": "de Wit",
    "user_name": "n.dewit",
    "email": "n.dewit@zuid.example",
    "language": "nl",
    "roles": ["learner"],
    "starts_on": "2027-02-01",
}
PERSON: Example = {
    "person_id": PERSON_ID,
    "name": "Noor de Wit",
    "given_name": "Noor",
    "family_name": "de Wit",
    "user_name": "n.dewit",
    "email": "n.dewit@zuid.example",
    "language": "nl",
    "state": "invited",
    "roles": ["learner"],
    "last_sign_in_at": None,
    "starts_on": "2027-02-01",
    "ends_on": None,
}
PERSON_REPLY: Example = {"person": PERSON}
PEOPLE: Example = {"people": [PERSON], "next": None}
IN_FULL: Example = {
    **PERSON,
    "relations": [
        {
            "relation_id": RELATION_ID,
            "kind": "teaches",
            "person_id": TEACHER_ID,
            "name": "Bram Visser",
            "starts_on": "2027-02-01",
            "ends_on": None,
            "place": "",
        }
    ],
    "enrolments": [
        {
            "enrolment_id": ENROLMENT_ID,
            "programme_key": "nursing",
            "starts_on": "2027-02-01",
            "cohort": "February 2027",
            "part_time": 100,
        }
    ],
    "log": [{"at": AT, "what": "person.create", "by": "Fenna de Boer"}],
}
CHANGE: Example = {"email": "noor.dewit@zuid.example", "ends_on": "2031-01-31"}
CHANGED: Example = {"person": {**PERSON, **CHANGE}}
SENT_TO: Example = {"sent_to": "n.dewit@zuid.example"}
UNBLOCKED: Example = {"person": {**PERSON, "state": "active"}}
ENROL: Example = {
    "programme_key": "nursing",
    "starts_on": "2027-02-01",
    "cohort": "February 2027",
    "part_time": 100,
}
ENROLLED: Example = {"enrolment_id": ENROLMENT_ID}
RELATE: Example = {
    "kind": "teaches",
    "person_id": TEACHER_ID,
    "learner_id": PERSON_ID,
    "starts_on": "2027-02-01",
    "place": "Ward 4",
}
RELATED: Example = {"relation_id": RELATION_ID}
END: Example = {"ends_on": "2027-08-31"}
NOTHING: Example = {}
LIST = (
    "User name,First name,Last name,E-mail,Role,Programme,Start date,Teacher\n"
    "b.visser,Bram,Visser,b.visser@zuid.example,teacher,,2027-01-04,\n"
    "n.dewit,Noor,de Wit,n.dewit@zuid.example,learner,nursing,2027-02-01,b.visser\n"
)
IMPORT: Example = {
    "file_name": "people.csv",
    "content": base64.b64encode(LIST.encode()).decode(),
}
PREVIEW: Example = {
    "import_id": IMPORT_ID,
    "columns": ["user_name", "given_name", "family_name", "email", "roles", "programme"],
    "ignored": [],
    "rows": [
        {
            "row": 2,
            "values": {"user_name": "b.visser", "given_name": "Bram", "family_name": "Visser"},
            "outcome": "new",
            "changes": [],
            "errors": [],
        }
    ],
    "counts": {"new": 2, "changed": 0, "same": 0, "error": 0},
}
APPLIED: Example = {"counts": {"new": 2, "changed": 0, "same": 0}}
NAMES: Example = {"person_ids": [PERSON_ID]}
NAMES_REPLY: Example = {
    "names": {PERSON_ID: {"name": "Noor de Wit", "given_name": "Noor", "initials": "NW"}}
}
COLLEAGUES: Example = {
    "people": [
        {"person_id": TEACHER_ID, "name": "Bram Visser", "roles": ["teacher"], "related": True}
    ]
}
