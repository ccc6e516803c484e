"""Sentences about rules, for their author, who sees conditions and scores and never JSON."""

RULES: dict[str, tuple[str, str]] = {
    "rule.one_operation": (
        "Each part of a condition does exactly one thing.",
        "Elk deel van een voorwaarde doet precies één ding.",
    ),
    "rule.unknown_operation": (
        "“{operation}” is not something a condition or score can do.",
        "“{operation}” kan niet in een voorwaarde of score.",
    ),
    "rule.arguments": (
        "“{operation}” has {n} parts here, which is too few or too many.",
        "“{operation}” heeft hier {n} delen; dat zijn er te weinig of te veel.",
    ),
    "rule.too_long": (
        "This condition is too long (more than {most} parts). Split it.",
        "Deze voorwaarde is te lang (meer dan {most} delen). Splits haar.",
    ),
    "rule.too_deep": (
        "This condition has too many levels (more than {most}). Split it.",
        "Deze voorwaarde heeft te veel lagen (meer dan {most}). Splits haar.",
    ),
    "rule.costly": (
        "The conditions and scores of this form ask for too much work together, most of it here. "
        "Ask less in each row of a list, or let the list have fewer rows at most.",
        "De voorwaarden en scores van dit formulier vragen samen te veel rekenwerk, het meeste "
        "hier. Vraag minder in elke regel van een lijst, of sta in de lijst minder regels toe.",
    ),
    "rule.small_number": (
        "“{operation}” needs a whole number from 0 to {most} as its second part.",
        "“{operation}” heeft als tweede deel een geheel getal van 0 tot {most} nodig.",
    ),
    "rule.path": ("“{field}” cannot be the name of a field.", "“{field}” kan geen veldnaam zijn."),
    "rule.long_text": (
        "A text in a condition has at most {most} characters.",
        "Een tekst in een voorwaarde heeft hooguit {most} tekens.",
    ),
    "rule.literal": (
        "This value cannot be used in a condition.",
        "Deze waarde kan niet in een voorwaarde.",
    ),
    "rule.no_field": (
        "There is no item “{field}” that can be used here.",
        "Er is geen onderdeel “{field}” dat hier gebruikt kan worden.",
    ),
    "rule.no_option": (
        "“{option}” is not one of the choices of this item.",
        "“{option}” is geen keuze van dit onderdeel.",
    ),
    "rule.types": (
        "Two different kinds of answers are compared or mixed here.",
        "Hier worden twee verschillende soorten antwoorden vergeleken of gemengd.",
    ),
    "rule.other_scale": (
        "Steps of two different scales are compared or mixed here. The same number means "
        "something else on each.",
        "Stappen van twee verschillende schalen worden hier vergeleken of gemengd. Hetzelfde "
        "getal betekent op elke schaal iets anders.",
    ),
    "rule.no_order": (
        "Only numbers, scale steps and dates can be smaller or larger.",
        "Alleen getallen, schaalstappen en datums kunnen kleiner of groter zijn.",
    ),
    "rule.single_values": (
        "Compare single answers here, not lists, files or persons.",
        "Vergelijk hier losse antwoorden, geen lijsten, bestanden of personen.",
    ),
    "rule.needs_list": (
        "“{operation}” needs several answers, such as all rows of a rubric.",
        "“{operation}” heeft meerdere antwoorden nodig, zoals alle regels van een rubric.",
    ),
    "rule.needs_number": (
        "“{operation}” can only work with numbers.",
        "“{operation}” werkt alleen met getallen.",
    ),
    "rule.needs_date": (
        "“{operation}” can only work with dates.",
        "“{operation}” werkt alleen met datums.",
    ),
    "rule.needs_yesno": (
        "“{operation}” can only work with conditions that are true or not.",
        "“{operation}” werkt alleen met voorwaarden die waar of niet waar zijn.",
    ),
    "rule.ordinal": (
        "The steps of this scale are in order but not equally far apart, so they cannot be added "
        "or averaged. Use the median, the lowest, the highest or a count.",
        "De stappen van deze schaal hebben een volgorde maar geen gelijke afstanden; optellen of "
        "middelen kan dus niet. Gebruik de mediaan, de laagste, de hoogste of een aantal.",
    ),
    "rule.expects_yesno": (
        "A condition must be true or not true; this gives something else.",
        "Een voorwaarde moet waar of niet waar zijn; dit levert iets anders op.",
    ),
    "rule.expects_number": (
        "A number is needed here; this gives something else.",
        "Hier is een getal nodig; dit levert iets anders op.",
    ),
    "rule.expects_date": (
        "A date is needed here; this gives something else.",
        "Hier is een datum nodig; dit levert iets anders op.",
    ),
    "rule.expects_code": (
        "One of the choices is needed here; this gives something else.",
        "Hier is een van de keuzes nodig; dit levert iets anders op.",
    ),
    "rule.circle": (
        "What is shown or computed here waits for itself, or for a chain of more than {most} "
        "others.",
        "Wat hier wordt getoond of berekend, wacht op zichzelf of op een keten van meer dan "
        "{most} andere.",
    ),
    "rule.not_open": (
        "“{field}” is filled in the stage “{stage}”, which is not open to “{role}” by then. A "
        "score or a condition on their page would give it away.",
        "“{field}” wordt ingevuld in de stap “{stage}”, die dan niet open is voor “{role}”. Een "
        "score of voorwaarde op hun pagina zou dat verraden.",
    ),
    "rule.not_yet": (
        "“{field}” is not filled in yet when the path gets to this stage.",
        "“{field}” is nog niet ingevuld op het moment dat deze stap begint.",
    ),
}
