"""Leaks that others had, as tests: consent, requests and questions. Each names the program and its number."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import relaas.application
from relaas.application.actors import actors_of
from relaas.application.door import NotGranted
from relaas.application.log import MandateEnded
from relaas.application.placed import NotFound
from relaas.application.readers import readings_of
from relaas.application.story.consenting import give_consent, see_consents
from relaas.application.story.findings import conclude, see_findings
from relaas.application.story.identity import see_identity, write_identity
from relaas.application.story.questions import bundle_questions, see_questions
from relaas.application.story.request_pages import see_requests
from relaas.application.story.requests import SecondPersonNeeded, request_access
from relaas.storage.models.cases import Placement
from relaas.storage.models.grants import AccessGrant
from relaas.storage.models.people import Mandate, Organisation
from tests.functional.world import add_person
from tests.integration.account.test_consenting import carried, say, take_back
from tests.integration.account.test_questions import by_ind, by_police, questions_of
from tests.integration.account.test_requests import decide, named, names, request, with_colleague
from tests.support.told_case import FIRST_DAY, TOLD_ON_DAY, World

__all__ = ["named"]  # a fixture

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 2
APPLICATION = Path(relaas.application.__file__).parent


class TestDhis2:
    def test_gives_no_temporary_access_to_a_case_outside_ones_scope(self, world: World) -> None:
        """DHIS2-18784: "break the glass" opened records outside the user's search scope. Here an officer of another
        force, in the same role, finds no case to ask for."""
        elsewhere = Organisation.objects.create(slug="other-force", name="Andere eenheid")
        person = add_person(username="police_elsewhere", role="police", organisation=elsewhere)
        stranger = World({"police": actors_of(person, FIRST_DAY)[0]}, world.number)
        for rule in ("police-acute-danger", "police-identity"):
            with pytest.raises(NotFound):
                request(stranger, "police", rule)
        assert not AccessGrant.objects.filter(organisation=elsewhere).exists()

    def test_ends_what_was_allowed_with_the_next_read(self, world: World) -> None:
        """DHIS2-18338: the cache of who owns a record was not emptied. Here the very next read, in the same process and
        at the same moment, shows nothing any more."""
        say(world, "child", "medical", "child")
        say(world, "guardian", "medical", "guardian")
        assert "health" in carried(world, "ind", hour=15)
        take_back(world, "child", "medical", "child", hour=15)
        assert "health" not in carried(world, "ind", hour=15)

    def test_gives_what_is_temporary_to_one_person_who_still_works_there(self, named: World) -> None:
        """DHIS2-20931 and -21095: what was granted outlived the right to it. Here a grant on request opens nothing once
        the mandate of its holder, or the placement of their organisation, has ended."""
        request(named, "police", "police-identity", hour=12)
        yesterday = named.at(DAY).date() - timedelta(days=1)
        mandate = named.actors["police"].mandate_id
        Mandate.objects.filter(pk=mandate).update(until_on=yesterday)
        with pytest.raises(MandateEnded):
            names(named, "police", hour=13)
        Mandate.objects.filter(pk=mandate).update(until_on=None)
        Placement.objects.filter(case__number=named.number, role="police").update(until_on=yesterday)
        with pytest.raises(NotFound):
            names(named, "police", hour=13)


class TestPrimero:
    def test_lets_nobody_give_themselves_a_role(self) -> None:
        """R2-3558 and R2-3138: users changed their own groups and roles. Here no use case writes a mandate at all,
        besides the invented people of the demonstration."""
        writers = {path.name for path in APPLICATION.rglob("*.py") if _writes(path, "Mandate")}
        assert writers == {"demonstration.py", "demonstration_capacity.py"}

    def test_writes_grants_in_one_place_only(self) -> None:
        """R2-3138: rights were raised through endpoints beside the one that checked. Here the application itself
        writes no grant: storage does, from the rules of law; many cases at once are stored with what it made."""
        assert {path.name for path in APPLICATION.rglob("*.py") if _writes(path, "AccessGrant")} == {"bulk.py"}

    def test_lets_nobody_decide_their_own_request(self, named: World) -> None:
        """R2-2659: requests were approved that were not pending, by whoever could reach them."""
        officer = named.actors["police"]
        both = with_colleague(named, "police", "police_2")
        asked = request(both, "police", "police-acute-danger")
        with pytest.raises(SecondPersonNeeded):
            decide(both, "police", asked)
        assert not AccessGrant.objects.filter(person_id=officer.person_id).exists()

    @pytest.mark.parametrize("role", ["ind", "guardian", "lawyer", "reception", "risk_team"])
    def test_asks_for_consent_where_information_leaves_not_where_it_is_entered(self, world: World, role: str) -> None:
        """Primero stores consent with the form and blocks a share without it; several programs only store it. Here no
        role reads of the child's health before the consent is there, whatever page it takes."""
        assert "health" not in carried(world, role, hour=10)


