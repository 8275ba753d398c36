"""The path of an invented child through the integral procedure, from first signal past the 18th birthday.

Days are counted from the first signal, which is so long ago that the birthday has come.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from relaas.kernel.moments import amsterdam_date

PASSWORD = "alleen-voor-de-proef"
TODAY = amsterdam_date(datetime.now(tz=UTC))
SIGNAL_DAYS_AGO = 610
BIRTHDAY = 590


@dataclass(frozen=True)
class Step:
    """An act: on which day after the signal, by whom, and what the form says (``+10``: a date so many days later)."""

    day: int
    role: str
    act: str
    written: dict[str, str] = field(default_factory=dict)


def first_day(today: date) -> date:
    """The day of the first signal."""
    return today - timedelta(days=SIGNAL_DAYS_AGO)


def born_on(today: date) -> date:
    """A birthday such that the 18th comes `BIRTHDAY` days after the signal; the 29th of February is avoided."""
    eighteenth = first_day(today) + timedelta(days=BIRTHDAY)
    safe = eighteenth.replace(day=28) if (eighteenth.month, eighteenth.day) == (2, 29) else eighteenth
    return safe.replace(year=safe.year - 18)


PATH = (
    Step(0, "guardian", "record_birth_date"),
    Step(0, "police", "record_signal", {"indications": "Proeftekst: werkte 's nachts in een keuken."}),
    Step(1, "coa", "place_in_protected_reception"),
    Step(
        1,
        "police",
        "inform_child",
        {"language": "ti", "understood": "Proeftekst: ik mag eerst rusten.", "understood_in": "ti"},
    ),
    Step(4, "chain", "assess_possible_victim", {"reasons": "Proeftekst: meer dan een signaal."}),
    Step(5, "child", "wish_reflection"),
    Step(6, "police", "grant_reflection"),
    Step(30, "risk_team", "establish_risks", {"risks": "Proeftekst: bedreiging via telefoon."}),
    Step(
        35, "reception", "answer_risks", {"measures": "Proeftekst: ander nummer.", "owner": "Mentor", "ready_on": "+10"}
    ),
    Step(38, "risk_team", "find_unable"),
    Step(50, "reception", "prove_measures", {"proof": "Proeftekst: nummer gewisseld."}),
    Step(100, "guardian", "open_procedure"),
    Step(102, "ind", "grant_hardship_path"),
    Step(109, "doctor", "begin_treatment"),
    Step(190, "risk_team", "reassess_unable"),
    Step(270, "risk_team", "reassess_able"),
    Step(273, "guardian", "plan_story", {"wishes": "Proeftekst: liever 's ochtends."}),
    Step(288, "story_team", "hear_story"),
    Step(289, "story_team", "pass_on_lead"),
    Step(299, "police", "start_investigation"),
    Step(309, "ind", "weigh_interests", {"guardian_view": "Proeftekst: gezien."}),
    Step(321, "prosecutor", "decide_to_prosecute"),
    Step(340, "ind", "grant_protection"),
    Step(470, "guardian", "plan_transition", {"plan": "Proeftekst: kamer en school.", "contact": "Mentor"}),
    Step(595, "guardian", "hand_over", {"contact": "Mentor"}),
)
