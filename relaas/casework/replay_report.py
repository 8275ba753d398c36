"""A replay as a report: one plain structure, in one language, from which tables, pages and JSON are all made.

The shape is documented in ``docs/how-to/replay.md`` and only grows. Dates are ``{"earliest", "latest", "text"}`` with
ISO dates or null, numbers of days ``{"least", "most", "text"}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relaas.casework.replay import CaseReplay, Limit
from relaas.casework.replay_findings import Found
from relaas.casework.replay_owed import NotOwed, Owed, OwedAct
from relaas.casework.replay_steps import JudgedDeed, JudgedStep, Unjudged, Verdict, Whole
from relaas.casework.replay_words import AGREEMENTS, EXTENTS, LIMITS, VERDICTS, WHY_NOT, pick, word
from relaas.casework.wording import (
    word_breach_kind,
    word_days,
    word_irregular,
    word_keeping,
    word_obstacle,
    word_phase,
    word_role,
    word_roles,
    word_status,
    word_when,
)
from relaas.kernel.citations import link
from relaas.kernel.when import DayCount, When
from relaas.procedure.model import Regime
from relaas.procedure.promise_keeping import judge_situation
from relaas.procedure.promises import Promises
from relaas.procedure.situation import Breach, BreachKind, Duty, Situation, TermState

FORMAT_VERSION = 1
Report = dict[str, Any]


def report_of_cases(*, replays: Iterable[CaseReplay], promises: Promises, language: str) -> Report:
    """The report on several cases, with what there is to count over all of them."""
    cases = [report_of_case(replay=replay, promises=promises, language=language) for replay in replays]
    findings = [finding for case in cases for finding in case["findings"]]
    return {
        "format": FORMAT_VERSION,
        "language": language,
        "agreement": {
            name: sum(finding["agreement"] == name for finding in findings)
            for name in ("agree", "disagree", "not_comparable")
        },
        "cases": cases,
    }


def report_of_case(*, replay: CaseReplay, promises: Promises, language: str) -> Report:
    """The report on one case."""
    case, words = replay.case, _Words(language)
    return {
        "id": case.id,
        "ecli": case.ecli,
        "court": case.court,
        "case_number": case.case_number,
        "url": case.url,
        "link": link(case.ecli) if case.ecli else None,
        "read_extent": case.read_extent.value,
        "read_extent_text": pick(EXTENTS[case.read_extent], language),
        "minor": case.subject.minor,
        "minor_text": word({True: "minor", False: "adult", None: "age_unknown"}[case.subject.minor], language),
        "facts": case.facts,
        "held": case.held,
        "until": replay.until.isoformat(),
        "limits": [{"limit": limit.value, "text": _limit(limit, replay, language)} for limit in replay.limits],
        "steps": [words.step(step) for step in replay.steps],
        "whole": words.whole(replay.whole),
        "promises": words.promises(replay.whole, promises),
        "beside": words.beside(replay.owed),
        "findings": [words.found(found) for found in replay.found],
    }


def _limit(limit: Limit, replay: CaseReplay, language: str) -> str:
    return pick(LIMITS[limit], language).format(replay.case.not_seen or "")


class _Words:
    """The parts of a report in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def when(self, when: When | None) -> Report | None:
        if when is None:
            return None
        return {
            "earliest": when.earliest.isoformat() if when.earliest else None,
            "latest": when.latest.isoformat() if when.latest else None,
            "text": word_when(when, self.language),
        }

    def days(self, count: DayCount) -> Report:
        return {"least": count.least, "most": count.most, "text": word_days(count, self.language)}

    def step(self, step: JudgedStep) -> Report:
        read = step.read
        laws = step.laws
        return {
            "number": read.number,
            "event": read.event.type,
            "title": read.kind.title.in_language(self.language),
            "on": self.when(read.on),
            "precision": read.event.date_precision.value,
            "note": read.event.note,
            "laws": None if isinstance(laws, Unjudged) else [law.regime for law in laws],
            "law_text": self._laws(laws),
            "no_act": read.nothing.in_language(self.language) if read.nothing else None,
            "read_because": read.because.in_language(self.language) if read.because else None,
            "acts": [self.deed(deed) for deed in step.deeds],
            "owes": [] if isinstance(laws, Unjudged) else [self.duty(duty, laws[-1]) for duty in step.owes],
            "overdue": [] if isinstance(laws, Unjudged) else [self.overdue(d, laws[-1]) for d in _overdue(step)],
        }

    def _laws(self, laws: tuple[Regime, ...] | Unjudged) -> str:
        if isinstance(laws, Unjudged):
            return word("not_modelled" if laws.known else "undated", self.language)
        titles = [law.title.in_language(self.language) for law in laws]
        return titles[0] if len(titles) == 1 else f"{titles[0]} – {titles[-1]}"

    def deed(self, judged: JudgedDeed) -> Report:
        deed, law = judged.deed, judged.named_in
        title = law.acts[deed.act].title.in_language(self.language) if law is not None else deed.act
        verdict = Verdict.NOT_JUDGED if deed.presupposed else judged.verdict
        return {
            "act": deed.act,
            "title": title,
            "by": deed.by,
            "by_text": word_role(law, deed.by, self.language) if law is not None else deed.by,
            "presupposed": deed.presupposed,
            "verdict": verdict.value,
            "verdict_text": pick(VERDICTS[verdict], self.language),
            "why": self._why(judged, law) if law is not None and not deed.presupposed else [],
            "due_on": self.when(judged.duty.due_on) if judged.duty else None,
            "late": self.days(judged.late.days) if judged.late and judged.late.certain else None,
            "timing_text": self._timing(judged),
        }

    def _why(self, judged: JudgedDeed, law: Regime) -> list[str]:
        if judged.verdict is Verdict.ALLOWED:
            return []
        found = [word_obstacle(law, obstacle, self.language) for obstacle in judged.obstacles]
        return list(dict.fromkeys(found)) or [word_irregular(reason, self.language) for reason in judged.reasons]

    def _timing(self, judged: JudgedDeed) -> str | None:
        if judged.duty is None or judged.duty.due_on is None or judged.deed.presupposed:
            return None
        due = word_when(judged.duty.due_on, self.language)
        if judged.late is None:
            return word("in_time", self.language).format(due)
        if not judged.late.certain:
            return word("maybe_late", self.language).format(due)
        return word("late", self.language).format(word_days(judged.late.days, self.language), due)

    def duty(self, duty: Duty, law: Regime) -> Report:
        titles = [law.acts[act].title.in_language(self.language) for act in duty.acts]
        due = duty.due_on
        missing = word("term_not_begun" if duty.bound else "no_term", self.language)
        return {
            "acts": list(duty.acts),
            "title": " / ".join(titles),
            "by": list(duty.by),
            "by_text": word_roles(law, duty.by, self.language),
            "due_on": self.when(due),
            "due_text": word("due", self.language).format(word_when(due, self.language)) if due else missing,
            "certain": duty.certain,
        }

    def overdue(self, duty: Duty, law: Regime) -> Report:
        due, days = word_when(duty.due_on, self.language), word_days(duty.days_overdue, self.language)
        return {
            **self.duty(duty, law),
            "days": self.days(duty.days_overdue),
            "text": word("late", self.language).format(days, due),
        }

    def whole(self, whole: Whole | Unjudged) -> Report | None:
        if isinstance(whole, Unjudged):
            return None
        situation, regime = whole.situation, whole.regime
        return {
            "regime": regime.regime,
            "title": regime.title.in_language(self.language),
            "on": self.when(When.exact(whole.on)),
            "cut_short": whole.cut_short,
            "courses": len(situation.branches),
            "statuses": {track: list(statuses) for track, statuses in situation.statuses.items()},
            "statuses_text": [
                " / ".join(word_status(regime, track, status, self.language) for status in statuses)
                for track, statuses in situation.statuses.items()
                if statuses != (regime.tracks[track].start,)
            ],
            "terms": [self.term(term, law) for term, law in _terms(whole)],
            "procedures": [
                {
                    "procedure": opened.procedure,
                    "title": regime.procedures[opened.procedure].title.in_language(self.language),
                    "on": self.when(opened.on),
                    "certain": opened.certain,
                }
                for opened in situation.opened
            ],
            "tellings": self._count(situation.counters.get("tellings", (0, 0))),
            "uncertain_days": self.days(_uncertain(situation)),
            "breaches": [self.breach(breach, law) for breach, law in _breaches(whole)],
        }

    def term(self, term: TermState, regime: Regime) -> Report:
        return {
            "term": term.term,
            "title": regime.terms[term.term].title.in_language(self.language),
            "began_on": self.when(term.began_on),
            "ends_on": self.when(term.ends_on),
            "phases": [phase.value for phase in term.phases],
            "phase_text": " / ".join(word_phase(phase, self.language) for phase in term.phases),
            "extensions": term.extensions,
        }

    def _count(self, count: tuple[int, int]) -> Report:
        least, most = count
        return {"least": least, "most": most, "text": str(least) if least == most else f"{least}–{most}"}

    def breach(self, breach: Breach, regime: Regime) -> Report:
        titles = [regime.acts[act].title.in_language(self.language) for act in breach.acts]
        return {
            "kind": breach.kind.value,
            "kind_text": self._kind_of(breach),
            "acts": list(breach.acts),
            "title": " / ".join(titles),
            "by": list(breach.by),
            "by_text": word_roles(regime, breach.by, self.language),
            "due_on": self.when(breach.due_on),
            "until": self.when(breach.until),
            "days": self.days(breach.days),
            "certain": breach.certain,
        }

    def _kind_of(self, breach: Breach) -> str:
        """How the rule was not kept; of an act that was not possible after what was told, no more is said than that."""
        if breach.kind is BreachKind.AGAINST_RULES and "not_possible" in breach.why:
            return pick(VERDICTS[Verdict.NOT_AS_TOLD], self.language)
        return word_breach_kind(breach.kind, self.language)

    def promises(self, whole: Whole | Unjudged, promises: Promises) -> list[Report]:
        if isinstance(whole, Unjudged):
            return []
        return [
            {
                "promise": verdict.promise,
                "title": promises.promises_asked[verdict.promise].title.in_language(self.language),
                "recommendation": promises.promises_asked[verdict.promise].recommendation,
                "keeping": verdict.keeping.value,
                "keeping_text": word_keeping(verdict.keeping, self.language),
                "on": self.when(verdict.on),
            }
            for verdict in judge_situation(whole.situation, promises)
        ]

    def beside(self, owed: Owed | NotOwed) -> Report:
        if isinstance(owed, NotOwed):
            return {"regime": None, "why_not": owed.why.value, "text": pick(WHY_NOT[owed.why], self.language)}
        regime = owed.regime
        return {
            "regime": regime.regime,
            "title": owed.course.title.in_language(self.language),
            "note": owed.course.note.in_language(self.language),
            "if_minor": owed.if_minor,
            "begins": {
                "event": owed.begins.number,
                "title": owed.begins.kind.title.in_language(self.language),
                "on": self.when(owed.begins.on),
            },
            "certain_on": self.when(owed.certain_on),
            "duties": [self.owed_act(act, regime) for act in owed.acts],
        }

    def owed_act(self, act: OwedAct, regime: Regime) -> Report:
        term = act.term
        return {
            "act": act.act,
            "title": regime.acts[act.act].title.in_language(self.language),
            "by": list(act.by),
            "by_text": word_roles(regime, act.by, self.language),
            "due_on": self.when(act.due_on),
            "term": term,
            "term_text": regime.terms[term].title.in_language(self.language) if term else None,
            "landmarks": list(act.landmarks),
            "happened": act.happened.number if act.happened else None,
            "happened_on": self.when(act.happened.on) if act.happened else None,
            "days_after_due": self.days(act.days) if act.days else None,
            "happened_text": self._happened(act),
        }

    def _happened(self, act: OwedAct) -> str:
        if act.happened is None or act.days is None:
            return word("not_in_case", self.language)
        on = f"{act.happened.kind.title.in_language(self.language)}, {word_when(act.happened.on, self.language)}"
        least, most = act.days.least, act.days.most
        if least == 0 == most:
            return word("same_day", self.language).format(on)
        if least is not None and least >= 0:
            return word("after_due", self.language).format(on, word_days(act.days, self.language))
        if most is not None and most <= 0:
            turned = DayCount(least=-most, most=None if least is None else -least)
            return word("before_due", self.language).format(on, word_days(turned, self.language))
        return word("unknown_due", self.language).format(on)

    def found(self, found: Found) -> Report:
        check = found.check
        return {
            "found": check.found.in_language(self.language),
            "agreement": found.agreement.value,
            "agreement_text": pick(AGREEMENTS[found.agreement], self.language),
            "event": check.event,
            "why_not": check.not_comparable.in_language(self.language) if check.not_comparable else None,
            "replay_says": found.says or None,
        }


