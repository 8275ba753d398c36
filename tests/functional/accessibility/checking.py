"""Looking at one page with axe-core, in one language at one width, also after a form was sent with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe

# WCAG 2.2, levels A and AA, by the names that axe-core gives them (https://www.deque.com/axe/core-documentation/api-documentation/).
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDE, DOUBLED, NARROW = 1280, 640, 320
HEIGHT = 900

_OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
_IS_TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
_FILLABLE = """() => [...document.querySelectorAll('main form')].findIndex(form =>
    form.method === 'post' && form.querySelector('[required]:not([type=hidden])') !== null)"""
_SEND_EMPTY = """place => {
    const form = document.querySelectorAll('main form')[place];
    form.noValidate = true;
    for (const field of form.querySelectorAll('textarea, input[type=text], input[type=date]')) field.value = '';
    form.requestSubmit();
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a page is looked at: in a language of the program, at a width in CSS pixels (200 % is half the width)."""

    language: str
    width: int


QUICK = (Look(language="nl", width=NARROW),)
WHOLE = tuple(Look(language=language, width=width) for language in ("nl", "en") for width in (WIDE, DOUBLED, NARROW))


def faults_of(browser: Any, site: str, visits: Sequence[dict[str, str]], look: Look) -> Iterator[tuple[str, list[str]]]:
    """Per page what breaks a rule, each in one line that says where and why; empty for a page that breaks none."""
    context = browser.new_context(viewport={"width": look.width, "height": HEIGHT}, locale=look.language)
    try:
        page = context.new_page()
        for visit in visits:
            context.clear_cookies()
            context.add_cookies(_cookies(site, visit, look))
            whose = f"{visit['path']} as {visit['username'] or 'nobody'}"
            yield visit["path"], [f"{whose}: {fault}" for fault in _faults(page, site, visit)]
    finally:
        context.close()


def _cookies(site: str, visit: dict[str, str], look: Look) -> list[dict[str, str]]:
    cookies = [{"name": "django_language", "value": look.language, "url": site}]
    if visit["session"]:
        cookies.append({"name": "sessionid", "value": visit["session"], "url": site})
    return cookies


def _faults(page: Any, site: str, visit: dict[str, str]) -> Iterator[str]:
    page.goto(site + visit["path"])
    yield from _broken_rules(page)
    place = page.evaluate(_FILLABLE)
    if place >= 0:
        with page.expect_navigation():
            page.evaluate(_SEND_EMPTY, place)
        yield from (f"after an empty form: {fault}" for fault in _broken_rules(page))


def _broken_rules(page: Any) -> Iterator[str]:
    page.evaluate(_OPEN_ALL)
    if page.evaluate(_IS_TOO_WIDE):
        yield f"is wider than {page.viewport_size['width']} pixels"
    for broken in Axe().run(page, options=RULES).response["violations"]:
        for node in broken["nodes"]:
            yield f"{broken['id']}: {broken['help']}: {' '.join(map(str, node['target']))}"
