"""Sentences about stages, for the author of a definition. (English, Dutch)"""

STAGES: dict[str, tuple[str, str]] = {
    "stage.unknown": ("There is no stage “{stage}” here.", "Er is hier geen stap “{stage}”."),
    "stage.backwards": (
        "The next stage “{stage}” stands before this one. Use a cycle to go back.",
        "De volgende stap “{stage}” staat voor deze. Gebruik een herhaling om terug te gaan.",
    ),
    "stage.unreached": (
        "The path never comes to this stage.",
        "Het pad komt nooit bij deze stap.",
    ),
    "stage.first_opens": (
        "The first stage must open by itself: no condition and no waiting time.",
        "De eerste stap moet vanzelf openen: zonder voorwaarde en zonder wachttijd.",
    ),
    "stage.all_optional": (
        "At least one stage must be needed.",
        "Minstens één stap moet verplicht zijn.",
    ),
    "stage.join_of_one": (
        "One person fills this stage, so there is nothing to join.",
        "Eén persoon vult deze stap in; er valt niets samen te voegen.",
    ),
    "stage.join_too_many": (
        "{n} people are needed here, but the roles do not have that many.",
        "Hier zijn {n} mensen nodig, maar zoveel zijn er niet in deze rollen.",
    ),
    "stage.never_closes": (
        "This stage ends when it is closed: say after how many days, or by whom.",
        "Deze stap eindigt bij sluiting: geef aan na hoeveel dagen, of door wie.",
    ),
    "stage.optional_round": (
        "A round that is closed cannot be optional.",
        "Een ronde die gesloten wordt, kan niet vrijblijvend zijn.",
    ),
    "stage.nothing_before": (
        "There is nothing before this stage to hand back.",
        "Er is niets voor deze stap om terug te geven.",
    ),
    "stage.return_to": (
        "“{stage}” is not an earlier stage that somebody fills in.",
        "“{stage}” is geen eerdere stap die iemand invult.",
    ),
    "stage.cycle_back": (
        "“{stage}” is not this stage or an earlier one.",
        "“{stage}” is niet deze stap of een eerdere.",
    ),
    "stage.optional_cycle": (
        "An optional stage cannot start another round.",
        "Een vrijblijvende stap kan geen nieuwe ronde beginnen.",
    ),
    "stage.late_reminder": (
        "A reminder comes after the stage has expired ({days} days).",
        "Een herinnering komt pas nadat de stap is verlopen ({days} dagen).",
    ),
    "stage.lapse_when": (
        "Say after how many days the path goes on without an answer.",
        "Geef aan na hoeveel dagen het verder gaat zonder antwoord.",
    ),
    "stage.lapse_where": (
        "The path cannot go on without the first stage, an optional stage, a round with names "
        "that is closed, a signature, a release or a decision.",
        "Het kan niet verdergaan zonder de eerste stap, een vrijwillige stap, een ronde met namen "
        "die gesloten wordt, een handtekening, een vrijgave of een besluit.",
    ),
    "stage.optional_by": (
        "Only some of those who fill a stage at the same time can be left unwaited for, and none "
        "in a round that is closed.",
        "Alleen op sommigen van wie een stap tegelijk invullen, hoeft niet gewacht te worden; in "
        "een ronde die gesloten wordt op niemand.",
    ),
    "stage.unasked": (
        "Unasked, one invited person can begin at a stage, and only the learner's own stages "
        "before it can be left out.",
        "Ongevraagd kan één uitgenodigde bij een stap beginnen, en alleen stappen van de aios of "
        "student zelf kunnen daarvoor worden overgeslagen.",
    ),
    "stage.own_decision": (
        "The learner cannot take a decision about themselves.",
        "De aios of student kan niet over zichzelf beslissen.",
    ),
    "stage.evidence": (
        "A high-stakes decision rests on many data points: it needs a snapshot as its evidence.",
        "Een beslissing met groot belang rust op veel datapunten: er hoort een momentopname bij.",
    ),
    "stage.evidence_where": (
        "Only a stage that decides takes a snapshot as evidence.",
        "Alleen een stap die beslist, heeft een momentopname als onderbouwing.",
    ),
    "stage.optional_decision": (
        "A decision cannot be optional.",
        "Een beslissing kan niet vrijblijvend zijn.",
    ),
    "stage.decider_account": (
        "Who decides on high stakes needs an account: “{role}” has none.",
        "Wie beslist bij groot belang, heeft een account nodig: “{role}” heeft dat niet.",
    ),
    "stage.one_signs": (
        "Several roles sign here, but only one person is asked. Let each of them sign.",
        "Meerdere rollen tekenen hier, maar er wordt één persoon gevraagd. Laat ieder tekenen.",
    ),
    "stage.pass_on": (
        "Only invited people can pass a request on.",
        "Alleen uitgenodigden kunnen een verzoek doorgeven.",
    ),
    "stage.approve_first": (
        "“{role}” approves who takes part: put a stage for that approval before this one.",
        "“{role}” keurt goed wie meedoet: zet een stap voor die goedkeuring voor deze.",
    ),
}
