"""A letter among the learner's documents, and a photo in a form."""

from __future__ import annotations

from gateway.api.examples.things import (
    AT,
    DAY,
    FILE_ID,
    FOLDER_ID,
    GOAL_ID,
    LATER,
    LEARNER_ID,
    OTHER_ID,
    RECORD_ID,
    TITLE,
    Example,
)

FILE: Example = {
    "file_id": FILE_ID,
    "folder_id": FOLDER_ID,
    "name": "letter.pdf",
    "size": 48_213,
    "media_type": "application/pdf",
    "state": "ready",
    "reason": None,
    "stored_at": AT,
    "source": "upload",
    "record_id": None,
    "has_preview": False,
}
FILE_REPLY: Example = {"file": FILE}
_FOLDER: Example = {
    "folder_id": FOLDER_ID,
    "parent_id": None,
    "name": "Letters",
    "kind": "own",
    "files": [],
}
FOLDERS: Example = {
    "learner_id": LEARNER_ID,
    "folders": [{**_FOLDER, "files": [FILE]}],
    "used_bytes": 48_213,
    "next": None,
}
NEW_FOLDER: Example = {"name": "Letters", "parent_id": None}
FOLDER_REPLY: Example = {"folder": _FOLDER}
BEGIN: Example = {
    "folder_id": FOLDER_ID,
    "name": "letter.pdf",
    "size": 48_213,
    "media_type": "application/pdf",
}
_PARTS: Example = {
    "part_bytes": 8_388_608,
    "parts": [{"number": 1, "url": f"https://files.zuid.example/uploads/{FILE_ID}?partNumber=1"}],
    "expires_at": "2026-11-22T10:30:00Z",
}
UPLOAD: Example = {"upload_id": FILE_ID, **_PARTS}
FINISH: Example = {"parts": [{"number": 1, "etag": '"9b2cf535f27731c974343645a3985328"'}]}
CHANGE: Example = {"name": "letter of the practice.pdf"}
CHANGED: Example = {"file": {**FILE, **CHANGE}}
LINK: Example = {
    "url": "https://files.zuid.example/019a2f6e?X-Amz-Expires=60",
    "expires_at": LATER,
}

# Files in forms

BEGIN_IN_FORM: Example = {
    "item": "photo",
    "name": "whiteboard.jpg",
    "size": 912_400,
    "media_type": "image/jpeg",
}
BEGUN_IN_FORM: Example = {"file_id": FILE_ID, **_PARTS}
ATTACHMENT: Example = {
    "file_id": FILE_ID,
    "record_id": RECORD_ID,
    "stage": "write",
    "state": "ready",
    "reason": None,
    **BEGIN_IN_FORM,
}
ATTACHMENT_REPLY: Example = {"file": ATTACHMENT}
RECORD_FILES: Example = {
    "files": [{**ATTACHMENT, "title": TITLE, "encounter_date": DAY, "added_at": AT}],
    "next": None,
}
CHOICES: Example = {
    "entries": [
        {"id": OTHER_ID, "title": TITLE, "encounter_date": DAY, "form_key": "short-obs"},
    ],
    "goals": [{"id": GOAL_ID, "title": "Summarise", "state": "open", "due_on": "2027-06-01"}],
}
