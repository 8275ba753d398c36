"""Capacity on the pages: a planner keeps the books, others see their organisation without names, or only totals."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
]
Sign = Callable[[str], Any]
BEGUN = TODAY - timedelta(days=400)


@pytest.fixture
def detectives(world: None) -> Any:
    """A police force with a planner and two detectives; nothing in its books yet."""
    from relaas.storage.models.people import Organisation
    from tests.functional.world import add_person

    police = Organisation.objects.get(slug="police")
    for username, role in (("planner", "capacity_planner"), ("an", "police"), ("bo", "police")):
        add_person(username=username, role=role, organisation=police)
    return police


def person(username: str) -> str:
    from relaas.storage.models.people import Person

    return str(Person.objects.get(username=username).pk)


def write(client: Any, kind: str, key: str = "", **said: str) -> Any:
    """Send the form of an event; days are written as the form asks them."""
    form = {"idempotency_key": (key or f"{kind}{len(said)}{sum(map(len, said.values()))}")[:32], **said}
    return client.post(f"/capaciteit/vastleggen/{kind}/", form, follow=True)


def fill_books(client: Any) -> None:
    """Two posts and two people, of whom one certified; that one leaves in three months."""
    day = BEGUN.isoformat()
    for post in ("mh-1", "mh-2"):
        write(
            client, "opened", f"open-{post}", post=post, team="Noord", pool="certified_detectives", hours="36", on=day
        )
    write(client, "placed", "an", person=person("an"), post="mh-1", hours="36", elsewhere="", on=day)
    write(client, "placed", "bo", person=person("bo"), post="mh-2", hours="32", elsewhere="12", on=day)
    until = (TODAY + timedelta(days=700)).isoformat()
    write(client, "certified", "cert", person=person("an"), certificate="trafficking_detective", on=day, until=until)
    write(client, "knows", "knows", person=person("an"), topic="networks", on=day)
    write(client, "left", "left", person=person("an"), on=(TODAY + timedelta(days=90)).isoformat())


@pytest.mark.letter("ad1-knowledge")
class TestThePlanner:
    def test_keeps_the_books_and_sees_what_is_about_to_be_lost_with_whom(self, detectives: Any, sign_in: Sign) -> None:
        client = sign_in("planner")
        fill_books(client)
        text = client.get("/capaciteit/").text
        assert "Kennis van daderorganisaties: Proefpersoon an vertrekt" in text
        assert "gaat verloren" in text
        assert "Er is nog geen overdracht afgesproken." in text
        promised = write(
            client, "promised", person=person("an"), topic="networks", to=person("bo"), on=TODAY.isoformat()
        )
        assert "van Proefpersoon an over te dragen aan Proefpersoon bo" in promised.text
        done = write(
            client, "handed_over", person=person("an"), topic="networks", to=person("bo"), on=TODAY.isoformat()
        )
        assert "wordt dun" in done.text

    def test_is_told_everything_that_is_wrong_at_once_and_loses_nothing(self, detectives: Any, sign_in: Sign) -> None:
        client = sign_in("planner")
        fill_books(client)
        answer = write(
            client, "placed", person=person("an"), post="mh-1", hours="400", elsewhere="500", on="2000-01-01"
        )
        assert answer.status_code == 422
        assert answer.text.count("Dit aantal uren kan niet.") >= 2
        assert "Dat klopt op die dag niet" in answer.text
        assert 'value="400"' in answer.text

    def test_sends_a_form_twice_and_writes_once(self, detectives: Any, sign_in: Sign) -> None:
        from relaas.storage.models import CapacityEvent

        client = sign_in("planner")
        for _ in range(2):
            write(
                client,
                "opened",
                "same",
                post="mh-1",
                team="Noord",
                pool="certified_detectives",
                hours="36",
                on=BEGUN.isoformat(),
            )
        assert CapacityEvent.objects.count() == 1

    def test_annuls_what_was_wrong_and_it_stays_to_be_seen(self, detectives: Any, sign_in: Sign) -> None:
        client = sign_in("planner")
        fill_books(client)
        answer = client.post("/capaciteit/onjuist/7/", {"idempotency_key": "wrong"}, follow=True)
        assert "Deze regel telt niet meer mee" in answer.text
        assert "vertrekt" not in answer.text
        assert "<s>Een vertrek aankondigen: Proefpersoon an</s>" in answer.text
        assert client.post("/capaciteit/onjuist/7/", {"idempotency_key": "again"}).status_code == 404

    def test_of_another_organisation_sees_nothing_of_these_books(self, detectives: Any, sign_in: Sign) -> None:
        fill_books(sign_in("planner"))
        text = sign_in("capacity_planner").get("/capaciteit/").text
        assert "mh-1" not in text
        assert "Proefpersoon an" not in text


@pytest.mark.letter("ad1-capacity")
class TestADetective:
    def test_sees_the_hours_and_the_risks_and_no_names(self, detectives: Any, sign_in: Sign) -> None:
        fill_books(sign_in("planner"))
        text = sign_in("bo").get("/capaciteit/").text
        assert "Kennis van daderorganisaties: Iemand vertrekt" in text
        assert "Proefpersoon an" not in text
        assert "Was onjuist" not in text

    def test_writes_nothing_in_the_books(self, detectives: Any, sign_in: Sign) -> None:
        client = sign_in("bo")
        assert client.get("/capaciteit/vastleggen/left/").status_code == 404
        assert client.post("/capaciteit/onjuist/1/", {"idempotency_key": "no"}).status_code == 404

    def test_sees_how_many_cases_there_are_for_each_certified_colleague(
        self, detectives: Any, sign_in: Sign, opened: str
    ) -> None:
        from relaas.storage.models import CaseStage

        fill_books(sign_in("planner"))
        assert figure(sign_in("bo").get("/capaciteit/").text, "Lopende zaken") == "0"
        stage = CaseStage.objects.get(case__number=opened, until_on__gte=TODAY, since_on__lte=TODAY)
        stage.statuses = stage.statuses | {"investigation": ["investigating"]}
        stage.save()
        text = sign_in("bo").get("/capaciteit/").text
        assert figure(text, "Lopende zaken") == "1"
        assert figure(text, "Zaken per gecertificeerde") == "1,0"


class TestTheRapporteur:
    def test_sees_totals_without_people_posts_or_names(self, detectives: Any, sign_in: Sign) -> None:
        fill_books(sign_in("planner"))
        text = sign_in("rapporteur").get("/capaciteit/totalen/").text
        assert figure(text, "Van wie gecertificeerd") == "1"
        assert figure(text, "Uren van deze mensen aan ander werk") == "12"
        assert "Proefpersoon an" not in text
        assert "mh-1" not in text
        assert sign_in("rapporteur").get("/capaciteit/").status_code == 404

    def test_is_alone_in_that_with_the_ministry(self, detectives: Any, sign_in: Sign) -> None:
        assert sign_in("ministry").get("/capaciteit/totalen/").status_code == 200
        assert sign_in("planner").get("/capaciteit/totalen/").status_code == 404
        assert sign_in("guardian").get("/capaciteit/totalen/").status_code == 404


class TestTheBooks:
    def test_only_grow(self, detectives: Any, sign_in: Sign) -> None:
        from django.db import DatabaseError, transaction

        from relaas.storage.models import CapacityEvent

        fill_books(sign_in("planner"))
        for change in (lambda: CapacityEvent.objects.update(number=99), lambda: CapacityEvent.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_are_logged_like_everything_else(self, detectives: Any, sign_in: Sign) -> None:
        from relaas.storage.models import AccessEntry

        client = sign_in("planner")
        fill_books(client)
        client.get("/capaciteit/")
        said = set(AccessEntry.objects.filter(role="capacity_planner").values_list("action", "outcome"))
        assert {("record_capacity", "done"), ("see_capacity", "done")} <= said


def figure(text: str, title: str) -> str:
    """The figure under a title on the page."""
    return text.partition(f"<dt>{title}</dt><dd>")[2].partition("</dd>")[0]
