"""Sentences beside an item, for the person who fills it. (English, Dutch)"""

ANSWERS: dict[str, tuple[str, str]] = {
    "answers.required": ("Please answer this.", "Vul dit in."),
    "answers.not_yours": (
        "This part is for somebody else to fill in.",
        "Dit onderdeel wordt door iemand anders ingevuld.",
    ),
    "answers.answers": ("These answers cannot be read.", "Deze antwoorden zijn niet leesbaar."),
    "answers.text": ("Please write a text.", "Vul een tekst in."),
    "answers.too_long": (
        "Use at most {most} characters; there are {given} now.",
        "Gebruik hooguit {most} tekens; het zijn er nu {given}.",
    ),
    "answers.too_short": (
        "Please write a little more: at least {least} characters.",
        "Schrijf iets meer: minstens {least} tekens.",
    ),
    "answers.number": ("Please enter a number.", "Vul een getal in."),
    "answers.too_small": ("Enter {least} or more.", "Vul {least} of meer in."),
    "answers.too_large": ("Enter {most} or less.", "Vul {most} of minder in."),
    "answers.decimals": (
        "Use at most {most} digits after the decimal point.",
        "Gebruik hooguit {most} cijfers achter de komma.",
    ),
    "answers.date": ("Please enter a date.", "Vul een datum in."),
    "answers.too_early": (
        "Choose {least} or a later date.",
        "Kies {least} of een latere datum.",
    ),
    "answers.too_late": (
        "Choose {most} or an earlier date.",
        "Kies {most} of een eerdere datum.",
    ),
    "answers.yesno": ("Choose yes or no.", "Kies ja of nee."),
    "answers.choice": ("Choose from the list.", "Maak een keuze uit de lijst."),
    "answers.option": (
        "This is not one of the choices.",
        "Dit is niet een van de keuzes.",
    ),
    "answers.twice": ("The same choice is given twice.", "Dezelfde keuze staat er twee keer."),
    "answers.too_many": ("Choose at most {most}.", "Kies er hooguit {most}."),
    "answers.too_few": ("Give at least {least}.", "Geef er minstens {least}."),
    "answers.scale": (
        "Choose one of the steps of the scale.",
        "Kies een van de stappen van de schaal.",
    ),
    "answers.no_na": (
        "Not observed is not offered here.",
        "Niet beoordeeld is hier geen mogelijkheid.",
    ),
    "answers.comment": ("This comment is too long.", "Deze toelichting is te lang."),
    "answers.comment_required": (
        "Please explain your judgement in a few words.",
        "Licht je oordeel kort toe.",
    ),
    "answers.rubric": ("Please judge row by row.", "Beoordeel per regel."),
    "answers.mark": (
        "Choose done or not done, or at most {most} points.",
        "Kies gedaan of niet gedaan, of hooguit {most} punten.",
    ),
    "answers.file": ("Please add a file.", "Voeg een bestand toe."),
    "answers.no_file": (
        "This file is not (or no longer) there. Please add it again.",
        "Dit bestand is er niet (meer). Voeg het opnieuw toe.",
    ),
    "answers.file_twice": (
        "The same file stands here twice.",
        "Hetzelfde bestand staat hier twee keer.",
    ),
    "answers.file_checking": (
        "This file is still being checked. Send again in a moment.",
        "Dit bestand wordt nog gecontroleerd. Verstuur zo meteen opnieuw.",
    ),
    "answers.file_type": (
        "This kind of file is not accepted here. Use: {types}.",
        "Dit soort bestand kan hier niet. Gebruik: {types}.",
    ),
    "answers.signature": ("Please sign here.", "Onderteken hier."),
    "answers.outcome": ("Choose one from the list.", "Kies er een uit de lijst."),
    "answers.ref": (
        "Choose something from the portfolio.",
        "Kies iets uit het portfolio.",
    ),
    "answers.person_self": (
        "The learner cannot be named here.",
        "De aios of student zelf kan hier niet gekozen worden.",
    ),
    "answers.nobody": (
        "This person is not (or no longer) part of your institution.",
        "Deze persoon hoort niet (meer) bij jouw instelling.",
    ),
    "answers.person_account": (
        "Choose somebody with an account: an e-mail address will not do here.",
        "Kies iemand met een account: een e-mailadres is hier niet genoeg.",
    ),
    "answers.person_twice": (
        "The same person stands here twice.",
        "Dezelfde persoon staat hier twee keer.",
    ),
    "answers.group": (
        "Choose to which group this person belongs.",
        "Kies bij welke groep deze persoon hoort.",
    ),
    "answers.person": (
        "Give a name and an e-mail address.",
        "Vul een naam en een e-mailadres in.",
    ),
    "answers.repeat": ("This list cannot be read.", "Deze lijst is niet leesbaar."),
    "answers.row_id": ("This list cannot be read.", "Deze lijst is niet leesbaar."),
    "answers.encounter_date": (
        "On which day was this? Please enter the date.",
        "Op welke dag was dit? Vul de datum in.",
    ),
    "answers.in_future": (
        "This date is still to come. Please choose today or earlier.",
        "Deze datum moet nog komen. Kies vandaag of eerder.",
    ),
}
