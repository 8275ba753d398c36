"""Signing in: many from one address may, guessing at one name may not."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.functional.path import PASSWORD

pytestmark = pytest.mark.database


@pytest.fixture
def people(db: None) -> Any:
    from tests.functional.world import make_world

    cache.clear()
    yield make_world(password=PASSWORD)
    cache.clear()


def sign_in(username: str, password: str) -> int:
    return Client().post("/account/login/", {"login": username, "password": password}).status_code


class TestSigningIn:
    def test_an_organisation_of_which_everybody_signs_in_in_one_minute_is_let_in(self, people: Any) -> None:
        assert {sign_in("guardian", PASSWORD) for _ in range(40)} == {302}

    def test_a_sixth_guess_at_one_name_is_refused_even_when_it_is_right(self, people: Any) -> None:
        assert [sign_in("guardian", "wrong") for _ in range(5)] == [200] * 5
        assert sign_in("guardian", PASSWORD) == 200
        assert sign_in("police", PASSWORD) == 302
