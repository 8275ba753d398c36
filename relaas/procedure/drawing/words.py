"""The words that a drawing needs besides those of the regime, Dutch first."""

from __future__ import annotations

from datetime import date

from relaas.procedure.model import CLOCK, Certainty, Regime

_WORDS: dict[str, tuple[str, str]] = {
    "after": ("na afloop van: {}", "after the end of: {}"),
    "anywhere": ("vanuit elke status", "from any status"),
    "by": ("door {}", "by {}"),
    "by_law": ("van rechtswege", "by operation of law"),
    "certainty_durable": ("duurzame zekerheid", "durable certainty"),
    "certainty_lost": ("zekerheid verloren", "certainty lost"),
    "certainty_none": ("geen zekerheid over verblijf", "no certainty about residence"),
    "certainty_temporary": ("tijdelijke zekerheid", "temporary certainty"),
    "condition": ("onder voorwaarde", "on a condition"),
    "diagram": ("Schema van: {}", "Diagram of: {}"),
    "diagram_desc": (
        "Per spoor de statussen als vakken en de handelingen op de pijlen ertussen: {}.",
        "Per track the statuses as boxes and the acts on the arrows between them: {}.",
    ),
    "ends": ("aan het einde van: {}", "at the end of: {}"),
    "final": ("eindstatus", "final status"),
    "from_statuses": ("vanuit: {}", "from: {}"),
    "here": ("HIER", "HERE"),
    "here_maybe": ("HIER?", "HERE?"),
    "legend": ("Legenda", "Legend"),
    "legend_clock": ("volgt van rechtswege uit het einde van een termijn", "follows by law from the end of a term"),
    "legend_happens": ("gebeurtenis", "event of life"),
    "legend_here": ("hier staat deze zaak", "where this case stands"),
    "legend_may": ("bevoegdheid: mag", "power: may"),
    "legend_must": ("plicht: moet", "duty: must"),
    "legend_procedure": ("een verblijfsprocedure staat open", "a residence procedure is open"),
    "legend_start": ("hier begint elke zaak", "every case begins here"),
    "legend_visited": ("hier is deze zaak geweest", "this case has been here"),
    "no_move": ("Handelingen die geen status veranderen", "Acts that change no status"),
    "open_end": ("niemand is gebonden dit te beëindigen", "nobody is bound to end this"),
    "or": (" of ", " or "),
    "procedure_open": ("open: {}", "open: {}"),
    "within": ("binnen: {}", "within: {}"),
    "tl_acts": ("Handelingen", "Acts"),
    "tl_against": ("in strijd met de regels", "against the rules"),
    "tl_branches": (
        "Getekend is een van {} mogelijke verlopen: niet alle data zijn bekend.",
        "Drawn is one of {} possible courses: not all dates are known.",
    ),
    "tl_day": ("dag", "day"),
    "tl_days": ("dagen", "days"),
    "tl_desc": (
        "Per spoor de opeenvolgende statussen, daaronder de termijnen en de handelingen, tot en met {}.",
        "Per track the statuses in order, below them the terms and the acts, up to and including {}.",
    ),
    "tl_late": ("te laat: {}", "late: {}"),
    "tl_late_since": ("te laat sinds {}", "late since {}"),
    "tl_no_acts": ("Er is niets te tonen.", "There is nothing to show."),
    "tl_since": ("vanaf {}", "from {}"),
    "tl_start": ("vanaf het begin", "from the beginning"),
    "tl_terms": ("Termijnen", "Terms"),
    "tl_term": ("termijn", "term"),
    "tl_title": ("Verloop van de zaak", "Course of the case"),
    "tl_today": ("vandaag", "today"),
    "tl_tracks": ("Sporen", "Tracks"),
    "tl_uncertain": ("datum niet precies bekend", "date not exactly known"),
    "tl_unknown": ("datum onbekend", "date unknown"),
    "tl_until": ("t/m {}", "until {}"),
    "tl_no_end": ("einde onbepaald", "no set end"),
    "tl_between": ("tussen {} en {}", "between {} and {}"),
    "tl_on_or_after": ("op of na {}", "on or after {}"),
    "tl_on_or_before": ("uiterlijk {}", "on or before {}"),
    "term_idle": ("niet meer van belang", "no longer matters"),
    "term_met": ("gehaald", "met"),
    "term_missed": ("overschreden", "missed"),
    "term_over": ("verstreken", "over"),
    "term_running": ("loopt", "running"),
    "term_stopped": ("geëindigd", "ended"),
    "term_suspended": ("opgeschort", "suspended"),
    "breach_late": ("te laat gedaan", "done late"),
    "breach_lapsed": ("te laat, en vervallen", "late, and lapsed"),
    "breach_still_late": ("nog niet gedaan, te laat", "not done yet, late"),
    "breach_against_rules": ("in strijd met de regels", "against the rules"),
}
_MONTHS = (
    ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
)


def word(name: str, language: str, *parts: object) -> str:
    """The words of that name, with its parts filled in."""
    dutch, english = _WORDS[name]
    return (english if language.startswith("en") else dutch).format(*parts)


def word_month(month: int, language: str) -> str:
    """A month in three letters."""
    return _MONTHS[language.startswith("en")][month - 1]


def word_date(day: date, language: str) -> str:
    """A date, short: 17 mrt 2016."""
    return f"{day.day} {word_month(day.month, language)} {day.year}"


def word_certainty(certainty: Certainty, language: str) -> str:
    """What a certainty is called."""
    return word(f"certainty_{certainty.value}", language)


def word_roles(regime: Regime, roles: tuple[str, ...], language: str) -> str:
    """Who acts; the clock is the law itself."""
    if roles == (CLOCK,):
        return word("by_law", language)
    titles = [regime.roles[role].title.in_language(language) if role in regime.roles else role for role in roles]
    joint = word("or", language)
    whole = joint.join([", ".join(titles[:-1]), titles[-1]]) if len(titles) > 1 else titles[0]
    return word("by", language, whole)