def _overdue(step: JudgedStep) -> list[Duty]:
    """What was still owed after the step and certainly too late by then."""
    return [duty for duty in step.situation.duties if duty.overdue] if step.situation is not None else []


def _uncertain(situation: Situation) -> DayCount:
    """The days of uncertainty; unknown where the source tells nothing with which uncertainty begins."""
    begins = situation.regime.uncertainty.begins if situation.regime.uncertainty else ()
    begun = any(step.act in begins for branch in situation.branches for step in branch.steps)
    return situation.uncertain_days if begun else DayCount(least=None, most=None)


def _terms(whole: Whole) -> list[tuple[TermState, Regime]]:
    """The terms that ran, as the last version knows them, and after them those that only an earlier version knows."""
    found = {term.term: (term, whole.regime) for term in whole.situation.terms}
    for other in whole.others:
        for term in other.terms:
            if term.term not in whole.regime.terms or not _same_anchor(term.term, whole.regime, other.regime):
                found.setdefault(term.term, (term, other.regime))
    return list(found.values())


def _same_anchor(term: str, one: Regime, other: Regime) -> bool:
    return set(one.terms[term].starts) >= set(other.terms[term].starts) and all(
        anchor in one.acts for anchor in other.terms[term].starts if anchor in other.acts
    )


