"""One invented child of the demonstration that has told its story, in two languages, labelled and partly coded.

Every act goes through the use cases, as people would do it, each on its own day. Broken off halfway it goes on at the
next start: nothing is done twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from relaas.application.actors import Actor, actors_of
from relaas.application.demonstration_risk import Seen, analyse, answer_with_measure, prove_measure
from relaas.application.opening import open_case
from relaas.application.recording import record_act
from relaas.application.risk.page import see_risk
from relaas.application.seeing import see_case
from relaas.application.story.facts import code_fact
from relaas.application.story.identity import write_identity
from relaas.application.story.labelling import confirm_label, label_passage
from relaas.application.story.passages import Words
from relaas.application.story.story_page import see_story
from relaas.application.story.telling import Circumstances, Present, record_telling
from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.when import When
from relaas.storage.models.people import Person
from relaas.storage.models.story import Telling
from relaas.story.fact_kinds import Certainty

COLLEAGUE = "story_team-colleague"
_REGIME, _KEY, _TELLING = "integral", "demonstration-story", "hear_story"
_BEGAN_DAYS_AGO, _TOLD_ON_DAY, _YEARS_OLD = 320, 188, 15
_INVENTED = "Verzonnen, geen echt kind."


@dataclass(frozen=True, slots=True)
class _Step:
    day: int
    role: str
    act: str
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said:
    language: str
    words: str
    means: str
    carries: tuple[str, ...]


_COURSE = (
    _Step(0, "guardian", "record_birth_date"),
    _Step(0, "reception", "record_signal", {"indications": f"Werd opgehaald door een onbekende auto. {_INVENTED}"}),
    _Step(1, "coa", "place_in_protected_reception"),
    _Step(
        1,
        "police",
        "inform_child",
        {
            "language": "Tigrinya",
            "understood": "Verzonnen: ik mag drie maanden rusten en hoef niets te zeggen.",
            "understood_in": "Tigrinya",
        },
    ),
    _Step(4, "chain", "assess_possible_victim", {"reasons": f"Twee signalen van verschillende kanten. {_INVENTED}"}),
    _Step(5, "child", "wish_reflection"),
    _Step(6, "police", "grant_reflection"),
    _Step(30, "risk_team", "establish_risks", {"risks": f"Wordt gebeld door de reisagent. {_INVENTED}"}),
    _Step(35, "reception", "answer_risks", {"measures": "Ander telefoonnummer.", "owner": "Mentor", "ready_on": 45}),
    _Step(38, "risk_team", "find_able"),
    _Step(50, "reception", "prove_measures", {"proof": "Nummer gewisseld."}),
    _Step(102, "guardian", "open_procedure"),
    _Step(106, "guardian", "plan_story", {"wishes": "Liever in de ochtend, met pauzes."}),
    _Step(_TOLD_ON_DAY, "story_team", _TELLING),
    _Step(_TOLD_ON_DAY + 1, "story_team", "pass_on_lead"),
    _Step(_TOLD_ON_DAY + 9, "police", "start_investigation"),
)
_CALLED = "traffickers_reach"
_CALLS = Seen("serious", "Wordt gebeld door de reisagent.", "De telefoon ging elke nacht.", "Mentor, dag 12")
# What was said, in which language, what it means, and what it carries; the last one still waits for a trained person.
_STORY: Sequence[_Said] = (
    _Said(
        "ti",
        "ምስ ኣደይን ክልተ ኣሓተይን ኣብ ሓንቲ ንእሽቶ ዓዲ ንነብር ነይርና።",
        "Wij woonden met mijn moeder en twee zussen in een klein dorp.",
        ("family",),
    ),
    _Said(
        "ti",
        "ሓደ ሰብኣይ ኣብ ኤውሮጳ ስራሕን ትምህርትን ኣሎ ኢሉኒ።",
        "Een man zei dat er in Europa werk en school was.",
        ("recruitment",),
    ),
    _Said(
        "ti",
        "ብመኪና፣ ብድሕሪኡ ድማ ብጀልባ ተጓዒዝና። ፓስፖርተይ ወሲዶሞ።",
        "We reisden met een auto en daarna met een boot. Ze namen mijn paspoort af.",
        ("route", "control"),
    ),
    _Said(
        "ar",
        "قالوا إن علي ديناً قدره ثمانية آلاف يورو ويجب أن أعمل حتى أسدده.",
        "Ze zeiden dat ik achtduizend euro schuld had en moest werken tot die was betaald.",
        ("control",),
    ),
    _Said(
        "ti",
        "ለይቲ ኣብ ክሽነ ቤት ምግቢ ይሰርሕ ነይረ፣ ክኸይድ ኣይፍቀደለይን ነይሩ።",
        "'s Nachts werkte ik in de keuken van een restaurant; weggaan mocht ik niet.",
        ("exploitation",),
    ),
    _Said(
        "ti",
        'እቲ ሓለቓ "ዓቢ" ይብልዎ። ቀይሕ መኪና ነይራቶ።',
        "De baas werd 'de Grote' genoemd. Hij had een rode auto.",
        ("perpetrators",),
    ),
    _Said(
        "ti",
        "ሕጂ እውን ለይቲ ኣይድቅስን፣ ርእሰይ ድማ የሕምመኒ።",
        "Nog steeds slaap ik 's nachts niet en ik heb hoofdpijn.",
        ("health",),
    ),
    _Said(
        "ti",
        "እንተተመለስኩ ኣብ ውትህድርና ከእትዉኒ እዮም።",
        "Als ik terugga, moet ik in dienst.",
        ("asylum_grounds",),
    ),
    _Said(
        "ti",
        "ካብ ሓደ ቁጽሪ ይድውሉለይ፣ ይፈርሕ።",
        "Ik word gebeld door een nummer; ik ben bang.",
        ("fear_and_safety",),
    ),
    _Said(
        "ti",
        "መካኒክ ክኸውን እደሊ።",
        "Ik wil automonteur worden.",
        ("future",),
    ),
    _Said(
        "ti",
        "ሓውቦይ ኣብ ካልእ ሃገር ይነብር።",
        "Mijn oom woont in een ander land.",
        (),
    ),
)


_NAMES = (("ዮናስ ተኽለ",), ("Jonas Tekle", "Yonas Tekele"))


def is_story_told() -> bool:
    """Whether the demonstration has its story, whole."""
    return Telling.objects.filter(idempotency_key=f"{_KEY}-told").exists()


def tell_demonstration_story(*, now: datetime) -> None:
    """Open the case, go its course, and tell and label the story. What is there already is not done again."""
    people = {
        person.username: actors_of(person, now.date())[0]
        for person in Person.objects.filter(is_demonstration=True)
        if actors_of(person, now.date())
    }
    began = (now.astimezone(AMSTERDAM) - timedelta(days=_BEGAN_DAYS_AGO)).date()
    number = open_case(
        actor=people["guardian"],
        line_or_regime=_REGIME,
        on=began,
        reason=f"Zaak van de demonstratie met een verhaal. {_INVENTED}",
        idempotency_key=_KEY,
        now=_moment(began, 8),
    ).number
    for place, step in enumerate(_COURSE):
        _do(people, number, step, began, place)
    _say_who(people, number, _NAMES[0], began, now)
    _report_again(people, began, now)


def _report_again(people: Mapping[str, Actor], began: date, now: datetime) -> None:
    """Somebody else reports a signal about the same child under another spelling, in a case of its own: what the
    same-child officer finds in the list."""
    on = (now.astimezone(AMSTERDAM) - timedelta(days=1)).date()
    at = _moment(on, 9)
    number = open_case(
        actor=people["kmar"],
        line_or_regime=_REGIME,
        on=on,
        reason=f"Tweede melding over hetzelfde kind. {_INVENTED}",
        idempotency_key=f"{_KEY}-again",
        now=at,
    ).number
    record_act(
        actor=people["kmar"],
        number=number,
        act="record_signal",
        on=When.exact(on),
        answers={},
        form={"indications": f"Kind zonder papieren in een vrachtwagen. {_INVENTED}"},
        seen=see_case(actor=people["kmar"], number=number, today=on, now=at).seen,
        idempotency_key=f"{_KEY}-again-signal",
        now=at,
    )
    _say_who(people, number, _NAMES[1], began, now)


def _say_who(people: Mapping[str, Actor], number: str, names: tuple[str, ...], began: date, now: datetime) -> None:
    write_identity(
        actor=people["guardian"],
        number=number,
        patch={
            "names": names,
            "born_on_claimed": began.replace(year=began.year - _YEARS_OLD, day=1),
            "nationalities": ["Eritrea"],
            "languages": ["Tigrinya"],
        },
        idempotency_key=f"{_KEY}-who-{number}",
        now=now,
    )


def _do(people: Mapping[str, Actor], number: str, step: _Step, began: date, place: int) -> None:
    day = began + timedelta(days=step.day)
    actor, at = people[step.role], _moment(day, 10)
    if step.act == _TELLING:
        _tell(people, number, day)
        return
    _analyse(people, number, step, began)
    record_act(
        actor=actor,
        number=number,
        act=step.act,
        on=When.exact(day),
        answers={"born_on": began.replace(year=began.year - _YEARS_OLD, day=1)} if place == 0 else {},
        form={
            name: began + timedelta(days=value) if isinstance(value, int) else value
            for name, value in step.form.items()
        },
        seen=see_case(actor=actor, number=number, today=day, now=at).seen,
        idempotency_key=f"{_KEY}-{place}",
        now=at,
    )


def _analyse(people: Mapping[str, Actor], number: str, step: _Step, began: date) -> None:
    """What an act rests on in the risk analysis, written before it."""
    case: dict[str, Any] = {"people": people, "number": number, "began": began, "key": _KEY, "day": step.day}
    if step.act == "establish_risks":
        analyse(**case, seen={_CALLED: _CALLS})
    if step.act == "answer_risks":
        answer_with_measure(**case, domain=_CALLED, words="Ander telefoonnummer.", until=step.day + 10)
    if step.act == "prove_measures":
        now = _moment(began + timedelta(days=step.day), 9)
        page = see_risk(actor=people[step.role], number=number, today=now.date(), now=now)
        for one in page.analysis.measures:
            if one.proof is None:
                prove_measure(**case, measure=one.entry, words="Nummer gewisseld.")


def _tell(people: Mapping[str, Actor], number: str, day: date) -> None:
    team, colleague, at = people["story_team"], people[COLLEAGUE], _moment(day, 10)
    record_telling(
        actor=team,
        number=number,
        act=_TELLING,
        on=day,
        circumstances=Circumstances(
            place="Rustige kamer in de opvang",
            present=(Present(role="guardian"), Present(role="interpreter", direction="ti-nl")),
            interpreter="Tigrinya en Arabisch naar Nederlands",
            breaks="Twee",
            observed="Vertelde rustig, met een pauze na de reis.",
        ),
        words=[Words(words=one.words, language=one.language, translation=one.means) for one in _STORY],
        seen=see_case(actor=team, number=number, today=day, now=at).seen,
        idempotency_key=f"{_KEY}-told",
        now=at,
    )
    page = see_story(actor=team, number=number, today=day, now=at)
    passages = [passage.id for telling in page.tellings for passage in telling.passages]
    for passage, said in zip(passages, _STORY, strict=True):
        if said.carries:
            label_passage(actor=team, number=number, passage=passage, categories=said.carries, now=at)
            confirm_label(actor=colleague, number=number, passage=passage, now=at)
    _code(team, number, passages[3], at)


def _code(team: Actor, number: str, passage: str, at: datetime) -> None:
    code_fact(
        actor=team,
        number=number,
        kind="debt",
        values={"amount": "8000", "currency": "EUR"},
        certainty=Certainty.CERTAIN,
        cites=[passage],
        idempotency_key=f"{_KEY}-debt",
        now=at,
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)
