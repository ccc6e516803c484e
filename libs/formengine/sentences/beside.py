"""Sentences about what stands beside the forms: frameworks, scales, programmes, imported files."""

BESIDE: dict[str, tuple[str, str]] = {
    "definition.format": ("The format must be {format}.", "Het formaat moet {format} zijn."),
    "definition.large": ("The document is too large.", "Het document is te groot."),
    "definition.key": (
        "A key starts with a letter and holds small letters, digits, - and _, at most 64.",
        "Een sleutel begint met een letter en bevat kleine letters, cijfers, - en _, hooguit 64.",
    ),
    "definition.wording": (
        "Give the words in at least one language.",
        "Geef de tekst in minstens één taal.",
    ),
    "definition.list": (
        "At least {least} must be given here.",
        "Hier moeten er minstens {least} staan.",
    ),
    "definition.twice": ("{given} is used twice.", "{given} komt twee keer voor."),
    "definition.choice": ("Choose one of: {options}.", "Kies een van: {options}."),
    "definition.number": (
        "A number above 0 is needed here.",
        "Hier hoort een getal groter dan 0.",
    ),
    "definition.whole": ("A whole number is needed here.", "Hier hoort een geheel getal."),
    "definition.phase": (
        "There is no phase {given} in this programme.",
        "Dit programma heeft geen fase {given}.",
    ),
    "definition.unknown_reference": (
        "There is no published {kind} {given}.",
        "Er is niets gepubliceerd dat {given} heet.",
    ),
    "definition.version_taken": (
        "Version {given} was published before with another content, here or by your network. The"
        " first free number is {free}.",
        "Versie {given} is al eerder gepubliceerd met een andere inhoud, hier of door het netwerk."
        " Het eerste vrije nummer is {free}.",
    ),
    "definition.not_kept": (
        "This form says that it keeps to {given}. There this stands, and here it is missing or"
        " another thing: put it back, or say that this form is only built on it.",
        "Dit formulier zegt zich te houden aan {given}. Daar staat dit, en hier ontbreekt het of is"
        " het iets anders: zet het terug, of zeg dat dit formulier er alleen op voortbouwt.",
    ),
    "definition.keeps_nothing": (
        "There is no published form {given} here to keep to. Say that this form is built on it.",
        "Er is hier geen gepubliceerd formulier {given} om zich aan te houden. Zeg dat dit"
        " formulier erop voortbouwt.",
    ),
    "definition.keeps_forms": (
        "Only a form can keep to what it was made of. Say that this is built on it.",
        "Alleen een formulier kan zich houden aan waar het van gemaakt is. Zeg dat dit erop"
        " voortbouwt.",
    ),
    "definition.missing": ("{given} is missing here.", "Hier ontbreekt {given}."),
    "definition.member": ("{given} is not known here.", "{given} is hier niet bekend."),
    "definition.shape": (
        "Something else belongs here than what was given.",
        "Hier hoort iets anders dan wat er staat.",
    ),
    "definition.long": (
        "At most {most} characters fit here.",
        "Hier passen hooguit {most} tekens.",
    ),
    "definition.many": ("At most {most} fit here.", "Hier passen er hooguit {most}."),
    "definition.between": (
        "A number from {least} to {most} is needed here.",
        "Hier hoort een getal van {least} tot en met {most}.",
    ),
    "definition.code": (
        "A code holds letters, digits, dots, - and _, and no spaces; at most 100.",
        "Een code bevat letters, cijfers, punten, - en _, en geen spaties; hooguit 100.",
    ),
    "definition.reference": (
        "Name a published version, as in name@1.",
        "Noem een gepubliceerde versie, zoals naam@1.",
    ),
    "definition.lineage": (
        "The line of descent holds letters, digits, dots, -, _ and /, and no spaces.",
        "De afstamming bevat letters, cijfers, punten, -, _ en /, en geen spaties.",
    ),
    "definition.language": (
        "The first language is complete; the words in it are missing here.",
        "De eerste taal is volledig; de tekst in die taal ontbreekt hier.",
    ),
    "definition.nested": (
        "Put all outcomes in one list and name what each belongs to.",
        "Zet alle uitkomsten in één lijst en noem waar elk bij hoort.",
    ),
    "definition.parent": (
        "There is no outcome {given} for this to belong to.",
        "Er is geen uitkomst {given} waar dit bij kan horen.",
    ),
    "definition.circle": (
        "This belongs to itself, by way of others.",
        "Dit hoort, via andere, bij zichzelf.",
    ),
    "definition.deep": (
        "At most {most} levels fit below each other.",
        "Er passen hooguit {most} niveaus onder elkaar.",
    ),
    "definition.no_parent": (
        "A sub-competency belongs to a competency; say to which.",
        "Een deelcompetentie hoort bij een competentie; zeg bij welke.",
    ),
    "definition.own_unit": (
        "Say what a unit of your own is called.",
        "Zeg hoe een eigen eenheid heet.",
    ),
    "definition.not_epa": (
        "Only a professional activity (EPA) has these parts.",
        "Alleen een beroepsactiviteit (EPA) heeft deze onderdelen.",
    ),
    "definition.lineage_twice": (
        "Two outcomes cannot both descend from {given}.",
        "Twee uitkomsten kunnen niet allebei van {given} afstammen.",
    ),
    "definition.no_phase": (
        "There is no phase {given} in this framework.",
        "Dit raamwerk heeft geen fase {given}.",
    ),
    "definition.expected_twice": (
        "For this phase and scale a level was given before.",
        "Voor deze fase en schaal is al een niveau gegeven.",
    ),
    "definition.no_outcome": (
        "There is no outcome {given} in {framework}.",
        "Er is geen uitkomst {given} in {framework}.",
    ),
    "definition.mapped_twice": (
        "{given} and {other} were compared before.",
        "{given} en {other} zijn al eerder vergeleken.",
    ),
    "definition.crosswalk_twice": (
        "There is already a crosswalk to {given}; put these lines there.",
        "Er is al een vergelijking met {given}; zet deze regels daarbij.",
    ),
    "definition.own_crosswalk": (
        "A framework is compared with another one, not with itself.",
        "Een raamwerk wordt met een ander vergeleken, niet met zichzelf.",
    ),
    "definition.no_level": (
        "The scale {scale} has no level {given}.",
        "De schaal {scale} heeft geen niveau {given}.",
    ),
    "definition.scale_kind": (
        "The shared scale {given} is of another kind. Insert it again, or make a scale of your"
        " own.",
        "De gedeelde schaal {given} is van een ander soort. Voeg haar opnieuw in, of maak een"
        " eigen schaal.",
    ),
    "definition.scale_values": (
        "The shared scale {given} has other steps than these. Insert it again, or make a scale of"
        " your own.",
        "De gedeelde schaal {given} heeft andere stappen dan deze. Voeg haar opnieuw in, of maak"
        " een eigen schaal.",
    ),
    "definition.scale_words": (
        "The steps of the shared scale {given} have other words or colours than these. Insert it"
        " again, or make a scale of your own.",
        "De stappen van de gedeelde schaal {given} hebben andere woorden of kleuren dan deze."
        " Voeg haar opnieuw in, of maak een eigen schaal.",
    ),
    "definition.scale_na": (
        "The shared scale {given} says not observed in another way. Insert it again, or make a"
        " scale of your own.",
        "De gedeelde schaal {given} heeft een andere tekst voor niet gezien. Voeg haar opnieuw"
        " in, of maak een eigen schaal.",
    ),
    "definition.levels": (
        "A scale in words has 2 to 11 levels.",
        "Een schaal in woorden heeft 2 tot en met 11 niveaus.",
    ),
    "definition.bounds": (
        "Say where the scale begins and where it ends, or name its levels.",
        "Zeg waar de schaal begint en waar zij eindigt, of benoem de niveaus.",
    ),
    "definition.order": (
        "The end of the scale must be higher than its beginning, and a step above 0.",
        "Het eind van de schaal moet hoger zijn dan het begin, en een stap groter dan 0.",
    ),
    "definition.fine": (
        "The scale has more than two thousand steps.",
        "De schaal heeft meer dan tweeduizend stappen.",
    ),
    "definition.ends": (
        "A line without steps has words at both ends and no levels.",
        "Een lijn zonder stappen heeft woorden aan beide einden en geen niveaus.",
    ),
    "import.unreadable": (
        "This file cannot be read as {format}.",
        "Dit bestand is niet te lezen als {format}.",
    ),
    "import.empty": ("There is nothing in it.", "Er staat niets in."),
    "import.large": (
        "At most {most} rows can be read at once.",
        "Er kunnen hooguit {most} regels tegelijk gelezen worden.",
    ),
    "import.kind": (
        "This is no form, framework, scale or programme of ours.",
        "Dit is geen formulier, raamwerk, schaal of programma van ons.",
    ),
    "import.no_title": (
        "Row {row}: there are no words in it, only a code.",
        "Regel {row}: er staat geen tekst in, alleen een code.",
    ),
    "import.twice": (
        "Row {row}: the code {given} stands in row {other} too.",
        "Regel {row}: de code {given} staat ook in regel {other}.",
    ),
    "import.no_parent": (
        "Row {row}: it belongs to {given}, but no row has that code.",
        "Regel {row}: hij hoort bij {given}, maar geen regel heeft die code.",
    ),
    "import.cell": (
        "Row {row}: “{given}” cannot be read in the column “{column}”.",
        "Regel {row}: “{given}” is niet te lezen in de kolom “{column}”.",
    ),
    "import.jump": (
        "Row {row}: it stands {given} levels deep, but the row above it only {other}.",
        "Regel {row}: hij staat {given} niveaus diep, maar de regel erboven maar {other}.",
    ),
    "import.level": (
        "Row {row}: the level must be a whole number from 1 to {most}.",
        "Regel {row}: het niveau moet een geheel getal van 1 tot en met {most} zijn.",
    ),
    "import.kind_word": (
        "Row {row}: {given} is not a kind of outcome; use one of: {options}.",
        "Regel {row}: {given} is geen soort uitkomst; gebruik een van: {options}.",
    ),
}
