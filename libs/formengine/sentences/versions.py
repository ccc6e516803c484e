"""Sentences about what a new version changes. (English, Dutch)"""

VERSIONS: dict[str, tuple[str, str]] = {
    "migrate.step": (
        "This step cannot be done: use rename, map, drop or set, one at a time.",
        "Deze stap kan niet: gebruik hernoemen, omzetten, weglaten of zetten, één tegelijk.",
    ),
    "migrate.target": (
        "A step for open drafts sets “{key}”, which this form does not ask.",
        "Een stap voor open concepten vult “{key}” in, en dat vraagt dit formulier niet.",
    ),
    "migrate.row": (
        "A step for open drafts sets “{key}”: say which of its rows, as {key}.row.",
        "Een stap voor open concepten vult “{key}” in: zeg welke rij, als {key}.rij.",
    ),
    "migrate.not_settable": (
        "A step for open drafts sets “{key}”, which only a person can answer.",
        "Een stap voor open concepten vult “{key}” in, en dat kan alleen een mens beantwoorden.",
    ),
    "migrate.value": (
        "A step for open drafts gives “{value}”, which “{key}” does not take.",
        "Een stap voor open concepten geeft “{value}”, en dat kan niet bij “{key}”.",
    ),
    "diff.other_form": (
        "This is another form: “{old}” has become “{new}”.",
        "Dit is een ander formulier: “{old}” is “{new}” geworden.",
    ),
    "diff.order": ("The order has changed.", "De volgorde is veranderd."),
    "diff.wording": ("The wording has changed.", "De tekst is veranderd."),
    "diff.changed": ("“{what}” has changed.", "“{what}” is veranderd."),
    "diff.removed": ("“{key}” has been taken away.", "“{key}” is weggehaald."),
    "diff.new": ("“{key}” is new.", "“{key}” is nieuw."),
    "diff.new_required": (
        "“{key}” is new and must be answered.",
        "“{key}” is nieuw en moet worden ingevuld.",
    ),
    "diff.required": (
        "When this must be answered has changed.",
        "Wanneer dit ingevuld moet worden, is veranderd.",
    ),
    "diff.show": ("When this is shown has changed.", "Wanneer dit getoond wordt, is veranderd."),
    "diff.bounds": ("What may be entered has changed.", "Wat ingevuld mag worden, is veranderd."),
    "diff.meaning": (
        "“{what}” has changed, so old and new answers do not mean the same. Use a new key.",
        "“{what}” is veranderd, dus oude en nieuwe antwoorden betekenen niet hetzelfde. "
        "Gebruik een nieuwe sleutel.",
    ),
    "diff.scale_meaning": (
        "The values of scale “{scale}” have changed. Use a new scale.",
        "De waarden van schaal “{scale}” zijn veranderd. Gebruik een nieuwe schaal.",
    ),
    "diff.scale_words": (
        "The wording of scale “{scale}” has changed. Does each step still mean the same?",
        "De tekst van schaal “{scale}” is veranderd. Betekent elke stap nog hetzelfde?",
    ),
    "diff.scale_na": (
        "Whether “not observed” is offered has changed.",
        "Of “niet beoordeeld” mogelijk is, is veranderd.",
    ),
}
