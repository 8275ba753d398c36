"""The pages of the risk analysis, as a client meets them: everything wrong at once, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import PATH, TODAY
from tests.support.risk import write_complete_analysis
from tests.support.told_case import World, make_actors, moment, open_integral, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

Client = Callable[[str], Any]
TEAM_OF = ("risico/", "risico/team/", "risico/domein/family/", "risico/domein/family/maatregel/")


@pytest.fixture
def analysed(db: None) -> World:
    """A child in reflection for forty days, whose team found every domain low and established it."""
    actors = make_actors()
    world = World(actors, open_integral(actors, first_day=TODAY - timedelta(days=40)), TODAY - timedelta(days=40))
    record_until(world, 6)
    return world


@pytest.fixture
def client_of() -> Client:
    """A client that is signed in as the person of that name."""

    def signed_in(username: str) -> Any:
        from django.test import Client

        from relaas.storage.models.people import Person

        client = Client(headers={"accept-language": "nl"})
        client.force_login(Person.objects.get(username=username))
        return client

    return signed_in


def establish(world: World, *, level: str = "low") -> None:
    """Every domain at a level, established today."""
    from relaas.application.recording import record_act
    from relaas.kernel.when import When
    from tests.support.seen import seen_now

    team, now = world.actors["risk_team"], moment(TODAY, 1)
    write_complete_analysis(actor=team, number=world.number, now=now, level=level)
    record_act(
        actor=team, number=world.number, act="establish_risks", on=When.exact(TODAY), answers={},
        form={"risks": "Proeftekst."}, seen=seen_now(actor=team, number=world.number, now=now),
        idempotency_key="established", now=now,
    )  # fmt: skip


def hidden(answer: Any) -> dict[str, Any]:
    """What the form of a page carries along unseen."""
    return {field.name: field.value() for field in answer.context["form"] if field.is_hidden}


def url(world: World, tail: str) -> str:
    return f"/zaken/{world.number}/{tail}"


class TestEveryPage:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_opens_in_both_languages(self, analysed: World, client_of: Client, language: str) -> None:
        establish(analysed)
        client = client_of("risk_team")
        for tail in (*TEAM_OF, "risico/domein/family/aanvaarding/", "risico/domein/disappearance/aanvaarding/"):
            answer = client.get(url(analysed, tail), headers={"accept-language": language})
            assert answer.status_code == 200, tail

    def test_is_refused_to_who_may_not_read_of_risk(self, analysed: World, client_of: Client) -> None:
        for tail in TEAM_OF:
            assert client_of("police").get(url(analysed, tail)).status_code == 403

    def test_knows_no_domain_or_entry_that_is_not_there(self, analysed: World, client_of: Client) -> None:
        client = client_of("risk_team")
        for tail in ("domein/geen/", "domein/geen/maatregel/", "maatregel/geen/", "aanvaarding/geen/"):
            assert client.get(url(analysed, f"risico/{tail}")).status_code == 404


@pytest.mark.letter("r2-team")
class TestEstablishing:
    def test_lists_everything_that_is_missing_and_keeps_what_was_typed(
        self, analysed: World, client_of: Client
    ) -> None:
        client, where = client_of("risk_team"), url(analysed, "handelen/establish_risks/")
        given = hidden(client.get(where)) | {"on": TODAY.isoformat(), "field_risks": "Bel mij niet kwijt."}
        answer = client.post(where, given)
        said = answer.content.decode()
        assert answer.status_code == 409
        assert said.count("Nog niet beoordeeld in deze analyse") == 8
        assert "In het team ontbreekt: Voogdij" in said
        assert "Bel mij niet kwijt." in said


class TestAForm:
    def test_of_a_domain_says_everything_at_once_and_loses_nothing(self, analysed: World, client_of: Client) -> None:
        client, where = client_of("risk_team"), url(analysed, "risico/domein/family/")
        answer = client.post(where, hidden(client.get(where)) | {"reasons": "Een oom belt.", "who": "De arts"})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"level", "words", "evidence", "why"}
        assert "Een oom belt." in answer.content.decode()

    def test_sent_by_two_people_at_once_tells_the_second_that_it_moved_on(
        self, analysed: World, client_of: Client
    ) -> None:
        where = url(analysed, "risico/domein/family/")
        client = client_of("risk_team")
        first, second = hidden(client.get(where)), hidden(client.get(where))
        told = {"level": "low", "reasons": "A.", "words": "B.", "evidence": "observation", "where": "C."}
        assert client.post(where, first | told).status_code == 302
        late = client.post(where, second | told | {"reasons": "Van de tweede."})
        assert late.status_code == 409
        assert "Iemand anders schreef hier intussen iets" in late.content.decode()
        assert "Van de tweede." in late.content.decode()
        assert client.post(where, hidden(late) | told | {"reasons": "Van de tweede."}).status_code == 302

    def test_sent_twice_is_written_once(self, analysed: World, client_of: Client) -> None:
        from relaas.storage.models import RiskEntry

        client, where = client_of("risk_team"), url(analysed, "risico/team/")
        told = {
            "name": "Psycholoog", "organisation": "Praktijk", "discipline": "behaviour", "is_present": "yes",
            "has_conflict": "no",
        }  # fmt: skip
        given = hidden(client.get(where)) | told
        assert [client.post(where, given).status_code for _ in range(2)] == [302, 302]
        assert RiskEntry.objects.filter(kind="member").count() == 1

    def test_that_is_spoilt_is_no_error_of_the_program(self, analysed: World, client_of: Client) -> None:
        client = client_of("risk_team")
        for tail in TEAM_OF[1:]:
            spoilt = {"idempotency_key": "x" * 99, "seen": "\x00", "level": "geen", "owner": "-1", "until": "gisteren"}
            assert client.post(url(analysed, tail), spoilt).status_code in (400, 422)


@pytest.mark.letter("r2-measures")
class TestAnAcceptance:
    def test_is_not_offered_and_not_taken_for_a_disappearance(self, analysed: World, client_of: Client) -> None:
        establish(analysed)
        client = client_of("reception")
        page = client.get(url(analysed, "risico/domein/disappearance/")).content.decode()
        assert "Dit risico kan niet worden aanvaard" in page
        assert "Aanvaard het risico" not in page
        where = url(analysed, "risico/domein/disappearance/aanvaarding/")
        given = hidden(client.get(where)) | {"reasons": "Toch maar.", "has_conflict": "no"}
        answer = client.post(where, given)
        assert answer.status_code == 409
        assert "Dit risico kan niet worden aanvaard" in answer.content.decode()

    def test_waits_for_another_organisation(self, analysed: World, client_of: Client) -> None:
        from relaas.storage.models import RiskEntry

        establish(analysed)
        client, where = client_of("reception"), url(analysed, "risico/domein/family/aanvaarding/")
        given = hidden(client.get(where)) | {"reasons": "De oom vraagt niet door.", "has_conflict": "no"}
        assert client.post(where, given).status_code == 302
        page = url(analysed, f"risico/aanvaarding/{RiskEntry.objects.get(kind='acceptance').pk}/")
        assert "Mee ondertekenen" not in client.get(page).content.decode()
        assert client.post(page, {"do": "sign", **given}).status_code == 409
        assert "Mee ondertekenen" in client_of("guardian").get(page).content.decode()


class TestAMeasure:
    def test_stands_in_the_work_of_who_answers_for_it(self, analysed: World, client_of: Client) -> None:
        establish(analysed)
        client, where = client_of("guardian"), url(analysed, "risico/domein/family/maatregel/")
        form = client.get(where)
        owner = next(key for key, name in form.context["form"].fields["owner"].choices if "guardian" in name)
        given = hidden(form) | {"words": "Oom gesproken.", "owner": owner, "until": TODAY.isoformat()}
        assert client.post(where, given).status_code == 302
        work = client.get("/werk/").content.decode()
        assert "Maatregel uitvoeren en aantonen" in work
        assert "Oom gesproken." not in work, "a list says nothing of what the analysis says"


class TestWhatIsLate:
    def test_is_shown_across_cases_to_the_inspectorate_only(self, analysed: World, client_of: Client) -> None:
        assert client_of("inspectorate").get("/toezicht/risicos/").status_code == 200
        assert client_of("reception").get("/toezicht/risicos/").status_code == 403
        assert "Risico's te laat" not in client_of("reception").get("/werk/").content.decode()


@pytest.mark.letter("r2-no-pointless")
class TestAChildThatCannotTellNow:
    @pytest.fixture
    def unable(self, db: None) -> World:
        actors = make_actors()
        world = World(actors, open_integral(actors, first_day=TODAY - timedelta(days=45)), TODAY - timedelta(days=45))
        record_until(world, next(step.day for step in PATH if step.act == "find_unable"))
        return world

    def test_is_asked_nothing_and_the_page_says_why(self, unable: World, client_of: Client) -> None:
        from relaas.storage.models import Question

        client = client_of("guardian")
        where = url(unable, "vragen/stellen/?rule=guardian-questions&subject=family")
        given = hidden(client.get(where)) | {"words": "Waar woont je oom?", "confirmed": "on"}
        answer = client.post(url(unable, "vragen/stellen/"), given)
        said = answer.content.decode()
        assert answer.status_code == 409
        assert "Kan het verhaal nu niet doen. Zolang dat zo is, wordt het kind niets gevraagd." in said
        assert "Brief van 17 maart 2016, aanbeveling 2 (p. 3)" in said
        assert "Waar woont je oom?" in said
        assert not Question.objects.exists()

    def test_follows_the_hardship_path_without_a_statement_of_the_police(
        self, unable: World, client_of: Client
    ) -> None:
        said = client_of("guardian").get(url(unable, "risico/")).content.decode()
        assert "Kan het verhaal nu niet doen" in said
        assert "er is geen verklaring van de politie nodig" in said


class TestTodaysLaw:
    def test_refuses_a_question_without_telling_what_the_asker_may_not_see(self, db: None) -> None:
        """The proof for the hardship path is risk and protection: the guardian reads of it, the police do not."""
        from relaas.application.opening import open_case
        from relaas.application.recording import record_act
        from relaas.application.story.asking import ask, look_before_asking
        from relaas.application.story.unable import ChildUnableToTell
        from relaas.kernel.when import When
        from tests.support.seen import seen_now

        actors, now = make_actors(), moment(TODAY, 1)
        number = open_case(
            actor=actors["guardian"], line_or_regime="today-2016", on=TODAY, reason="Proef.", idempotency_key="today"
        ).number
        record_act(
            actor=actors["police"], number=number, act="state_threat", on=When.exact(TODAY), answers={}, form={},
            seen=seen_now(actor=actors["police"], number=number, now=now), idempotency_key="stated",
        )  # fmt: skip
        told = {}
        for role, rule, subject in (
            ("guardian", "guardian-questions", "family"), ("police", "police-questions", "perpetrators")
        ):  # fmt: skip
            look = look_before_asking(actor=actors[role], number=number, rule=rule, subject=subject)
            with pytest.raises(ChildUnableToTell) as refused:
                ask(
                    actor=actors[role], number=number, rule=rule, subject=subject, words="Proef.", seen=look.seen,
                    idempotency_key=role,
                )  # fmt: skip
            told[role] = refused.value
        assert told["guardian"].status is not None
        assert told["guardian"].rests_on
        assert (told["police"].status, told["police"].rests_on) == (None, ())

    def test_names_the_proof_that_the_hardship_path_still_asks(self, db: None, client_of: Client) -> None:
        from relaas.application.opening import open_case
        from relaas.application.recording import record_act
        from relaas.kernel.when import When
        from tests.support.seen import seen_now

        actors = make_actors()
        number = open_case(
            actor=actors["guardian"], line_or_regime="today-2016", on=TODAY, reason="Proef.", idempotency_key="today"
        ).number
        page = f"/zaken/{number}/risico/"
        said = client_of("guardian").get(page).content.decode()
        assert "Verklaren dat het kind slachtoffer is" in said
        assert "Ernstige bedreiging verklaren of Medische of psychische beperking verklaren" in said
        police, now = actors["police"], moment(TODAY, 1)
        record_act(
            actor=police, number=number, act="state_victimhood", on=When.exact(TODAY), answers={}, form={},
            seen=seen_now(actor=police, number=number, now=now), idempotency_key="stated",
        )  # fmt: skip
        said = client_of("guardian").get(page).content.decode()
        assert "Verklaren dat het kind slachtoffer is" not in said
        assert "Ernstige bedreiging verklaren of Medische" in said
