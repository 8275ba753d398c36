"""Reading the law of access: shape, meaning, and every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_shape import P, read_law_file, validated
from relaas.kernel.strict_yaml import Document
from relaas.story.access import AccessLaw, Authority, ConsentKind, Information, Phase, Rule, Written

LAW = Path(__file__).resolve().parent.parent / "law" / "access"
INFORMATION = "information"


def load_access(root: Path = LAW) -> AccessLaw:
    """Read every file under ``root``. Raises LawFaults with all faults of all files."""
    faults: list[Fault] = []
    read: dict[str, tuple[Document, Authority]] = {}
    words: tuple[Document, Information] | None = None
    for path in sorted(root.glob("*.yaml")):
        if path.stem == INFORMATION:
            words = _read(path, Information, faults)
        elif (found := _read(path, Authority, faults)) is not None:
            read[path.stem] = found
    if words is None:
        raise LawFaults(faults or [Fault(f"law/access/{INFORMATION}.yaml", 0, "", "is missing")])
    faults += [*_lint_information(*words), *_lint_authorities(read, words[1]), *_lint_roles(read, words)]
    if faults:
        raise LawFaults(faults)
    return AccessLaw(information=words[1], authorities={name: one for name, (_, one) in read.items()})


@lru_cache(maxsize=1)
def standard_access() -> AccessLaw:
    """The law of access that comes with the program, read once."""
    return load_access()


def _read(path: Path, model: type[P], faults: list[Fault]) -> tuple[Document, P] | None:
    document = read_law_file(path, faults)
    found = None if document is None else validated(document, model, faults)
    return None if document is None or found is None else (document, found)


def _lint_information(document: Document, words: Information) -> Iterator[Fault]:
    seen: dict[int, str] = {}
    for name, category in words.categories.items():
        if category.bit in seen:
            message = f"bit {category.bit} is that of {seen[category.bit]}; give it one of its own, for ever"
            yield document.fault(("categories", name, "bit"), message)
        seen[category.bit] = name
    for phase in Phase:
        if phase not in words.phases:
            yield document.fault(("phases",), f"{phase} has no words")
    for track, kind in words.tracks.items():
        yield from _known(document, ("tracks", track), [kind], words.categories, "category")
    yield from _lint_course(document, words)
    for name, consent in words.consents.items():
        yield from _known(document, ("consents", name, "rests_on"), consent.rests_on, words.sources, "source")


def _lint_course(document: Document, words: Information) -> Iterator[Fault]:
    course = words.course
    single = {"otherwise": course.otherwise, "certainty": course.certainty, "counters": course.counters}
    for part, kind in single.items():
        yield from _known(document, ("course", part), [kind], words.categories, "category")
    for part, named in {"acts": course.acts, "rights": course.rights}.items():
        for name, kinds in named.items():
            yield from _known(document, ("course", part, name), kinds, words.categories, "category")
    yield from _known(document, ("course", "rests_on"), course.rests_on, words.sources, "source")


def _lint_authorities(read: dict[str, tuple[Document, Authority]], words: Information) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    rules: dict[str, str] = {}
    for stem, (document, authority) in read.items():
        if authority.authority != stem:
            yield document.fault(("authority",), f"the file is called {stem}.yaml; make the two one")
        for role in authority.roles:
            if role in owners:
                yield document.fault(("roles",), f"{role} belongs to {owners[role]} already")
            owners[role] = stem
        for name, rule in authority.rules.items():
            if name in rules:
                yield document.fault(("rules", name), f"is a rule of {rules[name]} too; give it a name of its own")
            rules[name] = stem
            yield from _lint_rule(document, name, rule, authority, words)


def _lint_roles(read: dict[str, tuple[Document, Authority]], words: tuple[Document, Information]) -> Iterator[Fault]:
    """Who decides, is told, agrees or writes that down must be a role of some authority."""
    known = [role for _, authority in read.values() for role in authority.roles]
    for name, consent in words[1].consents.items():
        for place, parties in (("by", consent.by), ("recorded_by", consent.recorded_by)):
            who = [role for party in parties for role in party.who]
            yield from _known(words[0], ("consents", name, place), who, known, "role")
    for document, authority in read.values():
        for name, rule in authority.rules.items():
            yield from _known(document, ("rules", name, "decided_by"), rule.decided_by, known, "role")
            yield from _known(document, ("rules", name, "tells"), rule.tells, known, "role")


def _lint_rule(document: Document, name: str, rule: Rule, authority: Authority, words: Information) -> Iterator[Fault]:
    place = ("rules", name)
    yield from _known(document, (*place, "of"), rule.of, words.categories, "category")
    yield from _known(document, (*place, "purpose"), [rule.purpose], words.purposes, "purpose")
    sources = {**words.sources, **authority.sources}
    yield from _known(document, (*place, "rests_on"), rule.rests_on, sources, "source")
    if rule.consent is not None:
        yield from _known(document, (*place, "consent"), [rule.consent], words.consents, "consent")
        asked = words.consents.get(rule.consent)
        if asked is not None and (asked.kind is ConsentKind.CONSENT) != (rule.written is Written.CONSENT):
            yield document.fault(
                (*place, "written"), "a rule that waits for consent is written by consent, no other is"
            )
    elif rule.written is Written.CONSENT:
        yield document.fault((*place, "consent"), "is missing: what has to be agreed to")
    on_request = rule.written in (Written.REVEAL, Written.EMERGENCY)
    if on_request and rule.lasts is None:
        yield document.fault((*place, "lasts"), "is missing: a grant on request ends by itself")
    if rule.lasts is not None and not rule.lasts.in_hours:
        yield document.fault((*place, "lasts"), "a grant on request is counted in hours, for example PT8H")
    is_decided = rule.written is Written.REVEAL and bool(rule.decided_by)
    if is_decided and rule.waits is None:
        yield document.fault((*place, "waits"), "is missing: a request does not wait for a second person for ever")
    if rule.waits is not None and not (is_decided and rule.waits.in_hours):
        yield document.fault(
            (*place, "waits"), "is for a reveal that a second person decides, counted in hours, for example PT72H"
        )
    if rule.written is Written.EMERGENCY and not rule.tells:
        yield document.fault((*place, "tells"), "is missing: somebody is told at once of an emergency")


def _known(
    document: Document, place: tuple[str, ...], names: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Fault]:
    options = list(known)
    for name in names:
        if name not in options:
            yield document.fault(place, f'"{name}" is no {what}{nearest(name, options)}')
