"""Language maps: the same words in several languages, `{"en": "...", "nl": "..."}`."""

from __future__ import annotations

from collections.abc import Mapping

Wording = Mapping[str, str]


def wording(words: Mapping[str, str] | None, language: str) -> str:
    """The words in `language`; else its base language (`nl` for `nl-BE`); else the first given.

    An empty or absent map gives an empty string, never an error: a missing translation must not
    keep anybody from filling a form.
    """
    if not words:
        return ""
    for wanted in (language, language.split("-")[0]):
        if words.get(wanted):
            return words[wanted]
    return next(iter(words.values()))