class TestGlobaLeaks:
    def test_keeps_the_talk_of_the_investigation_from_the_childs_side(self, world: World) -> None:
        """#2931: those who work on a report need a channel that its subject does not read."""
        by_ind(world)
        before = [questions_of(world, role) for role in ("guardian", "lawyer", "child")]
        by_police(world)
        assert [questions_of(world, role) for role in ("guardian", "lawyer", "child")] == before

    @pytest.mark.parametrize("role", ["child", "lawyer"])
    def test_keeps_it_from_them_in_the_log_of_who_read_what_too(self, world: World, role: str) -> None:
        """#2931 by another road. The data protection officer, who supervises, sees that it was asked."""
        by_ind(world)
        by_police(world)
        for reader in ("police", "ind"):
            questions_of(world, reader)
        team = {"actor": world.actors["story_team"], "number": world.number, "now": world.at(DAY, 21)}
        both = [question.id for question in questions_of(world, "story_team").questions]
        bundle_questions(questions=both, idempotency_key="b", **team)
        with pytest.raises(NotGranted):
            by_police(world, rule="ind-questions")

        def asked(reader: str) -> list[Any]:
            page = readings_of(actor=world.actors[reader], number=world.number, today=world.at(DAY).date())
            return [one for one in page.readings if "question" in one.action]

        assert {one.role for one in asked(role)} == {"ind", "story_team"}
        assert not any("questions_of_investigation" in one.categories or one.parts for one in asked(role))
        assert "police" in {one.role for one in asked("privacy_officer")}

    def test_hides_that_somebody_asked_for_an_identity_from_who_decides_nothing(self, named: World) -> None:
        """#735: hidden recipients. Who neither asked, decides nor is told sees no request at all."""
        request(named, "prosecutor", "prosecution-identity")
        at = named.at(DAY, 15)
        for role in ("guardian", "child", "ind", "reception"):
            page = see_requests(actor=named.actors[role], number=named.number, today=at.date(), now=at)
            assert page.requests == ()


class TestASecondRoad:
    """Every program of the list had one: Open Zaak GHSA-v9vp-r9j9-9889, Primero R2-3568, SORMAS #6640, DHIS2
    CVE-2023-32060. Here each use case of this part refuses the case of somebody else in the same way."""

    def test_to_somebody_elses_case_is_not_found_by_any_use_case(self, world: World) -> None:
        elsewhere = Organisation.objects.create(slug="other-guardian", name="Andere voogdij")
        person = add_person(username="guardian_elsewhere", role="guardian", organisation=elsewhere)
        stranger = actors_of(person, FIRST_DAY)[0]
        at = world.at(DAY)
        see: dict[str, Any] = {"actor": stranger, "number": world.number, "today": at.date(), "now": at}
        act: dict[str, Any] = {"actor": stranger, "number": world.number, "idempotency_key": "k", "now": at}
        for read in (see_questions, see_findings, see_consents, see_identity, see_requests):
            with pytest.raises(NotFound):
                read(**see)
        with pytest.raises(NotFound):
            conclude(purpose="representation", words="x", cites=[], **act)
        with pytest.raises(NotFound):
            give_consent(consent="medical", party="guardian", reason="", **act)
        with pytest.raises(NotFound):
            write_identity(patch={"names": ["x"]}, **act)
        with pytest.raises(NotFound):
            request_access(rule="guardian-acute-danger", reason="x", **act)

    @pytest.mark.parametrize("role", ["rapporteur", "inspectorate", "privacy_officer"])
    def test_to_the_account_is_open_to_none_of_those_who_supervise(self, world: World, role: str) -> None:
        if role not in world.actors:
            return
        at = world.at(DAY)
        see: dict[str, Any] = {"actor": world.actors[role], "number": world.number, "today": at.date(), "now": at}
        for read in (see_questions, see_findings, see_consents, see_identity):
            with pytest.raises((NotGranted, NotFound)):
                read(**see)


def _writes(path: Path, model: str) -> bool:
    """Whether a module makes or changes rows of a model: `Model(...)`, `Model.objects.create` and the like."""
    writing = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == model:
            return True
        if isinstance(node.func, ast.Attribute) and node.func.attr in writing:
            names = {inner.id for inner in ast.walk(node.func) if isinstance(inner, ast.Name)}
            if model in names:
                return True
    return False
