"""A risk analysis in words: where each domain stands, what is missing, and whether the child can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relaas.application.case_page import CasePage
from relaas.application.risk.late import RiskDueSeen
from relaas.application.risk.page import RiskPage
from relaas.casework.risk_analysis import DueKind, Lack, LackKind, Unanswered
from relaas.casework.risk_entries import Acceptance, Measure, Member, Named
from relaas.casework.risk_law import RiskLaw, State
from relaas.casework.wording import word_day, word_when
from relaas.procedure.phases import TermPhase
from relaas.web.presentation.badges import Badge, days_badge
from relaas.web.presentation.sources import SourceView, source_view
from relaas.web.session import language_of_page, role_title


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainView:
    """One row of the picture: a domain with its level, what answers it, and how that stands."""

    domain: str
    title: str
    level: str
    blocks: tuple[bool, ...]
    state: Badge
    answers: tuple[str, ...]
    disagreements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure, with how it stands."""

    entry: str
    domain: str
    domain_title: str
    words: str
    owner: str
    until: str
    told: str
    state: Badge
    proof: dict[str, str]
    reviews: tuple[dict[str, str], ...]
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceView:
    """An acceptance, with who signed and until when it holds."""

    entry: str
    domain: str
    domain_title: str
    level: str
    reasons: str
    signatures: tuple[str, ...]
    state: Badge
    waits: bool
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """Something due in a list."""

    number: str
    name: str
    words: str
    url: str
    due: str
    badge: Badge
    late: bool
    who: str
    named: bool


