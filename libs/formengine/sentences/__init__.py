"""What people read: sentences for authors of definitions and for those who fill forms.

English and Dutch stand beside each other so that neither is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.formengine.sentences.answers import ANSWERS
from libs.formengine.sentences.beside import BESIDE
from libs.formengine.sentences.definitions import DEFINITIONS
from libs.formengine.sentences.rules import RULES
from libs.formengine.sentences.stages import STAGES
from libs.formengine.sentences.versions import VERSIONS

SENTENCES: dict[str, tuple[str, str]] = DEFINITIONS | STAGES | RULES | ANSWERS | VERSIONS | BESIDE


def sentence(code: str, params: Mapping[str, Any], language: str = "en") -> str:
    """The sentence of a problem (`item.no_scale`) or an answer error (`answers.required`).

    Languages other than Dutch read English. An unknown code is shown as it is, never an error.
    """
    both = SENTENCES.get(code)
    if both is None:
        return code
    chosen = both[1] if language.split("-")[0] == "nl" else both[0]
    try:
        return chosen.format(**params)
    except (KeyError, IndexError, ValueError):
        return chosen
