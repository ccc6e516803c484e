"""The words of CASE 1.1 (1EdTech, Competencies and Academic Standards Exchange) beside ours.

CASE speaks one language per item and has no word for half of what we keep. What it cannot say
stands under `extensions`, in a member named `framework/1`, and only that: where CASE says
something, CASE counts, so that what was changed in another system comes through.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Container, Mapping
from typing import Any

OURS = "framework/1"
NAMESPACE = uuid.UUID("6f0d5a8e-5f0b-5a52-9b5e-7a1de4c0a1f3")
KINDS = {
    "epa": "Entrustable professional activity",
    "competency": "Competency",
    "sub_competency": "Sub-competency",
    "role": "Role",
    "learning_outcome": "Learning outcome",
}
# What other systems call these, in small letters.
KNOWN_TYPES = {
    "epa": "epa",
    "entrustable professional activity": "epa",
    "competency": "competency",
    "competence": "competency",
    "sub-competency": "sub_competency",
    "subcompetency": "sub_competency",
    "role": "role",
    "learning outcome": "learning_outcome",
}
ALIKE = {
    "same": "exactMatchOf",
    "related": "isRelatedTo",
    "broader": "ext:isBroaderThan",
    "narrower": "ext:isNarrowerThan",
}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")
DERIVED = ("identifier", "uri", "lastChangeDateTime")


def identifier(*parts: str) -> str:
    """The UUID of what has none yet: always the same for the same name."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def uri(of: str) -> str:
    return f"urn:uuid:{of}"


def node(title: str, of: str, where: str | None = None) -> dict[str, str]:
    """A link of CASE to a document or an item."""
    return {"title": title, "identifier": of, "uri": where or uri(of)}


def without(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


def extensions(of: Mapping[str, Any]) -> Mapping[str, Any]:
    """What others and we keep beside; CASE may say that there is nothing by null."""
    return of.get("extensions") or {}


def spoken(stated: Any, otherwise: str) -> str:
    """A language as we write it: `nl`, `nl-BE`; `en-us` and the like lose their country."""
    text = str(stated or otherwise)
    return text if LANGUAGE.fullmatch(text) else text[:2].lower()


def cell(text: str) -> str:
    """Words as a cell says them: a list keeps no space around them, and one kind of line end."""
    return one_line_end(text).strip()


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def slug(text: str, taken: Container[str] = ()) -> str:
    """A code of words, different from those that are taken."""
    base = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("&", " ")).strip("-")[:60].strip("-")
    if not base or not base[0].isalpha():
        base = f"n{base}" if base else "outcome"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found
