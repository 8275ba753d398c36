"""The words of a replay report, in Dutch and English."""

from __future__ import annotations

from relaas.casework.published import ReadExtent
from relaas.casework.replay import Limit
from relaas.casework.replay_findings import Agreement
from relaas.casework.replay_owed import WhyNot
from relaas.casework.replay_steps import Verdict

Pair = tuple[str, str]

LIMITS: dict[Limit, Pair] = {
    Limit.LAW_NOT_MODELLED: (
        "Recht van die dag niet gemodelleerd: een of meer stappen vallen buiten de dagen van het gemodelleerde recht.",
        "Law of that day not modelled: one or more steps lie outside the days of the modelled law.",
    ),
    Limit.LAW_UNDATED: (
        "Van een of meer stappen is de dag niet genoeg bekend om te zeggen welk recht gold.",
        "For one or more steps the day is not known well enough to say which law applied.",
    ),
    Limit.JUDGED_UNTIL: (
        "De zaak loopt door na de laatste dag waarvoor het recht is gemodelleerd; het overzicht eindigt op die dag.",
        "The case goes on after the last day for which the law is modelled; the overview ends on that day.",
    ),
    Limit.NOT_A_MINOR: (
        "Geen minderjarige: de integrale procedure past niet, en de asielregels zijn voor kinderen gemodelleerd.",
        "Not a minor: the integral procedure does not fit, and the asylum rules are modelled for children.",
    ),
    Limit.AGE_NOT_STATED: (
        "In wat is gelezen staat niet of dit een minderjarige is.",
        "What was read does not state whether this is a minor.",
    ),
    Limit.BIRTH_DATE_UNKNOWN: (
        "De geboortedatum is niet bekend; wat van de achttiende verjaardag afhangt is niet te zeggen.",
        "The date of birth is not known; what depends on the eighteenth birthday cannot be said.",
    ),
    Limit.SUMMARISED: (
        "Alleen een samenvatting van de bron is gelezen; data en oordelen zijn niet aan de uitspraak zelf getoetst.",
        "Only a summary of the source was read; dates and findings were not checked against the judgment itself.",
    ),
    Limit.EXCERPT: ("Van de bron is een gedeelte gelezen.", "Part of the source was read."),
    Limit.DATES_UNKNOWN: (
        "Een of meer data zijn onbekend; zij liggen ergens tussen wat ervoor en erna komt.",
        "One or more dates are unknown; they lie somewhere between what comes before and after.",
    ),
    Limit.NOT_SEEN: ("Niet gezien in de bron: {}.", "Not seen in the source: {}."),
    Limit.TOO_UNCERTAIN: (
        "De bekende data laten te veel verlopen open om alle te volgen.",
        "The known dates leave too many courses open to follow them all.",
    ),
    Limit.ADJACENT: (
        "Geen mensenhandelprocedure: een asielzaak van een kind met een verwant motief.",
        "No trafficking procedure: an asylum case of a child with a related motive.",
    ),
    Limit.PRESUPPOSED: (
        "Stappen met ◦ staan niet in de bron maar volgen uit wat erna komt; hun dag is onbekend.",
        "Steps marked ◦ are not in the source but follow from what comes after; their day is unknown.",
    ),
}
VERDICTS: dict[Verdict, Pair] = {
    Verdict.ALLOWED: ("volgens de regels", "according to the rules"),
    Verdict.AGAINST_RULES: ("in strijd met de regels", "against the rules"),
    Verdict.NOT_AS_TOLD: (
        "kon niet zoals verteld (een stap ontbreekt in de bron, of het was in strijd met de regels)",
        "not possible as told (a step is missing in the source, or it was against the rules)",
    ),
    Verdict.UNCLEAR: (
        "niet te zeggen (hangt af van wat niet bekend is)",
        "cannot be said (depends on what is not known)",
    ),
    Verdict.NO_SUCH_ACT: ("deze versie van het recht kent dit niet", "this version of the law does not know this"),
    Verdict.NOT_JUDGED: ("niet beoordeeld", "not judged"),
}
AGREEMENTS: dict[Agreement, Pair] = {
    Agreement.AGREE: ("komt overeen", "agrees"),
    Agreement.DISAGREE: ("wijkt af", "disagrees"),
    Agreement.NOT_COMPARABLE: ("niet te vergelijken", "not comparable"),
}
WHY_NOT: dict[WhyNot, Pair] = {
    WhyNot.NOT_A_MINOR: (
        "De zaak gaat over een meerderjarige; de integrale procedure is er voor kinderen.",
        "The case is about an adult; the integral procedure is for children.",
    ),
    WhyNot.NO_BEGINNING: (
        "In de zaak is geen signaal, aanvraag of aangifte met een plaats in de tijd om vanaf te rekenen.",
        "The case shows no signal, application or report to count from.",
    ),
}
EXTENTS: dict[ReadExtent, Pair] = {
    ReadExtent.COURT_TEXT: ("gedeelte van de uitspraak", "part of the judgment"),
    ReadExtent.HEADNOTE: ("inhoudsindicatie", "court's headnote"),
    ReadExtent.SUMMARY: ("automatische samenvatting van de uitgever", "publisher's automatic summary"),
    ReadExtent.NGO: ("samenvatting door een organisatie", "summary by an organisation"),
    ReadExtent.REGISTER: ("samenvatting in een register", "summary in a register"),
    ReadExtent.PRESS: ("krantenreconstructie", "newspaper reconstruction"),
}
WORDS: dict[str, Pair] = {
    "title": ("Gepubliceerde zaken door het recht van hun dag", "Published cases through the law of their day"),
    "intro": (
        "Elke stap is beoordeeld naar het recht van zijn eigen dag, zoals het is gemodelleerd. Daarnaast staat wat de "
        "integrale procedure van de brief van 17 maart 2016 het kind verschuldigd was geweest. Onbekende "
        "data blijven onbekend.",
        "Each step is judged by the law of its own day, as modelled. Beside it stands what the integral procedure of "
        "the letter of 17 March 2016 would have owed the child. Unknown dates stay unknown.",
    ),
    "contents": ("Zaken", "Cases"),
    "happened": ("Wat er gebeurde", "What happened"),
    "course": ("Verloop", "Course"),
    "event": ("Gebeurtenis", "Event"),
    "date": ("Datum", "Date"),
    "law_of_the_day": ("Recht van die dag", "Law of that day"),
    "says": ("Wat het recht ervan zegt", "What the law says of it"),
    "owed": ("Daarna verschuldigd", "Owed after it"),
    "not_modelled": ("recht van die dag niet gemodelleerd", "law of that day not modelled"),
    "undated": ("dag niet genoeg bekend om het recht te kiezen", "day not known well enough to choose the law"),
    "no_act": ("Geen handeling in de regeling: {}", "No act in the regime: {}"),
    "due": ("uiterlijk {}", "by {}"),
    "no_term": ("geen termijn", "no term"),
    "term_not_begun": ("termijn nog niet begonnen", "term not begun"),
    "late": ("{} te laat (uiterlijk {})", "{} late (due by {})"),
    "maybe_late": ("misschien te laat: uiterlijk {}", "perhaps late: due by {}"),
    "in_time": ("op tijd (uiterlijk {})", "in time (due by {})"),
    "overdue": ("Op dat moment te laat", "Late by then"),
    "terms": ("Termijnen die liepen", "Terms that ran"),
    "term": ("Termijn", "Term"),
    "began": ("Begon", "Began"),
    "ends": ("Laatste dag", "Last day"),
    "phase": ("Stand", "State"),
    "breaches": ("Te laat, of in strijd met de regels", "Late, or against the rules"),
    "who": ("Wie", "Who"),
    "what": ("Wat", "What"),
    "how_late": ("Hoeveel te laat", "How late"),
    "possibly": ("mogelijk", "possibly"),
    "none": ("geen", "none"),
    "figures": ("De zaak in cijfers", "The case in figures"),
    "procedures": ("Verblijfsprocedures begonnen", "Residence procedures started"),
    "tellings": ("Keren om het verhaal gevraagd, voor zover verteld", "Times asked for its account, as far as told"),
    "uncertain": ("Dagen in onzekerheid", "Days of uncertainty"),
    "beside": ("Wat de integrale procedure verschuldigd was", "What the integral procedure would have owed"),
    "counted_from": ("Gerekend vanaf: {} ({}).", "Counted from: {} ({})."),
    "if_minor": (
        "Alleen als dit een minderjarige was; de bron zegt het niet.",
        "Only if this was a minor; the source does not say.",
    ),
    "certain_by": ("Blijvende zekerheid uiterlijk: {}.", "Durable certainty by: {}."),
    "duty": ("Plicht", "Duty"),
    "due_by": ("Uiterlijk", "Due by"),
    "case_shows": ("In de zaak", "In the case"),
    "not_in_case": ("niet in wat is gelezen", "not in what was read"),
    "after_due": ("{}: {} na die dag", "{}: {} after that day"),
    "before_due": ("{}: {} voor die dag", "{}: {} before that day"),
    "same_day": ("{}: op die dag", "{}: on that day"),
    "unknown_due": ("{}: afstand niet te zeggen", "{}: distance cannot be said"),
    "promises": ("Wat de brief vraagt, in deze zaak", "What the letter asks, in this case"),
    "promise": ("Belofte", "Promise"),
    "findings": ("Wat de rechter vond", "What the court found"),
    "finding": ("Oordeel", "Finding"),
    "replay_says": ("De terugblik", "The replay"),
    "limits": ("Wat deze zaak niet beantwoordt", "What this case does not answer"),
    "read": ("Gelezen", "Read"),
    "source": ("Bron", "Source"),
    "not_judged_whole": (
        "Over de zaak als geheel is niets te zeggen: {}.",
        "Nothing can be said of the case as a whole: {}.",
    ),
    "too_many": ("de data laten te veel verlopen open", "the dates leave too many courses open"),
    "judged_by": ("Als geheel naar {}, op {}.", "As a whole by {}, on {}."),
    "in_words": ("Het verloop in woorden", "The course in words"),
    "adult": ("meerderjarig", "adult"),
    "minor": ("minderjarig", "minor"),
    "age_unknown": ("leeftijd niet vermeld", "age not stated"),
    "before": ("Zoals het ging, naar het recht van die dagen", "As it went, under the law of those days"),
    "after": ("Met de ene procedure van de brief", "With the one procedure of the letter"),
}


def word(name: str, language: str) -> str:
    """A word of the report."""
    return pick(WORDS[name], language)


def pick(pair: Pair, language: str) -> str:
    """The words of a pair in a language; English for ``en``, else Dutch."""
    return pair[1] if language.startswith("en") else pair[0]
