"""The inbox's words in English and Dutch."""

from datetime import datetime

ENGLISH = {
    "inbox": "Inbox",
    "intro": "All mail of this local run ends here; none of it leaves this computer.",
    "to": "Sent to",
    "show": "Show",
    "nothing": "Nothing here yet. Mail that Tessera sends appears on this page.",
    "all": "All mail",
    "no_subject": "(no subject)",
    "from": "From",
    "received": "Received",
    "picture": "As a mail program shows it",
}
DUTCH = {
    "inbox": "Postvak",
    "intro": "Alle mail van deze lokale omgeving komt hier aan; niets verlaat deze computer.",
    "to": "Verzonden aan",
    "show": "Toon",
    "nothing": "Nog niets. Mail die Tessera verstuurt verschijnt op deze pagina.",
    "all": "Alle mail",
    "no_subject": "(geen onderwerp)",
    "from": "Van",
    "received": "Ontvangen",
    "picture": "Zoals een mailprogramma het toont",
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
}
LANGUAGES = {"en": ENGLISH, "nl": DUTCH}


def chosen_language(accepted: str) -> str:
    """`nl` or `en`, by a browser's Accept-Language header: the first of ours that it lists."""
    for part in accepted.split(","):
        language = part.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return "en"


def moment(at: datetime, language: str) -> str:
    """A time as people write it: 22 November 2026, 09:05:07."""
    return f"{at.day} {MONTHS[language][at.month - 1]} {at.year}, {at:%H:%M:%S}"
