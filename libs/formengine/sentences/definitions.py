"""Sentences about a definition, for its author. (English, Dutch)"""

_SHAPES: dict[str, tuple[str, str]] = {
    "bounds.deep": (
        "This definition is nested too deeply (more than {most} levels).",
        "Deze definitie is te diep genest (meer dan {most} lagen).",
    ),
    "bounds.json": ("This is not a definition in JSON.", "Dit is geen definitie in JSON."),
    "bounds.text": (
        "Some text holds signs that cannot be kept. Type it again instead of pasting it.",
        "Een tekst bevat tekens die niet bewaard kunnen worden. Typ die opnieuw in plaats van "
        "te plakken.",
    ),
    "bounds.large": ("This definition is too large.", "Deze definitie is te groot."),
    "shape.missing": ("This is missing.", "Dit ontbreekt."),
    "shape.null": ("This may not be empty.", "Dit mag niet leeg zijn."),
    "shape.invalid": ("This value cannot be used here.", "Deze waarde kan hier niet."),
    "shape.unknown": (
        "This setting is not known here. Is it misspelt?",
        "Deze instelling bestaat hier niet. Is het een tikfout?",
    ),
    "shape.object": ("A group of settings is needed here.", "Hier hoort een groep instellingen."),
    "shape.text": ("A text is needed here.", "Hier hoort een tekst."),
    "shape.long": ("This is longer than {most} characters.", "Dit is langer dan {most} tekens."),
    "shape.key": (
        "“{given}” cannot be a key: use small letters, digits, - and _, starting with a letter.",
        "“{given}” kan geen sleutel zijn: gebruik kleine letters, cijfers, - en _, te beginnen "
        "met een letter.",
    ),
    "shape.pattern": (
        "“{given}” is not written as it should be here.",
        "“{given}” heeft hier niet de juiste vorm.",
    ),
    "shape.choice": ("Choose one of: {options}.", "Kies een van: {options}."),
    "shape.whole": (
        "A whole number from {least} to {most} is needed here.",
        "Hier hoort een geheel getal van {least} tot {most}.",
    ),
    "shape.number": ("A number is needed here.", "Hier hoort een getal."),
    "shape.yesno": ("Yes or no is needed here.", "Hier hoort ja of nee."),
    "shape.day": (
        "A date, the word today, or another date of this form is needed here.",
        "Hier hoort een datum, het woord today, of een andere datum uit dit formulier.",
    ),
    "shape.wording": (
        "A text in at least one language is needed here, and none of them empty.",
        "Hier hoort een tekst in minstens één taal, en geen daarvan leeg.",
    ),
    "shape.list": (
        "A list is needed here, not empty and with at most {most} entries.",
        "Hier hoort een lijst, niet leeg en met hooguit {most} regels.",
    ),
    "shape.twice": ("The same thing stands here twice.", "Hier staat tweemaal hetzelfde."),
    "shape.join": (
        "Say when this stage is complete: all, closed, or at least a number.",
        "Geef aan wanneer deze stap compleet is: alle, gesloten, of minstens een aantal.",
    ),
    "key.twice": ("“{key}” is used twice.", "“{key}” wordt twee keer gebruikt."),
    "name.nothing": (
        "“{key}” is neither a score nor anything that comes out, so no words are needed for it.",
        "“{key}” is geen score en komt er ook niet uit; woorden ervoor zijn niet nodig.",
    ),
    "key.taken": (
        "“{key}” is already the name of something else in this form.",
        "“{key}” is al de naam van iets anders in dit formulier.",
    ),
    "wording.first": (
        "The first language of this form ({of}) is missing here.",
        "De eerste taal van dit formulier ({of}) ontbreekt hier.",
    ),
}
_PEOPLE: dict[str, tuple[str, str]] = {
    "role.one_subject": (
        "Exactly one role is the learner; there are {n}.",
        "Precies één rol is de aios of student; het zijn er {n}.",
    ),
    "role.min_max": (
        "The highest number is lower than the lowest.",
        "Het hoogste aantal is lager dan het laagste.",
    ),
    "role.groups_max": (
        "The groups together need more people than this role may have.",
        "De groepen samen vragen meer mensen dan deze rol mag hebben.",
    ),
    "role.walk_in": (
        "A link for anybody to answer is only for people from outside, of one kind and with a "
        "highest number, in an anonymous round of their own.",
        "Een link waarmee iedereen kan antwoorden is er alleen voor mensen van buiten, van één "
        "soort en met een hoogste aantal, in een eigen anonieme ronde.",
    ),
    "role.unknown": ("There is no role “{role}”.", "Er is geen rol “{role}”."),
    "role.no_relation": (
        "{given} is not somebody with a relation to the learner: choose trainer, teacher or coach.",
        "{given} is geen bekende relatie van de aios of student: kies opleider, docent of coach.",
    ),
    "role.no_office": (
        "{given} is no office that takes part in forms: choose head of programme, committee or"
        " secretariat.",
        "{given} is geen functie die aan formulieren meedoet: kies hoofd van de opleiding,"
        " commissie of secretariaat.",
    ),
    "role.held_where": (
        "Since when somebody has it can only be said of a relation to the learner.",
        "Sinds wanneer iemand die heeft, kan alleen van een relatie met de aios of student gezegd "
        "worden.",
    ),
    "role.later_reads": (
        "Whoever gets this relation later only reads: let another role fill in, approve or "
        "release.",
        "Wie deze relatie later krijgt, leest alleen: laat een andere rol invullen, goedkeuren of "
        "vrijgeven.",
    ),
    "role.nobody_asks": (
        "Nobody can ask people for this role, so that “{stage}” would wait for ever. Add a "
        "question of the type “somebody” with this role to an earlier step, or let this be the "
        "only role that is asked, with one person at most.",
        "Niemand kan mensen vragen voor deze rol, zodat “{stage}” voor altijd zou wachten. Zet "
        "een vraag van het type “iemand” met deze rol in een eerdere stap, of laat dit de enige "
        "rol zijn die gevraagd wordt, met ten hoogste één persoon.",
    ),
    "role.subject_account": (
        "The learner always uses an own account.",
        "De aios of student gebruikt altijd een eigen account.",
    ),
    "role.external_auth": (
        "People from outside need a link or the learner's device, besides an account.",
        "Mensen van buiten hebben naast een account een link of het toestel van de aios nodig.",
    ),
    "open.no_release": (
        "Something here opens on release, but no later stage releases it.",
        "Iets opent hier bij vrijgave, maar geen latere stap geeft het vrij.",
    ),
    "open.joined_of_one": (
        "Only one person fills this stage, so there is nobody to wait for.",
        "Deze stap wordt door één persoon ingevuld; er is niemand om op te wachten.",
    ),
    "open.nothing_to_release": (
        "This stage releases, but nothing before it waits for release.",
        "Deze stap geeft vrij, maar niets ervoor wacht op vrijgave.",
    ),
    "anonymous.closed_round": (
        "An anonymous stage is filled by all at the same time and ends when it is closed.",
        "Een anonieme stap wordt door allen tegelijk ingevuld en eindigt bij sluiting.",
    ),
    "anonymous.releaser": (
        "Name who releases the answers of this anonymous stage.",
        "Benoem wie de antwoorden van deze anonieme stap vrijgeeft.",
    ),
    "anonymous.learner": (
        "The learner cannot fill or release an anonymous stage about themselves.",
        "De aios of student kan een anonieme stap over zichzelf niet invullen of vrijgeven.",
    ),
    "anonymous.opens_early": (
        "Anonymous answers open to “{role}” only when they are released.",
        "Anonieme antwoorden gaan voor “{role}” pas open bij vrijgave.",
    ),
    "anonymous.no_return": (
        "An anonymous round cannot be handed back or repeated.",
        "Een anonieme ronde kan niet worden teruggegeven of herhaald.",
    ),
    "anonymous.rater_reads": (
        "“{role}” answers anonymously and would read the result too: knowing one of the answers "
        "tells more about the others. Leave one of the two out.",
        "“{role}” antwoordt anoniem en zou ook het resultaat lezen: wie één van de antwoorden "
        "kent, weet meer over de andere. Laat een van beide weg.",
    ),
    "anonymous.reads_answers": (
        "This reads answers of the anonymous stage “{stage}”, and could tell who gave them. Only "
        "the summed-up values may be shown.",
        "Dit leest antwoorden uit de anonieme stap “{stage}” en kan verraden wie ze gaf. Alleen de "
        "opgetelde waarden mogen worden getoond.",
    ),
    "anonymous.naming_item": (
        "A signature, person or file would tell who answered. Leave it out of an anonymous stage.",
        "Een handtekening, persoon of bestand verraadt wie antwoordde. Laat dit weg uit een "
        "anonieme stap.",
    ),
    "anonymous.uncounted_item": (
        "Nobody would ever read these answers: of an anonymous stage only judgements on a scale, "
        "choices and yes or no are added up, and texts shown. Ask it in one of those ways, or in "
        "a stage with names.",
        "Niemand zou deze antwoorden ooit lezen: uit een anonieme stap worden alleen oordelen op "
        "een schaal, keuzes en ja of nee opgeteld, en teksten getoond. Vraag het op een van die "
        "manieren, of in een stap met naam.",
    ),
    "anonymous.other_words": (
        "Words typed beside the options would tell how few chose “other”. Leave that option out "
        "of an anonymous stage, and ask for words in a question of their own.",
        "Woorden naast de opties verraden hoe weinig mensen “anders” kozen. Laat die optie weg uit "
        "een anonieme stap, en vraag woorden in een eigen vraag.",
    ),
    "anonymous.unread_words": (
        "Comments of this anonymous stage are not shown, so nobody would read these words. Show "
        "the comments, or leave the words out.",
        "Opmerkingen uit deze anonieme stap worden niet getoond, dus niemand zou deze woorden "
        "lezen. Toon de opmerkingen, of laat de woorden weg.",
    ),
    "anonymous.group_min": (
        "Group “{group}” may have fewer people than are needed to stay anonymous.",
        "Groep “{group}” mag minder mensen hebben dan nodig is om anoniem te blijven.",
    ),
}
_ITEMS: dict[str, tuple[str, str]] = {
    "scale.shared": (
        "The shared scale “{scale}” does not carry its own name and version.",
        "De gedeelde schaal “{scale}” draagt niet haar eigen naam en versie.",
    ),
    "scale.twice": ("Two steps have the same value.", "Twee stappen hebben dezelfde waarde."),
    "scale.levels": (
        "A scale of steps in order has 2 to 11 steps.",
        "Een schaal met geordende stappen heeft 2 tot 11 stappen.",
    ),
    "scale.bounds": (
        "Give the lowest and the highest value of this scale.",
        "Geef de laagste en de hoogste waarde van deze schaal.",
    ),
    "scale.ends": (
        "A line scale has two end labels and no steps.",
        "Een lijnschaal heeft twee eindlabels en geen stappen.",
    ),
    "scale.min_max": (
        "The highest value must be above the lowest, and the step above zero.",
        "De hoogste waarde moet boven de laagste liggen, en de stap boven nul.",
    ),
    "scale.fine": (
        "This scale has more than two thousand steps.",
        "Deze schaal heeft meer dan tweeduizend stappen.",
    ),
    "item.type": ("There is no item type “{given}”.", "Er is geen onderdeel van soort “{given}”."),
    "item.no_scale": ("There is no scale “{scale}”.", "Er is geen schaal “{scale}”."),
    "item.shared_scale": (
        "The shared scale “{scale}” is not included in this form.",
        "De gedeelde schaal “{scale}” is niet in dit formulier opgenomen.",
    ),
    "item.no_steps": (
        "A line with two ends has no steps to judge rows on; make it a question of its own, or "
        "choose a scale with steps.",
        "Een lijn met twee uiteinden heeft geen stappen om rijen op te beoordelen; maak er een "
        "eigen vraag van, of kies een schaal met stappen.",
    ),
    "item.framework": (
        "No framework is bound to “{framework}”.",
        "Aan “{framework}” is geen raamwerk verbonden.",
    ),
    "item.row_title": (
        "The row title “{item}” is not an item of this list.",
        "De regeltitel “{item}” is geen onderdeel van deze lijst.",
    ),
    "item.weight": (
        "A weight is more than 0 and at most 1000.",
        "Een gewicht is meer dan 0 en hooguit 1000.",
    ),
    "item.min_max": (
        "The highest is lower than the lowest.",
        "Het hoogste is lager dan het laagste.",
    ),
    "item.own_day": (
        "This date cannot be held against itself. Choose another one.",
        "Deze datum kan niet met zichzelf vergeleken worden. Kies een andere.",
    ),
    "item.descriptor": (
        "There is no step {value} on the scale of this rubric.",
        "De schaal van deze rubric heeft geen stap {value}.",
    ),
    "item.default": (
        "The default answer does not fit this item.",
        "Het standaardantwoord past niet bij dit onderdeel.",
    ),
    "item.nobody": ("Say who fills this in.", "Geef aan wie dit invult."),
    "item.no_stage": (
        "“{role}” should fill this in, but has no stage to do so.",
        "“{role}” moet dit invullen, maar heeft daarvoor geen stap.",
    ),
    "item.no_role": (
        "None of those who fill this in takes part in stage “{stage}”.",
        "Geen van wie dit invult, doet mee in stap “{stage}”.",
    ),
    "item.file_on_device": (
        "“{role}” may fill this in on the learner's device, where no file can be added, and could "
        "never send it. Do not require the file, or leave the learner's device out for “{role}”.",
        "“{role}” mag dit op het toestel van de aios of student invullen. Daar kan geen bestand "
        "bij, dus versturen lukt nooit. Maak het bestand niet verplicht, of laat het toestel van "
        "de aios of student weg bij “{role}”.",
    ),
    "item.many_fillers": (
        "The items of this form are filled in by too many roles at too many stages together (more "
        "than {most} times), this one the most. Say where each belongs.",
        "De onderdelen van dit formulier worden samen door te veel rollen in te veel stappen "
        "ingevuld (meer dan {most} keer), dit het meest. Zeg van elk waar het hoort.",
    ),
    "outcome.no_pick": (
        "“{item}” is not an item in which somebody picks an outcome.",
        "“{item}” is geen onderdeel waarin iemand een uitkomst kiest.",
    ),
    "outcome.prefix": (
        "No framework is bound to “{prefix}”.",
        "Aan “{prefix}” is geen raamwerk verbonden.",
    ),
    "outcome.framework": (
        "The framework “{framework}” is not known.",
        "Het raamwerk “{framework}” is niet bekend.",
    ),
    "outcome.unknown": (
        "“{outcome}” does not exist in “{framework}”.",
        "“{outcome}” bestaat niet in “{framework}”.",
    ),
    "emit.too_early": (
        "The data point would come at “{stage}”, before this is filled in.",
        "Het datapunt zou bij “{stage}” komen, voordat dit is ingevuld.",
    ),
    "emit.decision_stage": (
        "A decision can only come from a stage that decides; elsewhere it is an advice.",
        "Een beslissing kan alleen uit een stap komen die beslist; elders is het een advies.",
    ),
    "emit.advice_stage": (
        "An advice must not change any more: let “{stage}” open with “joined” or “released”.",
        "Een advies mag niet meer veranderen: laat “{stage}” opengaan met “joined” of “released”.",
    ),
    "emit.advice_stakes": (
        "An advice is never high-stakes; “{stage}” is.",
        "Bij een advies kan niet veel op het spel staan; bij “{stage}” wel.",
    ),
    "emit.point": (
        "A data point needs a value, its scale and an outcome.",
        "Een datapunt heeft een waarde, de schaal daarvan en een uitkomst nodig.",
    ),
    "emit.other_scale": (
        "A value given on the scale “{other}” comes out on “{scale}” here. The same number means "
        "something else on each.",
        "Een waarde die op de schaal “{other}” is gegeven, komt hier op “{scale}” uit. Hetzelfde "
        "getal betekent op elke schaal iets anders.",
    ),
    "emit.no_step": (
        "A plain number comes out here as a step of “{scale}”. Take an answer that was given on "
        "that scale, or name one of its steps.",
        "Een gewoon getal komt hier uit als stap van “{scale}”. Neem een antwoord dat op die "
        "schaal is gegeven, of noem een van haar stappen.",
    ),
    "emit.off_scale": (
        "The scale “{scale}” has no {value}.",
        "De schaal “{scale}” heeft geen {value}.",
    ),
    "emit.narrative": (
        "Say in which item the text of this stands.",
        "Geef aan in welk onderdeel deze tekst staat.",
    ),
    "emit.anonymous": (
        "An anonymous stage gives only the summed-up values of its items.",
        "Een anonieme stap levert alleen de samengevatte waarden van haar onderdelen.",
    ),
    "emit.each": (
        "“{item}” is not a list whose rows can be taken one by one.",
        "“{item}” is geen lijst waarvan de regels een voor een genomen kunnen worden.",
    ),
    "emit.known_words": (
        "Only these words are known here: {words}.",
        "Alleen deze woorden zijn hier bekend: {words}.",
    ),
    "emit.months": (
        "This must be a whole number of months from 1 to {most}. Set the least and the most of the "
        "question that asks for it.",
        "Dit moet een geheel aantal maanden zijn van 1 tot {most}. Geef de vraag daarnaar een "
        "minimum en een maximum.",
    ),
    "emit.words": (
        "Free text stays in the record: name the item under texts instead.",
        "Vrije tekst blijft in het formulier: noem het onderdeel bij teksten.",
    ),
}
DEFINITIONS: dict[str, tuple[str, str]] = _SHAPES | _PEOPLE | _ITEMS
