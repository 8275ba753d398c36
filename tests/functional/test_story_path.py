"""One story, in a browser: told once in two languages, categorised, confirmed by another, and read by each in part."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.functional.path import PATH, TODAY, Step
from tests.functional.test_child_path import Visitor

pytestmark = pytest.mark.browser

# The child told ten days ago, and is fourteen.
BEGUN = TODAY - timedelta(days=298)
BORN = TODAY.replace(year=TODAY.year - 14, day=1)
TOLD = (
    ("ti", "ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ።", "Een man zei dat er werk was.", "Werving"),
    (
        "ar",
        "كان اسمه أبو سالم، وكان رقمه 0612345678.",
        "Hij heette Abu Salem, zijn nummer was 0612345678.",
        "Daders en sporen",
    ),
    ("ti", "እናተይ ኣብ ገጠር ትነብር።", "Mijn moeder woont op het land.", "Familie"),
)


class Storyteller(Visitor):
    """Somebody who works on the account in a browser."""

    def go_to_story(self, number: str) -> None:
        self.page.goto(f"{self.site}/zaken/{number}/")
        self.page.get_by_role("link", name="Het verhaal van het kind").click()
        self.page.get_by_role("heading", name="Het verhaal", level=1).wait_for()

    def record_telling(self, number: str, step: Step) -> None:
        """Fill in the form, asking for each further passage, and send it."""
        self.sign_in("story_team")
        self.go_to_story(number)
        self.page.get_by_role("link", name="Het hele verhaal horen").click()
        self.page.locator("#id_on").fill((self.begun + timedelta(days=step.day)).isoformat())
        for who in ("Gespreksvoerder", "Tolk", "Voogd"):
            self.page.get_by_label(who, exact=True).check()
        self.page.locator("#id_interpreter_from").select_option("ti")
        self.page.locator("#id_interpreter_to").select_option("nl")
        for place, (language, words, translation, _) in enumerate(TOLD, start=1):
            if place > 1:
                self.page.get_by_role("button", name="Nog een passage").click()
            self.page.locator(f"#id_words-{place}").fill(words)
            self.page.locator(f"#id_language-{place}").select_option(language)
            self.page.locator(f"#id_translation-{place}").fill(translation)
        self.picture("tell")
        self.page.get_by_role("button", name="Leg vast", exact=True).click()
        self.page.get_by_text("Vastgelegd:").first.wait_for()

    def categorise(self, number: str) -> None:
        """Say of each passage what it carries."""
        for place, (_, _, _, category) in enumerate(TOLD, start=1):
            self.go_to_story(number)
            self.page.get_by_role("link", name=f"Passage {place}", exact=True).click()
            self.page.get_by_label(category, exact=False).check()
            self.page.get_by_role("button", name="Deel in").click()
            self.page.get_by_text("U deelde deze passage in. Een ander moet").wait_for()
        self.picture("passage")

    def confirm(self, number: str) -> None:
        """Look at each passage as a second person."""
        for place in range(1, len(TOLD) + 1):
            self.go_to_story(number)
            self.page.get_by_role("link", name=f"Passage {place}", exact=True).click()
            self.page.get_by_role("button", name="Bevestig de indeling").click()
            self.page.get_by_text("door een tweede bekeken").wait_for()

    def picture(self, name: str) -> None:
        """Keep a picture of the page, wide and narrow, where somebody asked for them."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"
        self.page.set_viewport_size({"width": 320, "height": 800})
        assert self.page.evaluate("document.documentElement.scrollWidth <= 320"), f"{name} is too wide for 320 px"
        self._keep(f"{name}-320")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self._keep(name)

    def _keep(self, name: str) -> None:
        if folder := os.environ.get("RELAAS_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    def texts(self) -> list[tuple[str, str, str]]:
        """The words on the page, each with its language and direction as the browser shows them."""
        read = "all => all.map(one => [one.lang, getComputedStyle(one).direction, one.innerText])"
        return [tuple(one) for one in self.page.locator(".words").evaluate_all(read)]


class TestAChildTellsItsStoryOnce:
    def test_and_each_reads_its_part(self, page: Any, site: str) -> None:
        visitor = Storyteller(page, site, begun=BEGUN, born=BORN)
        page.set_viewport_size({"width": 1280, "height": 900})
        visitor.sign_in("police")
        number = visitor.open_case()
        hear = next(step for step in PATH if step.act == "hear_story")
        for step in PATH[: PATH.index(hear)]:
            visitor.do(step, number)
        visitor.record_telling(number, hear)
        visitor.categorise(number)
        visitor.picture("story-team")
        visitor.sign_in("story_team_2")
        visitor.confirm(number)

        visitor.sign_in("police")
        visitor.go_to_story(number)
        visitor.picture("story-police")
        assert visitor.texts() == [
            ("ti", "ltr", TOLD[0][1]),
            ("nl", "ltr", TOLD[0][2]),
            ("ar", "rtl", TOLD[1][1]),
            ("nl", "ltr", TOLD[1][2]),
        ]
        page.get_by_label("Zoek in wat u mag lezen").fill("SALEM")
        page.get_by_role("button", name="Zoek", exact=True).click()
        page.locator("mark").first.wait_for()
        assert page.locator("mark").all_inner_texts() == ["Salem"]
        visitor.picture("search")

        visitor.sign_in("guardian")
        visitor.go_to_story(number)
        visitor.picture("story-guardian")
        assert [text for _, _, text in visitor.texts()] == [TOLD[0][1], TOLD[0][2], TOLD[2][1], TOLD[2][2]]
        assert visitor.complaints == []
