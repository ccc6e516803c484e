"""Which passwords are good enough, and the words that say so.

Two profiles (docs: "Log-in and passwords"): `classic` (12 characters, a special, a digit, a
capital, no other punctuation) and `modern` (15 of anything, after NIST 800-63B). Both refuse
common passwords and parts of what everybody knows about the person. A page ticks each rule live
with its `check`; what has no check is judged here only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .common_passwords import is_common

SPECIALS = "!#%+:=?@~&()<>|"
PRODUCT_NAMES = ("tessera",)
LONGEST = 256
SHORTEST_PART = 4


@dataclass(frozen=True)
class Known:
    """What anybody may know about the person, and therefore guess."""

    user_name: str = ""
    email: str = ""
    institution_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One line of the list under the field. `key` is stable; `texts` are by language.

    `check` lets a page judge the rule while the person types: {"min_length": n},
    {"pattern": regular expression} or {"absent": [lower-case words]}; None when only we can.
    """

    key: str
    texts: dict[str, str]
    met_by: Callable[[str], bool] = field(repr=False)
    check: dict[str, Any] | None = None

    def as_reply(self) -> dict[str, Any]:
        return {"key": self.key, "text": dict(self.texts), "check": self.check}


def normalised(password: str) -> str:
    """The form that is judged and hashed: the same letters give the same password on any
    keyboard (Unicode NFC)."""
    return unicodedata.normalize("NFC", password)


def rules(profile: str, known: Known) -> list[Rule]:
    """The rules of a profile ("classic" or "modern") for one person, in the order shown."""
    own = _modern() if profile == "modern" else _classic()
    return own + _guessable(known)


def broken_rules(profile: str, known: Known, password: str) -> list[str]:
    """Keys of the rules the password breaks; empty when it is good enough."""
    typed = normalised(password)
    return [rule.key for rule in rules(profile, known) if not rule.met_by(typed)]


def _classic() -> list[Rule]:
    shown = " ".join(SPECIALS)
    # None of the specials needs escaping within a class; browsers refuse needless escapes.
    special_class = f"[{SPECIALS}]"
    return [
        _at_least(12),
        Rule(
            "special",
            {
                "en": f"At least 1 special character: {shown}",
                "nl": f"Minstens 1 speciaal teken: {shown}",
            },
            lambda typed: any(sign in SPECIALS for sign in typed),
            {"pattern": special_class},
        ),
        Rule(
            "digit",
            {"en": "At least 1 digit", "nl": "Minstens 1 cijfer"},
            lambda typed: any(sign in "0123456789" for sign in typed),
            {"pattern": "[0-9]"},
        ),
        Rule(
            "capital",
            {"en": "At least 1 capital letter", "nl": "Minstens 1 hoofdletter"},
            lambda typed: any(sign.isupper() for sign in typed),
            {"pattern": r"\p{Lu}"},
        ),
        Rule(
            "only_allowed",
            {
                "en": "No spaces and no other punctuation than the special characters above",
                "nl": "Geen spaties en geen andere leestekens dan de speciale tekens hierboven",
            },
            lambda typed: all(_is_allowed(sign) for sign in typed),
            {"pattern": rf"^(?:\p{{L}}|\p{{M}}|[0-9]|{special_class})*$"},
        ),
    ]


def _modern() -> list[Rule]:
    return [
        _at_least(15),
        Rule(
            "not_too_long",
            {"en": f"At most {LONGEST} characters", "nl": f"Hoogstens {LONGEST} tekens"},
            lambda typed: len(typed) <= LONGEST,
            {"pattern": rf"^[\s\S]{{0,{LONGEST}}}$"},
        ),
    ]


def _at_least(length: int) -> Rule:
    return Rule(
        "length",
        {"en": f"At least {length} characters", "nl": f"Minstens {length} tekens"},
        lambda typed: len(typed) >= length,
        {"min_length": length},
    )


def _is_allowed(sign: str) -> bool:
    return sign in SPECIALS or sign in "0123456789" or unicodedata.category(sign)[0] in "LM"


def _guessable(known: Known) -> list[Rule]:
    names = [*PRODUCT_NAMES, *(part for name in known.institution_names for part in _parts(name))]
    return [
        Rule(
            "not_common",
            {"en": "Not an often used password", "nl": "Geen veelgebruikt wachtwoord"},
            lambda typed: not is_common(typed),
        ),
        _without(
            "no_institution",
            names,
            {
                "en": "Without the name of Tessera or of your institution",
                "nl": "Zonder de naam van Tessera of van je instelling",
            },
        ),
        _without(
            "no_user_name",
            _user_name_parts(known.user_name),
            {"en": "Without your user name", "nl": "Zonder je gebruikersnaam"},
        ),
        _without(
            "no_email",
            _parts(known.email.rpartition(".")[0]),
            {
                "en": "Without parts of your e-mail address",
                "nl": "Zonder delen van je e-mailadres",
            },
        ),
    ]


def _without(key: str, words: list[str], texts: dict[str, str]) -> Rule:
    absent = sorted({word.lower() for word in words})
    return Rule(
        key,
        texts,
        lambda typed: not any(word in typed.lower() for word in absent),
        {"absent": absent},
    )


def _user_name_parts(user_name: str) -> list[str]:
    whole = [user_name] if len(user_name) >= 3 else []
    return whole + _parts(user_name)


def _parts(text: str) -> list[str]:
    """Words long enough to weaken a password when repeated in it."""
    return [part for part in re.split(r"[\W_]+", text) if len(part) >= SHORTEST_PART]
