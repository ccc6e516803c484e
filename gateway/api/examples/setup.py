"""Examples of setting up an institution."""

STATE = {
    "of": "institution",
    "name": "Hogeschool Zuid",
    "is_put_away": False,
    "is_finished": False,
    "next": "people",
    "counts": {"learners": 0, "staff": 0, "guided": 0, "enrolled": 0},
    "steps": [
        {"key": "contact", "state": "done", "own": None, "shared": None},
        {"key": "sign_in", "state": "skipped", "own": None, "shared": None},
        {"key": "framework", "state": "done", "own": 1, "shared": 0},
        {"key": "forms", "state": "done", "own": 4, "shared": 0},
        {"key": "programme", "state": "done", "own": 1, "shared": 0},
        {"key": "people", "state": "next", "own": None, "shared": None},
        {"key": "relations", "state": "later", "own": None, "shared": None},
        {"key": "enrolment", "state": "later", "own": None, "shared": None},
    ],
}
REMEMBER = {"of": "institution", "step": "sign_in", "is_skipped": True}
CONTACT = {
    "contact": {
        "name": "Fenna de Boer",
        "role": "Service desk",
        "email": "servicedesk@zuid.example",
        "phone": "020 555 01 23",
        "opening_hours": "Monday to Friday, 9 to 16",
    }
}
INSTITUTION = {
    "institution_id": "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0003",
    "name": "Hogeschool Zuid",
    "short_name": "Zuid",
    "network": None,
    "timezone": "Europe/Amsterdam",
    "languages": ["nl", "en"],
    "theme": None,
    **CONTACT,
    "sign_on": "password",
    "password_profile": "classic",
    "user_name_scheme": "",
    "failures_allowed": 3,
    "reset_unblocks": True,
}
INSTITUTIONS = {
    "institutions": [
        {"id": INSTITUTION["institution_id"], "name": INSTITUTION["name"], "people": 412},
        {"id": "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0004", "name": "Hogeschool Oost", "people": 268},
    ]
}
