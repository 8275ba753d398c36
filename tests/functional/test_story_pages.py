"""The pages of the account, as each reader and writer meets them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY
from tests.support.told_case import TOLD_ON_DAY, World, actors_in_world, open_integral, record_until, told_world

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
Sign = Callable[[str], Any]
FIRST_DAY = TODAY - timedelta(days=TOLD_ON_DAY + 2)
TOLD_ON = FIRST_DAY + timedelta(days=TOLD_ON_DAY)


@pytest.fixture
def told(world: None) -> World:
    """A case in which the child told its story two days ago."""
    return told_world(FIRST_DAY, actors=actors_in_world())


@pytest.fixture
def untold(world: None) -> World:
    """A case in which the child is about to tell."""
    found = actors_in_world()
    case = World(
        found, open_integral(found, first_day=FIRST_DAY), FIRST_DAY, TODAY.replace(year=TODAY.year - 14, day=1)
    )
    record_until(case, TOLD_ON_DAY)
    return case


def ids(told: World) -> list[str]:
    """The passages: of family, of recruitment, of perpetrators, of health."""
    from relaas.application.story.story_page import see_story

    page = see_story(actor=told.actors["story_team"], number=told.number, today=TODAY)
    return [passage.id for telling in page.tellings for passage in telling.passages]


def hidden(answer: Any) -> dict[str, Any]:
    """What a form that was opened sends along by itself."""
    form = answer.context["form"]
    return {field.name: field.value() for field in form.hidden_fields()}


def telling(client: Any, untold: World) -> dict[str, Any]:
    """A telling of two passages, filled in."""
    sent = hidden(client.get(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/"))
    return sent | {
        "on": TOLD_ON.isoformat(),
        "place": "Verzonnen kamer",
        "present": ["interviewer", "interpreter", "guardian"],
        "interpreter_from": "ti",
        "interpreter_to": "nl",
        "observed": "Rustig.",
        "passage_count": "2",
        "words-1": "ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ።",
        "language-1": "ti",
        "translation-1": "Een man zei dat er werk was.",
        "words-2": "هكذا كان.",
        "language-2": "ar",
        "translation-2": "Zo was het.",
    }


class TestTheAccount:
    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize(
        "page", ["", "passage/{passage}/", "passage/{passage}/feit/alias/", "passage/{passage}/aanvullen/"]
    )
    def test_opens_in_both_languages_and_says_which(self, sign_in: Sign, told: World, page: str, language: str) -> None:
        path = f"/zaken/{told.number}/verhaal/" + page.format(passage=ids(told)[0])
        answer = sign_in("story_team").get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count("<h1") == 1
        assert " style=" not in answer.text
        assert re.findall(r"<script(?! src=)|<script[^>]*>[^<]", answer.text) == []

    def test_is_one_step_from_the_case(self, sign_in: Sign, told: World) -> None:
        client = sign_in("police")
        assert f'href="/zaken/{told.number}/verhaal/"' in client.get(f"/zaken/{told.number}/").text
        assert "Keren dat het kind om zijn verhaal is gevraagd: <strong>1</strong>" in (
            client.get(f"/zaken/{told.number}/verhaal/").text
        )

    def test_says_of_each_text_in_which_language_it_is_and_which_way_it_runs(self, sign_in: Sign, told: World) -> None:
        text = sign_in("police").get(f"/zaken/{told.number}/verhaal/").text
        assert '<p class="words" lang="ti" dir="ltr">ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ።</p>' in text
        assert '<p class="words" lang="nl" dir="ltr">Een man zei dat er werk was.</p>' in text

    def test_shows_each_its_part_and_why_it_gets_no_more(self, sign_in: Sign, told: World) -> None:
        text = sign_in("police").get(f"/zaken/{told.number}/verhaal/").text
        assert "boerenzoon" in text
        assert "moeder" not in text
        assert "Wat u niet te lezen krijgt" in text
        assert "De politie verwerkt alleen wat nodig is voor het doel" in text

    def test_is_empty_in_other_words_than_withheld(self, sign_in: Sign, told: World) -> None:
        text = sign_in("reception").get(f"/zaken/{told.number}/verhaal/").text
        assert "In wat u mag lezen staat niets." in text
        assert "achtergehouden" in text

    def test_holds_a_place_for_what_may_only_be_known_to_be_there(self, sign_in: Sign, told: World) -> None:
        text = sign_in("lawyer").get(f"/zaken/{told.number}/verhaal/").text
        assert text.count("Hier staat iets dat u niet mag lezen.") == 2
        assert f"/passage/{ids(told)[2]}/" not in text

    @pytest.mark.parametrize(
        "path", ["", "passage/01J00000000000000000000000/", "01J00000000000000000000000/schrijven/"]
    )
    def test_of_no_case_is_not_there(self, sign_in: Sign, told: World, path: str) -> None:
        assert sign_in("police").get(f"/zaken/7KQX-716Y-A/verhaal/{path}").status_code == 404

    def test_answers_for_what_is_withheld_as_for_what_is_not_there(self, sign_in: Sign, told: World) -> None:
        client = sign_in("police")
        for passage in (ids(told)[0], "01J00000000000000000000000"):
            assert client.get(f"/zaken/{told.number}/verhaal/passage/{passage}/").status_code == 404
            posted = client.post(f"/zaken/{told.number}/verhaal/passage/{passage}/indelen/", {"categories": ["route"]})
            assert posted.status_code == 404


class TestRecordingATelling:
    def test_is_where_its_act_leads_to(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        for send in (client.get, client.post):
            answer = send(f"/zaken/{untold.number}/handelen/hear_story/")
            assert answer.headers["Location"] == f"/zaken/{untold.number}/verhaal/vertellen/hear_story/"

    def test_writes_the_words_and_how_it_went(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        answer = client.post(
            f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", telling(client, untold), follow=True
        )
        assert '<p class="words" lang="ar" dir="rtl">هكذا كان.</p>' in answer.text
        assert "Tolk (van Tigrinya – ትግርኛ naar Nederlands)" in answer.text
        assert "Nog niet ingedeeld" in answer.text

    def test_is_counted_once_when_it_is_sent_twice(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        sent = telling(client, untold)
        for _ in range(2):
            answer = client.post(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", sent, follow=True)
        assert "gevraagd: <strong>1</strong>" in answer.text
        assert answer.text.count('<article class="passage') == 2

    def test_gives_another_passage_and_loses_nothing(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        sent = telling(client, untold) | {"add_passage": "1"}
        answer = client.post(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", sent)
        form = answer.context["form"]
        assert answer.status_code == 200
        assert not form.errors
        assert [row.words.value() for row in form.passages] == [sent["words-1"], sent["words-2"], None]
        assert form.passages[2].language.value() == "ar", "the language of the one before"
        assert form["idempotency_key"].value() == sent["idempotency_key"]
        assert [f'name="words-{number}"' in answer.text for number in (1, 2, 3, 4)] == [True, True, True, False]
        assert "Verzonnen kamer" in answer.text

    def test_says_what_is_missing_at_the_passage(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        sent = telling(client, untold) | {"words-1": "", "language-2": "", "interpreter_to": ""}
        answer = client.post(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", sent)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"words-1", "language-2", "interpreter_to"}
        assert 'href="#id_words-1"' in answer.text

    def test_takes_a_language_that_is_not_on_the_list_by_its_code(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        sent = telling(client, untold) | {"language-2": "other", "other-2": "ckb"}
        answer = client.post(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", sent, follow=True)
        assert 'lang="ckb" dir="rtl"' in answer.text
        wrong = sent | {"other-2": "Sorani!", "idempotency_key": "another"}
        assert client.post(f"/zaken/{untold.number}/verhaal/vertellen/hear_story/", wrong).status_code == 422

    def test_explains_why_it_is_not_possible(self, sign_in: Sign, opened: str) -> None:
        answer = sign_in("story_team").get(f"/zaken/{opened}/verhaal/vertellen/hear_story/")
        assert answer.status_code == 200
        assert "De regeling laat dit niet toe" in answer.text

    def test_that_happened_all_the_same_is_recorded_as_a_fact(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("story_team")
        path = f"/zaken/{opened}/verhaal/vertellen/hear_story/"
        sent = hidden(client.get(path)) | {"on": TODAY.isoformat(), "words-1": "Ja.", "language-1": "nl"}
        refused = client.post(path, sent)
        assert refused.status_code == 409
        assert "Het is in feite toch gebeurd: leg vast" in refused.text
        fact = sent | {"as_fact": "1", "against_rules": "Het kind begon zelf te vertellen."}
        assert "Vastgelegd: " in client.post(path, fact, follow=True).text

    @pytest.mark.parametrize(("who", "act"), [("guardian", "hear_story"), ("story_team", "pass_on_lead")])
    def test_is_not_there_for_who_does_not_hear_the_child(
        self, sign_in: Sign, untold: World, who: str, act: str
    ) -> None:
        assert sign_in(who).get(f"/zaken/{untold.number}/verhaal/vertellen/{act}/").status_code == 404


class TestWritingMore:
    def test_adds_passages_once(self, sign_in: Sign, told: World) -> None:
        client = sign_in("story_team_2")
        page = client.get(f"/zaken/{told.number}/verhaal/")
        (seen,) = page.context["story"].tellings
        path = f"/zaken/{told.number}/verhaal/{seen.id}/schrijven/"
        assert path in page.text
        sent = hidden(client.get(path)) | {"words-1": "Ik heette daar anders.", "language-1": "nl"}
        for _ in range(2):
            answer = client.post(path, sent, follow=True)
            assert "1 passage is opgeschreven." in answer.text
        assert answer.text.count('<article class="passage') == 5

    def test_needs_at_least_one(self, sign_in: Sign, told: World) -> None:
        client = sign_in("story_team")
        (seen,) = client.get(f"/zaken/{told.number}/verhaal/").context["story"].tellings
        path = f"/zaken/{told.number}/verhaal/{seen.id}/schrijven/"
        assert client.post(path, hidden(client.get(path))).status_code == 422

    def test_is_refused_in_the_same_words_whatever_there_is(self, sign_in: Sign, told: World) -> None:
        client = sign_in("guardian")
        (seen,) = client.get(f"/zaken/{told.number}/verhaal/").context["story"].tellings
        answers = [
            client.get(f"/zaken/{told.number}/verhaal/{telling}/schrijven/")
            for telling in (seen.id, "01J00000000000000000000000")
        ]
        assert {answer.status_code for answer in answers} == {403}
        assert "Dit is niet voor uw rol" in answers[0].text


class TestAPassage:
    def test_is_categorised_and_then_waits_for_another(self, sign_in: Sign, told: World) -> None:
        first, second, passage = sign_in("story_team"), sign_in("story_team_2"), ids(told)[0]
        path = f"/zaken/{told.number}/verhaal/passage/{passage}/"
        page = first.post(f"{path}indelen/", {"categories": ["route", "family"]}, follow=True)
        assert "U deelde deze passage in. Een ander moet het bevestigen" in page.text
        assert "tweede paar ogen nodig" in page.text
        own = first.post(f"{path}bevestigen/")
        assert own.status_code == 409
        assert "U kunt dit niet zelf bevestigen" in own.text
        assert "Bevestig de indeling" in second.get(path).text
        assert "door een tweede bekeken" in second.post(f"{path}bevestigen/", follow=True).text

    def test_carries_at_least_one_category(self, sign_in: Sign, told: World) -> None:
        path = f"/zaken/{told.number}/verhaal/passage/{ids(told)[0]}/indelen/"
        answer = sign_in("story_team").post(path, {})
        assert answer.status_code == 422
        assert "Kies ten minste één soort informatie." in answer.text

    def test_explains_each_category(self, sign_in: Sign, told: World) -> None:
        text = sign_in("story_team").get(f"/zaken/{told.number}/verhaal/passage/{ids(told)[0]}/").text
        assert "Ouders, broers, zussen, verwanten, opvoeding." in text

    def test_is_released_only_to_whom_a_rule_allows(self, sign_in: Sign, told: World) -> None:
        client = sign_in("story_team")
        path = f"/zaken/{told.number}/verhaal/passage/{ids(told)[3]}/"
        assert "Geef vrij aan Politie" in client.get(path).text
        assert (
            "Vrijgegeven aan 1 organisatie." in client.post(f"{path}vrijgeven/", {"role": "police"}, follow=True).text
        )
        assert "buik" in sign_in("police").get(f"/zaken/{told.number}/verhaal/").text
        assert client.post(f"{path}vrijgeven/", {"role": "guardian"}).status_code == 409

    def test_tells_only_who_categorises_it_who_reads_it(self, sign_in: Sign, told: World) -> None:
        path = f"/zaken/{told.number}/verhaal/passage/{ids(told)[1]}/"
        assert "Wie leest dit" in sign_in("story_team").get(path).text
        assert "Wie leest dit" not in sign_in("police").get(path).text


class TestTheLanguageOfATranslation:
    def test_is_dutch_unless_another_is_chosen(self, sign_in: Sign, told: World) -> None:
        client, passage = sign_in("guardian"), ids(told)[0]
        path = f"/zaken/{told.number}/verhaal/passage/{passage}/aanvullen/"
        form = client.get(path).context["form"]
        assert form["translated_to"].value() == "nl"
        assert 'lang="nl" dir="ltr"' in str(form["translation-1"])
        sent = hidden(client.get(path)) | {
            "remark": "addition",
            "words-1": "እዚ እዩ።",
            "language-1": "ti",
            "translation-1": "هكذا كان.",
            "translated_to": "ar",
        }
        wrong = client.post(path, sent | {"remark": ""}).context["form"]
        assert 'lang="ar" dir="rtl"' in str(wrong["translation-1"])
        client.post(path, sent)
        team = sign_in("story_team").get(f"/zaken/{told.number}/verhaal/").context["story"]
        (added,) = (one for telling in team.tellings for one in telling.passages if one.kind == "addition")
        assert (added.words.language.tag, added.translation.language.tag) == ("ti", "ar")

    def test_is_chosen_with_a_telling_for_all_its_passages(self, sign_in: Sign, untold: World) -> None:
        client = sign_in("story_team")
        path = f"/zaken/{untold.number}/verhaal/vertellen/hear_story/"
        assert client.post(path, telling(client, untold) | {"translated_to": "xx"}).status_code == 422
        assert client.post(path, telling(client, untold) | {"translated_to": "en"}).status_code == 302
        story = client.get(f"/zaken/{untold.number}/verhaal/").context["story"]
        said = [one.translation.language.tag for told in story.tellings for one in told.passages]
        assert said == ["en", "en"]


class TestACorrection:
    def test_is_written_beside_the_passage_and_awaits_categories(self, sign_in: Sign, told: World) -> None:
        client, passage = sign_in("guardian"), ids(told)[0]
        path = f"/zaken/{told.number}/verhaal/passage/{passage}/"
        assert f"{path}aanvullen/" in client.get(path).text
        sent = hidden(client.get(f"{path}aanvullen/")) | {
            "remark": "correction",
            "words-1": "Zij wonen in de stad.",
            "language-1": "nl",
        }
        for _ in range(2):
            answer = client.post(f"{path}aanvullen/", sent, follow=True)
            assert "Opgeschreven. Wie het verhaal indeelt bekijkt het" in answer.text
        assert "in de stad" not in answer.text
        team = sign_in("story_team").get(f"/zaken/{told.number}/verhaal/").text
        assert team.count("Zij wonen in de stad.") == 1
        assert "correctie van passage 1" in team
        assert "Opgeschreven door: Voogd" in team

    def test_is_not_for_an_authority(self, sign_in: Sign, told: World) -> None:
        answer = sign_in("ind").get(f"/zaken/{told.number}/verhaal/passage/{ids(told)[0]}/aanvullen/")
        assert answer.status_code == 403


class TestACodedFact:
    def test_is_taken_from_a_passage_and_corrected(self, sign_in: Sign, told: World) -> None:
        client, passage = sign_in("story_team"), ids(told)[2]
        path = f"/zaken/{told.number}/verhaal/passage/{passage}/feit/phone_number/"
        sent = hidden(client.get(path)) | {"value_number": "+39 312 345 6789", "certainty": "likely"}
        without = client.post(path, sent)
        assert without.status_code == 422
        assert "Kies ten minste één passage." in without.text
        sent |= {"cites": [ids(told)[1], passage]}
        assert "+393123456789" in client.post(path, sent, follow=True).text
        (fact,) = client.get(f"/zaken/{told.number}/verhaal/").context["story"].facts
        assert fact.cites == (2, 3)
        again = client.get(f"{path}?vervangt={fact.id}")
        assert again.context["form"]["value_number"].value() == "+393123456789"
        better = hidden(again) | {"value_number": "+39 312 345 0000", "certainty": "certain"}
        assert client.post(f"{path}?vervangt={fact.id}", better).status_code == 302
        text = sign_in("police").get(f"/zaken/{told.number}/verhaal/").text
        assert "+393123450000" in text
        assert "+393123456789" not in text

    def test_can_be_taken_from_what_one_labels(self, sign_in: Sign, told: World) -> None:
        page = sign_in("story_team").get(f"/zaken/{told.number}/verhaal/passage/{ids(told)[2]}/feit/alias/")
        boxes = [(box.choice_label, bool(box.data["selected"])) for box in page.context["form"]["cites"]]
        assert [ticked for _label, ticked in boxes] == [False, False, True, False]
        assert "Hij heette de boerenzoon." in boxes[2][0]

    def test_that_is_wrong_says_where(self, sign_in: Sign, told: World) -> None:
        client = sign_in("story_team")
        path = f"/zaken/{told.number}/verhaal/passage/{ids(told)[2]}/feit/phone_number/"
        sent = {"value_number": "geen", "certainty": "likely", "cites": [ids(told)[2]]}
        answer = client.post(path, hidden(client.get(path)) | sent)
        assert answer.status_code == 422
        assert "value_number" in answer.context["form"].errors

    def test_of_every_kind_has_its_form(self, sign_in: Sign, told: World) -> None:
        from relaas.application.law import vocabularies

        client = sign_in("story_team")
        for kind in vocabularies().facts.kinds:
            assert client.get(f"/zaken/{told.number}/verhaal/passage/{ids(told)[2]}/feit/{kind}/").status_code == 200

    def test_is_not_taken_by_a_reader(self, sign_in: Sign, told: World) -> None:
        path = f"/zaken/{told.number}/verhaal/passage/{ids(told)[2]}/feit/alias/"
        assert sign_in("police").get(path).status_code == 404


class TestSearching:
    def test_marks_what_was_found(self, sign_in: Sign, told: World) -> None:
        answer = sign_in("police").post(f"/zaken/{told.number}/verhaal/zoeken/", {"words": "BOEREN"})
        assert "Hij heette de <mark>boerenzoon</mark>." in answer.text

    def test_of_what_is_withheld_answers_as_of_what_was_never_said(self, sign_in: Sign, told: World) -> None:
        client = sign_in("police")
        withheld, never = (
            client.post(f"/zaken/{told.number}/verhaal/zoeken/", {"words": words}) for words in ("moeder", "kanarie")
        )
        assert "Niets gevonden in wat u mag lezen." in withheld.text
        assert without_tokens(withheld.text).replace("moeder", "") == without_tokens(never.text).replace("kanarie", "")

    def test_keeps_what_is_asked_out_of_the_address(self, sign_in: Sign, told: World) -> None:
        assert sign_in("police").get(f"/zaken/{told.number}/verhaal/zoeken/?words=moeder").status_code == 405

    def test_across_cases_is_for_roles_with_that_purpose(self, sign_in: Sign, told: World) -> None:
        client = sign_in("police")
        assert 'href="/zoeken/"' in client.get("/werk/").text
        assert "Niets gevonden" in client.post("/zoeken/", {"kind": "alias", "value": "Niemand"}).text
        assert client.post("/zoeken/", {"kind": "x", "value": "y"}).status_code == 422
        guardian = sign_in("guardian")
        assert 'href="/zoeken/"' not in guardian.get("/werk/").text
        assert guardian.get("/zoeken/").status_code == 403


def without_tokens(text: str) -> str:
    """A page without what differs between any two answers."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
