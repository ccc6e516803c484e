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
    "stage.return_closed": (
        "Nothing can be handed back here: by then what was given before is open to all it is for,"
        " released or decided, and final.",
        "Hier kan niets worden teruggegeven: wat eerder is gegeven is dan al open voor wie het is"
        " bedoeld, vrijgegeven of besloten, en staat vast.",
    ),
    "stage.cycle_back": (
        "“{stage}” is not this stage or an earlier one.",
        "“{stage}” is niet deze stap of een eerdere.",
    ),
    "stage.cycles_overlap": (
        "A step is done again for one reason only: another cycle goes back over the same step.",
        "Een stap wordt om één reden opnieuw gedaan: een andere herhaling gaat over dezelfde stap"
        " terug.",
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
    "stage.batch": (
        "Only what people with an account, other than the learner, approve, sign or release can be "
        "done for many records in one go; not the release of an anonymous round, which is read "
        "first.",
        "Alleen wat mensen met een account, anders dan de aios of student, goedkeuren, tekenen of "
        "vrijgeven, kan voor veel formulieren tegelijk; niet het vrijgeven van een anonieme ronde, "
        "want die wordt eerst gelezen.",
    ),
    "stage.batch_asks": (
        "In one go for many records nothing is filled in, but “{item}” has to be answered here. "
        "Do not require it, or let this stage be done one by one.",
        "Voor veel formulieren tegelijk wordt niets ingevuld, maar “{item}” moet hier beantwoord "
        "worden. Maak het niet verplicht, of laat deze stap een voor een doen.",
    ),
    "stage.own_decision": (
        "The learner cannot take a decision about themselves.",
        "De aios of student kan niet over zichzelf beslissen.",
    ),
    "stage.evidence": (
        "A final or high-stakes decision rests on many data points: the stage needs a snapshot as "
        "its evidence.",
        "Een definitieve beslissing, of een met groot belang, rust op veel datapunten: bij de stap "
        "hoort een momentopname als onderbouwing.",
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
        "Who takes a final or high-stakes decision does so with an account alone: “{role}” can do "
        "without.",
        "Wie een definitieve beslissing neemt, of een met groot belang, doet dat alleen met een "
        "account: “{role}” kan zonder.",
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
