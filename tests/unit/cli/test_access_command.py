"""``relaas access show``: the rules of a role, readable and as JSON."""

import json

import pytest
from click.testing import CliRunner, Result

from relaas.cli.access import access


def run(*arguments: str) -> Result:
    return CliRunner().invoke(access, list(arguments))


def test_shows_each_rule_of_a_role_with_its_ground_and_what_is_refused() -> None:
    shown = run("show", "police", "--language", "en")
    assert shown.exit_code == 0
    assert "Perpetrators and leads" in shown.output
    assert "Police Data Act art. 3" in shown.output


def test_gives_the_same_to_other_programs() -> None:
    rules = json.loads(run("show", "doctor", "--json").output)["rules"]
    assert {rule["rule"] for rule in rules} >= {"care-health", "care-case"}


@pytest.mark.parametrize(("said", "meant"), [("polise", "police"), ("gaurdian", "guardian")])
def test_names_the_role_that_was_probably_meant(said: str, meant: str) -> None:
    shown = run("show", said)
    assert shown.exit_code == 2
    assert f'did you mean "{meant}"?' in shown.output
