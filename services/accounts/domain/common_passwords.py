"""Passwords that many people choose, although they meet the rules of form.

A list of whole passwords ages badly, because people decorate the same few words ("Welkom",
"Password") with digits and signs. So a password is reduced to its core (lower case, look-alike
signs read as letters, decoration at both ends removed) and compared with the words that lead the
published lists of leaked passwords, in English and Dutch. Runs on the keyboard, series and
repetitions count as common too.
"""

from __future__ import annotations

import re

_LOOK_ALIKES = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "!": "i", "|": "l"}
)

_CORES = frozenset(
    """
    password passwort wachtwoord mypassword mijnwachtwoord passw pass paswoord motdepasse
    welcome welkom welkomthuis welcomeback bienvenue hello hallo hoi goedemorgen goededag
    letmein laatmebinnen openit opensesame sesame admin administrator beheerder root login inloggen
    user gebruiker guest gast test tester testing testen demo default standaard changeme
    changemenow verandermij wijzigmij temporary tijdelijk temp secret geheim topsecret
    iloveyou ikhouvanjou ikhouvanje loveyou love liefde schatje sweetheart princess prinses
    sunshine zonneschijn flower bloem bloemetje butterfly vlinder rainbow regenboog
    football voetbal ajax feyenoord psv baseball basketball hockey soccer champion kampioen
    monkey aap dragon draak master meester superman batman spiderman starwars pokemon
    computer laptop internet google facebook linkedin microsoft windows samsung iphone
    summer zomer winter spring lente autumn herfst january januari february februari march maart
    april may mei june juni july juli august augustus september october oktober november december
    monday maandag tuesday dinsdag wednesday woensdag thursday donderdag friday vrijdag saturday
    zaterdag sunday zondag christmas kerstmis nieuwjaar happynewyear
    amsterdam rotterdam utrecht groningen maastricht nijmegen leiden eindhoven nederland holland
    netherlands belgium belgie denhaag
    doctor dokter huisarts huisartsen ziekenhuis hospital medicine geneeskunde opleiding
    training trainer portfolio eportfolio student studente learner teacher docent
    shadow trustno freedom vrijheid whatever jesus michael jordan thomas jessica ashley daniel
    charlie andrew nicole hunter ginger pepper cookie banana chocolate chocolade cheese kaas
    correcthorsebatterystaple thisismypassword ditismijnwachtwoord ditiseenwachtwoord
    nopassword geenwachtwoord yourpassword newpassword nieuwwachtwoord mynewpassword
    abcdefgh abcabc qwerty qwertyuiop azerty asdfghjkl zxcvbnm qwertyqwerty asdfasdf
    """.split()  # noqa: SIM905
)

_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
_LONGEST_OWN_PART = 3
FEW = 4
# Shorter ones break the rule of length, which says more.
SHORTEST_JUDGED = 8


def is_common(password: str) -> bool:
    """Whether the password is one of the widely used ones, decorated or not."""
    typed = password.lower()
    if len(typed) < SHORTEST_JUDGED:
        return False
    return any(
        (
            not _cores(typed).isdisjoint(_CORES),
            _is_series(typed),
            _is_repetition(typed),
        )
    )


def _cores(typed: str) -> set[str]:
    """What is left without decoration, and the same twice in a row read as once."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", typed)
    spelled = re.sub(
        r"^[^a-z]+|[^a-z]+$", "", re.sub(r"[\W\d_]+$", "", typed).translate(_LOOK_ALIKES)
    )
    joined = {re.sub(r"[^a-z]", "", form) for form in (bare, spelled)}
    letters = re.sub(r"[^a-z]", "", typed)
    return joined | {letters} | {_once(form) for form in joined | {letters}}


def _once(word: str) -> str:
    half = len(word) // 2
    return word[:half] if word and word[:half] == word[half:] else word


def _is_series(typed: str) -> bool:
    """Mostly a run on the keyboard or in the alphabet, forwards or backwards."""
    signs = re.sub(r"[\W_]", "", typed)
    longest = max((_longest_run(signs, run) for run in _RUNS), default=0)
    backwards = max((_longest_run(signs[::-1], run) for run in _RUNS), default=0)
    return len(signs) - max(longest, backwards) <= _LONGEST_OWN_PART


def _longest_run(signs: str, run: str) -> int:
    longest = 0
    for start in range(len(signs)):
        end = start + longest + 1
        while end <= len(signs) and signs[start:end] in run:
            longest = end - start
            end += 1
    return longest


def _is_repetition(typed: str) -> bool:
    """Few different signs, or a short piece said again and again."""
    if len(set(typed)) <= FEW:
        return True
    return re.fullmatch(r"(.{1,6}?)\1{2,}.{0,3}", typed) is not None
