"""Sample data for the style guide: invented people, real shapes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gateway.web.chart_grids import Lane, dot_timeline, heat_grid, stacked_bar
from gateway.web.charts import Break, Point, Series, line_chart
from gateway.web.form_page import FormPage


def both(english: str, dutch: str) -> dict[str, str]:
    return {"en": english, "nl": dutch}


LEVELS = [
    {
        "value": 1,
        "label": both("I do it", "Ik doe het"),
        "description": both("The learner watches", "De aios kijkt mee"),
    },
    {
        "value": 2,
        "label": both("I stay close", "Ik blijf erbij"),
        "description": both("Under direct supervision", "Onder direct toezicht"),
    },
    {
        "value": 3,
        "label": both("I am near", "Ik ben in de buurt"),
        "description": both("I can be there at once", "Ik kan er meteen bij zijn"),
    },
    {
        "value": 4,
        "label": both("I check later", "Ik kijk achteraf"),
        "description": both("We discuss it afterwards", "We bespreken het na afloop"),
    },
    {
        "value": 5,
        "label": both("Ready to supervise others", "Kan anderen begeleiden"),
        "description": both("I need not look", "Ik hoef niet te kijken"),
    },
]

DOCUMENT: dict[str, Any] = {
    "format": "form/1",
    "key": "short-obs",
    "languages": ["en", "nl"],
    "title": both("Short practice assessment", "Korte praktijkbeoordeling"),
    "scales": {
        "sup": {"kind": "ordinal", "levels": LEVELS, "na": both("Not seen", "Niet gezien")},
        "ten": {"kind": "interval", "min": 1, "max": 10, "na": both("Not seen", "Niet gezien")},
        "vas": {
            "kind": "vas",
            "min": 0,
            "max": 100,
            "ends": [both("Easy", "Makkelijk"), both("Hard", "Moeilijk")],
            "na": both("Cannot say", "Niet te zeggen"),
        },
    },
    "computed": {"skills_typical": {"median": [{"get": "skills.*"}, 1]}},
    "items": [
        {
            "type": "outcome",
            "key": "epa",
            "framework": "epa",
            "label": both("Activity", "Activiteit"),
            "required": True,
        },
        {
            "type": "scale",
            "key": "trust",
            "scale": "sup",
            "label": both(
                "Next time, how much would you be there?", "Hoeveel bent u er de volgende keer bij?"
            ),
            "help": both("Judge what you saw today.", "Beoordeel wat u vandaag zag."),
            "required": True,
        },
        {
            "type": "rubric",
            "key": "skills",
            "scale": "sup",
            "label": both("What you saw", "Wat u zag"),
            "comment": "never",
            "rows": [
                {
                    "key": "talk",
                    "label": both("Talking with the patient", "Gesprek met de patiënt"),
                },
                {"key": "exam", "label": both("Physical examination", "Lichamelijk onderzoek")},
                {"key": "plan", "label": both("Making a plan together", "Samen een plan maken")},
            ],
        },
        {
            "type": "text",
            "key": "good",
            "long": True,
            "label": both("What went well?", "Wat ging goed?"),
            "help": both(
                "Speak it in: the microphone on your keyboard.",
                "Spreek het in met de microfoon van uw toetsenbord.",
            ),
        },
        {
            "type": "text",
            "key": "tip",
            "long": True,
            "label": both("Next step", "Volgende stap"),
            "required": {"le": [{"get": "trust"}, 3]},
        },
        {
            "type": "yesno",
            "key": "concern",
            "label": both("Do you have concerns?", "Heeft u zorgen?"),
            "required": True,
        },
        {
            "type": "text",
            "key": "concern_what",
            "long": True,
            "label": both("What are you concerned about?", "Waar maakt u zich zorgen over?"),
            "show": {"eq": [{"get": "concern"}, True]},
            "required": True,
        },
        {
            "type": "text",
            "key": "ward",
            "label": both("Which ward?", "Welke afdeling?"),
            "show": {"eq": [{"get": "context.place"}, "Hospital"]},
            "required": True,
        },
        {
            "type": "text",
            "key": "above",
            "label": both("Why more than the learner thought?", "Waarom meer dan de aios dacht?"),
            "show": {"gt": [{"get": "trust"}, {"max": {"get": "self.trust"}}]},
        },
        {
            "type": "text",
            "key": "below",
            "label": both("Why less than others thought?", "Waarom minder dan anderen dachten?"),
            "show": {"lt": [{"get": "trust"}, {"max": {"get": "others.trust"}}]},
            "required": True,
        },
        {
            "type": "section",
            "key": "more",
            "label": both("More about this moment", "Meer over dit moment"),
            "items": [
                {
                    "type": "choice",
                    "key": "setting",
                    "label": both("Where was it?", "Waar was het?"),
                    "other": True,
                    "options": [
                        {"value": "practice", "label": both("In the practice", "In de praktijk")},
                        {
                            "value": "visit",
                            "label": both("At the patient's home", "Bij de patiënt thuis"),
                        },
                    ],
                },
                {
                    "type": "rubric",
                    "key": "combel",
                    "scale": "ten",
                    "comment": "may",
                    "label": both("Competencies", "Competenties"),
                    "rows": [
                        {"key": "clinical", "label": both("Clinical care", "Medisch handelen")},
                        {"key": "comm", "label": both("Communication", "Communicatie")},
                    ],
                },
                {
                    "type": "checklist",
                    "key": "chk",
                    "label": both("Steps", "Stappen"),
                    "na": both("Did not apply", "Niet van toepassing"),
                    "rows": [
                        {
                            "key": "hands",
                            "label": both("Washed hands", "Handen gewassen"),
                            "critical": True,
                        },
                        {
                            "key": "name",
                            "label": both("Checked the name", "Naam gecontroleerd"),
                            "points": 3,
                        },
                    ],
                },
                {
                    "type": "scale",
                    "key": "hard",
                    "scale": "vas",
                    "label": both("How hard was the case?", "Hoe moeilijk was de casus?"),
                },
                {
                    "type": "date",
                    "key": "again",
                    "label": both("Look again on", "Opnieuw kijken op"),
                    "min": "today",
                },
                {
                    "type": "number",
                    "key": "minutes",
                    "label": both("How long did you watch?", "Hoe lang keek u mee?"),
                    "unit": both("minutes", "minuten"),
                },
                {
                    "type": "repeat",
                    "key": "goals",
                    "label": both("Learning goals", "Leerdoelen"),
                    "max": 5,
                    "row_title": "what",
                    "items": [
                        {
                            "type": "text",
                            "key": "what",
                            "label": both("What", "Wat"),
                            "required": True,
                        },
                        {"type": "date", "key": "by", "label": both("By when", "Wanneer")},
                        {
                            "type": "scale",
                            "key": "sure",
                            "scale": "vas",
                            "label": both("How sure are you of it?", "Hoe zeker weet u het?"),
                        },
                        {
                            "type": "yesno",
                            "key": "help",
                            "label": both("Is help needed?", "Is er hulp nodig?"),
                        },
                        {
                            "type": "text",
                            "key": "whose",
                            "label": both("Whose?", "Van wie?"),
                            "show": {"eq": [{"get": "help"}, True]},
                            "required": True,
                        },
                    ],
                },
                {
                    "type": "file",
                    "key": "photo",
                    "label": both("Photo or letter", "Foto of brief"),
                    "accept": ["image/*"],
                    "capture": True,
                },
                {
                    "type": "signature",
                    "key": "sign",
                    "label": both("I saw this myself", "Ik heb dit zelf gezien"),
                },
            ],
        },
    ],
}

ANSWERS: dict[str, Any] = {
    "epa": "epa/acute",
    "trust": 3,
    "skills": {
        "talk": {"v": 4},
        "exam": {"v": 3},
        "plan": {"v": None, "na": True, "reason": "No time"},
    },
    "good": "Calm opening, let the patient finish. Explained the plan in words she used herself.",
    "tip": "Summarise once halfway, so the patient can correct you.",
    "concern": False,
    "setting": {"other": "Nursing home"},
    "combel": {"clinical": {"v": 7, "comment": "Good reasoning aloud."}, "comm": {"v": 8}},
    "chk": {"hands": True, "name": 2},
    "again": "2026-12-04",
    "minutes": 12,
    "goals": [{"_id": "g1", "what": "Summarise halfway in every consultation", "by": "2027-01-15"}],
    "sign": True,
}

OPTIONS = {
    "epa": [
        {
            "label": both("Care for patients", "Zorg voor patiënten"),
            "options": [
                {
                    "value": "epa/acute",
                    "label": both("Acute complaint in daytime", "Acute klacht overdag"),
                },
                {
                    "value": "epa/chronic",
                    "label": both("Long-term condition", "Chronische aandoening"),
                },
            ],
        },
        {
            "label": both("Out of hours", "Dienst"),
            "options": [
                {"value": "epa/shift", "label": both("Visit during a shift", "Visite in de dienst")}
            ],
        },
    ]
}


ROWS_OF_SKILLS = ("skills.talk", "skills.exam", "skills.plan")


def form_page(lang: str, **changes: Any) -> FormPage:
    """The sample form with its answers, as one reader sees it."""
    return FormPage(
        **{
            "document": DOCUMENT,
            "items": DOCUMENT["items"],
            "lang": lang,
            "answers": ANSWERS,
            "options": OPTIONS,
            "ordinal": ("trust", "skills", "skills.*", *ROWS_OF_SKILLS),
            "names": {
                "epa/acute": both("Acute complaint in daytime", "Acute klacht overdag")[lang]
            },
            "today": dt.date(2026, 11, 22),
            # What others thought is not told here.
            "facts": {"context.place": "Practice", "self.trust": [2, 3]},
        }
        | changes
    )


AREAS = {
    "Clinical care": (5, 6, 6, 7, 7, 8),
    "Communication": (6, 6, 7, 7, 8, 8),
    "Collaboration": (5, 5, 7, 6, 7, 7),
    "Organisation": (4, 5, 5, 6, 5, 7),
    "Health advocacy": (6, 5, 6, 6, 7, 9),
    "Scholarship": (5, 7, 7, 8, 7, 8),
    "Professionalism": (7, 7, 8, 8, 9, 9),
}
DAYS = [dt.date(2025, 6, 20), dt.date(2025, 9, 24), dt.date(2025, 12, 12), dt.date(2026, 3, 19)]
DAYS += [dt.date(2026, 6, 26), dt.date(2026, 10, 3)]


def charts() -> dict[str, Any]:
    """One of each chart with plausible figures."""
    series = [
        Series(
            name.lower(),
            name,
            [
                Point(day, value, "ComBeL, Karel Jansen", "#")
                for day, value in zip(DAYS, values, strict=True)
            ],
        )
        for name, values in AREAS.items()
    ]
    lanes = [
        Lane(
            "Acute complaint in daytime",
            [Point(DAYS[n], 1 + n // 2, "Dr Jansen") for n in range(6)],
        ),
        Lane("Long-term condition", [Point(DAYS[n], 2 + n // 3) for n in (1, 3, 4)]),
        Lane("Visit during a shift", []),
    ]
    months = ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    counts = {
        (area, month): (3 * a + 5 * m) % 7
        for a, area in enumerate(AREAS)
        for m, month in enumerate(months)
    }
    return {
        "combel": line_chart(
            series, low=1, high=10, breaks=[Break(dt.date(2026, 1, 1), "new areas 2026")]
        ),
        "epas": dot_timeline(lanes),
        "sources": stacked_bar(
            {"Trainer": 14, "Teacher": 6, "Other supervisors": 9, "Patients": 3}
        ),
        "heat": heat_grid(list(AREAS), months, counts),
    }