def _breaches(whole: Whole) -> list[tuple[Breach, Regime]]:
    """The breaches under the last version, and those of acts that only an earlier version knows."""
    found = [(breach, whole.regime) for breach in worth_telling(whole.situation.breaches, whole.regime)]
    told: set[tuple[str, ...]] = set()
    for other in whole.others:
        for breach in worth_telling(other.breaches, other.regime):
            if breach.acts not in told and not all(act in whole.regime.acts for act in breach.acts):
                told.add(breach.acts)
                found.append((breach, other.regime))
    return found


def worth_telling(breaches: Iterable[Breach], regime: Regime) -> list[Breach]:
    """The breaches that say something about the case: one per duty, and nothing that only unknown dates suggest.

    An alternative that lapsed while another was still to be done is the same duty; of those the longest lateness is
    told. What was perhaps not done in time is told as possible; what was perhaps done out of turn stands at its step.
    """
    found: dict[tuple[object, ...], Breach] = {}
    for breach in breaches:
        if not breach.certain and breach.kind in (BreachKind.LAPSED, BreachKind.AGAINST_RULES):
            continue
        term = regime.acts[breach.acts[0]].within_term
        key = (breach.by, term, breach.due_on) if term and breach.due_on else (breach.kind, breach.acts, breach.until)
        known = found.get(key)
        if known is None or (known.days.most or 0) <= (breach.days.most or 0):
            found[key] = breach
    return list(found.values())
