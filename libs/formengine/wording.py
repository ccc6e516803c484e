"""Language maps: the same words in several languages, `{"en": "...", "nl": "..."}`."""

from __future__ import annotations

from collections.abc import Mapping

Wording = Mapping[str, str]


def wording(words: Mapping[str, str] | None, language: str) -> str:
    """The words in `language`; else its base language (`nl` for `nl-BE`); else the first given.

    An empty or absent map gives an empty string, never an error: a missing translation must not
    keep anybody from filling a form. The same for what is no map, or no text in it: a draft may
    hold anything.
    """
    if not isinstance(words, Mapping):
        return ""
    for wanted in (language, language.split("-")[0]):
        found = words.get(wanted)
        if found and isinstance(found, str):
            return found
    return next((text for text in words.values() if isinstance(text, str)), "")
