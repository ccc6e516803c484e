"""What can be wrong in an import file, said to the person who made the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_TEXTS = {
    "required": ("This must be filled in.", "Dit moet ingevuld zijn."),
    "too_long": (
        "This is too long (at most {limit} characters).",
        "Dit is te lang (hoogstens {limit} tekens).",
    ),
    "bad_email": (
        '"{value}" is not an e-mail address.',
        '"{value}" is geen e-mailadres.',
    ),
    "bad_user_name": (
        "A user name has at least 3 characters and no spaces.",
        "Een gebruikersnaam heeft minstens 3 tekens en geen spaties.",
    ),
    "scheme": (
        'The user name of a learner starts with "{scheme}".',
        'De gebruikersnaam van een lerende begint met "{scheme}".',
    ),
    "unknown_role": (
        '"{value}" is not a role we know. Use for example learner, trainer, teacher or coach.',
        '"{value}" is geen bekende rol. Gebruik bijvoorbeeld aios, opleider, docent of coach.',
    ),
    "role_by_hand": (
        "Give the role of administrator by hand, on the page of the person.",
        "Geef de rol van beheerder met de hand, op de pagina van de persoon.",
    ),
    "unknown_language": (
        '"{value}" is not a language we offer. Use Dutch or English.',
        '"{value}" is geen taal die wij bieden. Gebruik Nederlands of Engels.',
    ),
    "bad_date": (
        '"{value}" is not a date. Write it as 1-3-2026 or 2026-03-01.',
        '"{value}" is geen datum. Schrijf die als 1-3-2026 of 2026-03-01.',
    ),
    "ends_before_start": (
        "The end date lies before the start date.",
        "De einddatum ligt voor de begindatum.",
    ),
    "bad_percentage": (
        '"{value}" is not a percentage from 20 to 100.',
        '"{value}" is geen percentage van 20 tot 100.',
    ),
    "unknown_programme": (
        '"{value}" is not a programme that is offered here. There are: {offered}.',
        '"{value}" is geen opleiding die hier aangeboden wordt. Er zijn: {offered}.',
    ),
    "no_programmes": (
        '"{value}" is not a programme that is offered here; none has been published yet.',
        '"{value}" is geen opleiding die hier aangeboden wordt; er is er nog geen gepubliceerd.',
    ),
    "start_needed": (
        "A programme needs a start date.",
        "Bij een opleiding hoort een begindatum.",
    ),
    "only_learners": (
        "Only a learner has this; the role of this person is different.",
        "Alleen een lerende heeft dit; deze persoon heeft een andere rol.",
    ),
    "twice_in_file": (
        "This is also in row {row} of the file.",
        "Dit staat ook in rij {row} van het bestand.",
    ),
    "user_name_in_use": (
        "Somebody else has this user name.",
        "Iemand anders heeft deze gebruikersnaam.",
    ),
    "email_in_use": (
        "Somebody else has this e-mail address.",
        "Iemand anders heeft dit e-mailadres.",
    ),
    "nobody": (
        'Nobody in your institution or in this file has the user name or e-mail address "{value}".',
        'Niemand in je instelling of in dit bestand heeft gebruikersnaam of e-mailadres "{value}".',
    ),
    "lacks_role": (
        '"{value}" is known, but does not have the role this needs.',
        '"{value}" is bekend, maar heeft niet de rol die hiervoor nodig is.',
    ),
    "own_supervisor": (
        "Nobody supervises themself.",
        "Niemand begeleidt zichzelf.",
    ),
    "not_yours": (
        "Another institution or administrator keeps the name and e-mail address of this person.",
        "Een andere instelling of beheerder beheert naam en e-mailadres van deze persoon.",
    ),
}
CODES = frozenset(_TEXTS)


@dataclass(frozen=True)
class CellError:
    """One fault in one cell. `column` is the field's key; the reply shows the file's own header."""

    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> dict[str, str]:
        english, dutch = _TEXTS[self.code]
        return {"en": english.format(**self.params), "nl": dutch.format(**self.params)}

    def as_reply(self, header: str) -> dict[str, Any]:
        return {
            "column": header,
            "code": self.code,
            "params": dict(self.params),
            "text": self.text,
        }
