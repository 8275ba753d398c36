"""The page that tells who has read: for the child's side and the data protection officer, and for nobody else."""

from typing import Any

import pytest

from tests.support.told_case import World, make_actors, open_integral, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a role reads ten days after the first signal, while the child reflects."""
    from django.test import Client

    from relaas.storage.models.people import Person

    actors = make_actors()
    world = World(actors, open_integral(actors))
    record_until(world, 6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.at(10))

    def visited(role: str, path: str = "inzage/", *, language: str = "nl") -> Any:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(username=role))
        return client.get(f"/zaken/{world.number}/{path}")

    return visited


@pytest.mark.parametrize("role", ["child", "guardian", "lawyer"])
def test_tells_the_childs_side_which_role_read_on_which_ground_and_no_names(visit: Any, role: str) -> None:
    visit("ind", "")
    visit("police", "")
    text = visit(role).text
    assert "Organisatie van IND" in text
    assert "Vreemdelingenwet 2000, artikel 107" in text
    assert "Beslissen over verblijf" in text
    assert "Proefpersoon ind" not in text
    assert "Organisatie van Politie" in text
    assert "Opsporing van mensenhandelaren" not in text, "that somebody asks for this purpose is not told"


def test_tells_the_data_protection_officer_names_and_purposes(visit: Any) -> None:
    visit("police", "")
    text = visit("privacy_officer").text
    assert "Proefpersoon police" in text
    assert "Opsporing van mensenhandelaren" in text


@pytest.mark.parametrize("role", ["police", "ind", "doctor", "prosecutor", "inspectorate", "reception"])
def test_is_not_for_others_and_not_offered_to_them(visit: Any, role: str) -> None:
    assert visit(role).status_code == 403
    assert "/inzage/" not in visit(role, "").text


def test_speaks_english_too(visit: Any) -> None:
    visit("ind", "")
    text = visit("guardian", language="en").text
    assert "Who has read" in text
    assert "Deciding on residence" in text


def test_refuses_a_place_that_no_page_gave(visit: Any) -> None:
    assert visit("guardian", "inzage/?na=onzin").status_code == 400