def risk_crumbs(seen: RiskPage, *here: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the analysis. ``here``: text and address of each step after the analysis itself."""
    steps = [
        (_("Zaken"), reverse("web:cases")),
        (seen.name, reverse("web:case", args=[seen.number])),
        (_("Risicoanalyse"), reverse("web:risk", args=[seen.number]) if here else ""),
        *here,
    ]
    return [{"text": text, "url": url} for text, url in steps]


def domain_title(law: RiskLaw, domain: str) -> str:
    """What a domain is called."""
    return law.domains[domain].title.in_language(language_of_page())


def domain_views(seen: RiskPage) -> list[DomainView]:
    """Every domain of the law, in its order."""
    return [_domain_view(seen, domain) for domain in seen.law.domains]


def lack_words(law: RiskLaw, lacks: Iterable[Lack]) -> list[str]:
    """Everything that is missing, a sentence each."""
    return [_lack(law, lack) for lack in lacks]


def measure_view(seen: RiskPage, one: Measure) -> MeasureView:
    """A measure as it stands today."""
    language = language_of_page()
    return MeasureView(
        entry=one.entry,
        domain=one.domain,
        domain_title=domain_title(seen.law, one.domain),
        words=one.words,
        owner=_named(one.owner),
        until=word_day(one.until, language),
        told=_named(one.escalates_to) if one.escalates_to else "",
        state=_measure_badge(seen, one),
        proof=_proof(one),
        reviews=tuple(
            {
                "effect": seen.law.effects[review.effect].title.in_language(language),
                "reasons": review.reasons,
                "on": word_day(review.on, language),
            }
            for review in one.reviews
        ),
        withdrawn=one.withdrawn_because,
    )


def acceptance_view(seen: RiskPage, one: Acceptance) -> AcceptanceView:
    """An acceptance as it stands today."""
    language = language_of_page()
    return AcceptanceView(
        entry=one.entry,
        domain=one.domain,
        domain_title=domain_title(seen.law, one.domain),
        level=seen.law.levels[one.level].title.in_language(language),
        reasons=one.reasons,
        signatures=tuple(f"{who.name}, {who.organisation}, {word_day(who.on, language)}" for who in one.signatures),
        state=_acceptance_badge(seen, one),
        waits=one.signed_on is None and one.withdrawn_on is None,
        withdrawn=one.withdrawn_because,
    )


def member_view(seen: RiskPage, one: Member) -> dict[str, Any]:
    """Somebody in the team."""
    if one.has_conflict:
        mark = Badge(text=_("heeft een belang, telt niet mee"), tone="red", icon="pause")
    elif not one.is_of_this_round and any(other.is_of_this_round for other in seen.analysis.members):
        mark = Badge(text=_("bij een eerdere analyse"))
    elif not one.is_present:
        mark = Badge(text=_("niet aanwezig"), tone="amber", icon="pause")
    else:
        mark = Badge(text=_("aanwezig"), tone="green", icon="done")
    return {
        "name": one.name,
        "organisation": one.organisation,
        "discipline": seen.law.team.disciplines[one.discipline].title.in_language(language_of_page()),
        "conflict": one.conflict,
        "state": mark,
    }


def finding_views(seen: RiskPage, domain: str) -> list[dict[str, str]]:
    """What was found in a domain, as far as the actor may see it."""
    language = language_of_page()
    return [
        {
            "words": one.words,
            "evidence": seen.law.evidence[one.evidence].title.in_language(language),
            "where": one.where,
            "who": role_title(one.by.role),
            "on": word_day(one.on, language),
        }
        for one in seen.analysis.findings
        if one.domain == domain
    ]


def overview(seen: RiskPage) -> dict[str, Any]:
    """The figures, and what is missing for what comes next."""
    language, analysis = language_of_page(), seen.analysis
    established = analysis.established
    unanswered = analysis.unanswered_on(seen.today)
    return {
        "established": word_day(established.on, language) if established else "",
        "figures": [
            (_("Risico's zonder antwoord"), len(unanswered)),
            (_("Maatregelen te laat"), len(analysis.overdue_on(seen.today))),
            (_("Aanvaardingen van kracht"), len(analysis.accepted_on(seen.today))),
        ],
        "missing": [
            {"title": _STATES[state](), "lacks": lack_words(seen.law, lacks)}
            for state, lacks in _once(seen).items()
            if lacks and (state is State.ASSESSED) == (established is None)
        ],
        "again": lack_words(seen.law, seen.lacks[State.ASSESSED]) if established else [],
        "sources": law_sources(seen.law, ["letter-r2", "letter-r2-binding", "assumed-team", "assumed-acceptance"]),
    }


def telling_view(seen: RiskPage, case: CasePage) -> dict[str, Any]:
    """Whether the child can tell, what follows from that, and which proof today's law still asks."""
    language, situation, law = language_of_page(), case.situation, seen.law
    landmark = seen.regime.landmarks.get("unable_to_tell")
    tracks = list(landmark.statuses) if landmark is not None else []
    shown = [(track, status) for track in tracks for status in situation.statuses.get(track, ())]
    is_unable = any(landmark is not None and status in landmark.statuses[track] for track, status in shown)
    return {
        "is_unable": is_unable,
        "statuses": [seen.regime.tracks[track].statuses[status].title.in_language(language) for track, status in shown],
        "support": _support(seen, case),
        "proofs": _missing_proofs(seen, case),
        "asks_proofs": law.proofs.track in seen.regime.tracks,
        "terms": [
            (seen.regime.terms[term.term].title.in_language(language), word_when(term.ends_on, language))
            for term in situation.terms
            if term.term in ("reassessment", "second_opinion", "hardship_grant", "treatment")
            and TermPhase.RUNNING in term.phases
        ],
    }


def acts_of_analysis(seen: RiskPage, case: CasePage) -> list[dict[str, str]]:
    """The acts that rest on the analysis, and those by which the team concludes, as far as they are the actor's now."""
    conclusions = {
        act
        for landmark in ("found_able", "found_unable")
        if landmark in seen.regime.landmarks
        for act in seen.regime.landmarks[landmark].acts
    }
    mine = {act for duty in case.must for act in duty.acts} | {possible.act for possible in case.may}
    siblings = {act for duty in case.must if conclusions & set(duty.acts) for act in duty.acts}
    wanted = [act for act in seen.regime.acts if act in mine & (conclusions | siblings | seen.law.acts.keys())]
    return [
        {
            "act": act,
            "title": seen.regime.acts[act].title.in_language(language_of_page()),
            "ready": "" if act not in seen.law.acts or not seen.lacks[seen.law.acts[act]] else "no",
        }
        for act in wanted
    ]


def due_view(due: RiskDueSeen) -> DueView:
    """One line of what is due."""
    words = {
        DueKind.MEASURE: _("Maatregel uitvoeren en aantonen"),
        DueKind.ANSWER: _("Risico opnieuw beantwoorden"),
        DueKind.ACCEPTANCE: _("Aanvaarding van kracht"),
    }[due.kind]
    measure = reverse("web:risk-measure", args=[due.number, due.entry]) if due.kind is DueKind.MEASURE else ""
    return DueView(
        number=due.number,
        name=due.name,
        words=words,
        url=measure or reverse("web:risk", args=[due.number]),
        due=word_day(due.due_on, language_of_page()),
        badge=days_badge(due.days, language_of_page()),
        late=due.days < 0,
        who=f"{role_title(due.role)}, {due.organisation}",
        named=due.is_named,
    )


def law_sources(law: RiskLaw, names: Iterable[str]) -> list[SourceView]:
    """Sources of the law of the analysis."""
    return [source_view(name, law.sources[name], language_of_page()) for name in names]


def written_in_act(seen: RiskPage, act: str) -> dict[str, Any]:
    """What the form of an act that rests on the analysis begins with: what is in the analysis already."""
    analysis, language = seen.analysis, language_of_page()
    standing = [one for one in analysis.measures if one.answers_on(seen.today)]
    levels = [
        f"{domain_title(seen.law, domain)}: {seen.law.levels[judged.level].title.in_language(language)}"
        for domain in seen.law.domains
        if (judged := analysis.judged(domain))
    ]
    accepted = [
        _("%(domain)s: aanvaard tot en met %(day)s")
        % {"domain": domain_title(seen.law, one.domain), "day": word_day(one.last_day, language)}
        for one in analysis.accepted_on(seen.today)
        if one.last_day
    ]
    measures = [f"{domain_title(seen.law, one.domain)}: {one.words}" for one in standing]
    none = _("Geen risico dat een antwoord vraagt.")
    last: date | None = max((one.until for one in standing), default=None)
    return {
        "risks": "\n".join(levels),
        "measures": "\n".join([*measures, *accepted]) or none,
        "owner": ", ".join(dict.fromkeys(one.owner.name for one in standing))[:200] or none,
        "ready_on": last or seen.today,
        "proof": "\n".join(one.proof.words for one in standing if one.proof) or none,
    }


def _once(seen: RiskPage) -> dict[State, list[Lack]]:
    """What is missing for each state, without what an earlier one says already."""
    unproven = [lack for lack in seen.lacks[State.PROVEN] if lack.kind is LackKind.PROOF]
    return {**{state: list(lacks) for state, lacks in seen.lacks.items()}, State.PROVEN: unproven}


def _domain_view(seen: RiskPage, domain: str) -> DomainView:
    analysis, law, language = seen.analysis, seen.law, language_of_page()
    judged = analysis.judged(domain)
    risk = analysis.risks.get(domain)
    level = risk.level if risk is not None else judged.level if judged is not None else None
    rank = law.rank(level) if level is not None else 0
    return DomainView(
        domain=domain,
        title=domain_title(law, domain),
        level=law.levels[level].title.in_language(language) if level is not None else "",
        blocks=tuple(place <= rank for place in range(1, len(law.levels))),
        state=_state(seen, domain),
        answers=tuple(_answer(one) for one in analysis.answers_to(domain, seen.today)),
        disagreements=sum(one.domain == domain for one in analysis.disagreements),
    )


def _state(seen: RiskPage, domain: str) -> Badge:
    analysis, today = seen.analysis, seen.today
    judged = analysis.judged(domain)
    if judged is None:
        return Badge(text=_("nog niet bekeken"), icon="clock")
    if analysis.established is None:
        return Badge(text=_("concept"), tone="amber", icon="pause")
    if domain not in analysis.risks:
        return Badge(text=_("geen antwoord nodig"), tone="green", icon="done")
    open_now = next((one for one in analysis.unanswered_on(today) if one.domain == domain), None)
    if open_now is not None:
        return _open_badge(open_now, today)
    answers = analysis.answers_to(domain, today)
    late = [one for one in answers if isinstance(one, Measure) and one.days_overdue_on(today)]
    badges = [_measure_badge(seen, one) for one in late] or [
        _measure_badge(seen, one) if isinstance(one, Measure) else _acceptance_badge(seen, one) for one in answers
    ]
    return badges[0]


def _open_badge(one: Unanswered, today: date) -> Badge:
    days = one.days_overdue_on(today)
    if not days:
        return Badge(text=_("zonder antwoord"), tone="red", icon="late")
    text = ngettext("zonder antwoord, %(days)s dag te laat", "zonder antwoord, %(days)s dagen te laat", days)
    return Badge(text=text % {"days": days}, tone="red", icon="late")


def _measure_badge(seen: RiskPage, one: Measure) -> Badge:
    language, today = language_of_page(), seen.today
    if one.withdrawn_on is not None:
        return Badge(text=_("ingetrokken"), icon="pause")
    if one.ended_on is not None:
        return Badge(text=_("heeft niet gewerkt"), tone="red", icon="late")
    if one.proof is not None:
        return Badge(text=_("aangetoond"), tone="green", icon="done")
    if one.days_overdue_on(today):
        return days_badge(-one.days_overdue_on(today), language)
    return Badge(text=_("loopt tot en met %(day)s") % {"day": word_day(one.until, language)}, tone="sea", icon="clock")


def _acceptance_badge(seen: RiskPage, one: Acceptance) -> Badge:
    if one.withdrawn_on is not None:
        return Badge(text=_("ingetrokken"), icon="pause")
    if one.last_day is None:
        return Badge(text=_("wacht op een tweede handtekening"), tone="amber", icon="pause")
    day = word_day(one.last_day, language_of_page())
    if seen.today > one.last_day:
        return Badge(text=_("verlopen na %(day)s") % {"day": day}, tone="red", icon="late")
    return Badge(text=_("aanvaard tot en met %(day)s") % {"day": day}, tone="amber", icon="clock")


def _answer(one: Measure | Acceptance) -> str:
    if isinstance(one, Measure):
        return f"{one.words} ({one.owner.organisation})"
    return _("Aanvaard door %(who)s") % {"who": ", ".join(signature.organisation for signature in one.signatures)}


def _proof(one: Measure) -> dict[str, str]:
    if one.proof is None:
        return {}
    return {
        "words": one.proof.words,
        "seen_by": one.proof.seen_by,
        "attachment": one.proof.attachment,
        "on": word_day(one.proof.on, language_of_page()),
    }


def _named(one: Named) -> str:
    return f"{one.name} ({role_title(one.by.role)}, {one.organisation})"


def _missing_proofs(seen: RiskPage, case: CasePage) -> list[str]:
    """Of each group of proofs one is enough; what is there already is not asked again."""
    proofs, language = seen.law.proofs, language_of_page()
    statuses = case.situation.statuses.get(proofs.track, ())
    groups = proofs.missing.get(statuses[0], ()) if len(statuses) == 1 else ()
    return [
        _(" of ").join(seen.regime.acts[act].title.in_language(language) for act in group if act in seen.regime.acts)
        for group in groups
    ]


def _support(seen: RiskPage, case: CasePage) -> str:
    """What the team wrote of the support that the child needs in telling, for who may see what was written."""
    landmark = seen.regime.landmarks.get("found_able")
    able = landmark.acts if landmark is not None else {}
    written = [row.form for row in case.history if row.act in able and row.form]
    return str(written[-1].get("support", "")) if written else ""


def _lack(law: RiskLaw, lack: Lack) -> str:
    domain = domain_title(law, lack.subject) if lack.subject in law.domains else ""
    words = {
        LackKind.DISCIPLINE: lambda: (
            _("In het team ontbreekt: %(what)s")
            % {"what": law.team.disciplines[lack.subject].title.in_language(language_of_page())}
        ),
        LackKind.QUORUM: lambda: (
            ngettext(
                "Er moet nog %(count)s persoon zonder belang aanwezig zijn",
                "Er moeten nog %(count)s personen zonder belang aanwezig zijn",
                lack.short,
            )
            % {"count": lack.short}
        ),
        LackKind.ORGANISATIONS: lambda: (
            ngettext(
                "Er moet nog %(count)s andere organisatie in het team zijn",
                "Er moeten nog %(count)s andere organisaties in het team zijn",
                lack.short,
            )
            % {"count": lack.short}
        ),
        LackKind.DOMAIN: lambda: _("Nog niet beoordeeld in deze analyse: %(domain)s") % {"domain": domain},
        LackKind.REASONS: lambda: _("Zonder redenen: %(domain)s") % {"domain": domain},
        LackKind.FINDINGS: lambda: _("Zonder bevindingen: %(domain)s") % {"domain": domain},
        LackKind.ANSWER: lambda: _("Zonder antwoord: %(domain)s") % {"domain": domain},
        LackKind.PROOF: lambda: (
            _("Zonder bewijs van een maatregel waarvan de dag er is: %(domain)s") % {"domain": domain}
        ),
    }
    return words[lack.kind]()


_STATES = {
    State.ASSESSED: lambda: _("Nodig om de risico's vast te stellen"),
    State.ANSWERED: lambda: _("Nodig om de antwoorden af te sluiten"),
    State.PROVEN: lambda: _("Nodig om de uitvoering aan te tonen"),
}
