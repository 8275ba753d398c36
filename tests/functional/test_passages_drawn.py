"""A passage is drawn from a stencil, and reads as if its template had been filled in with its words."""

from dataclasses import replace
from typing import Any

import pytest
from django.template.backends.django import get_installed_libraries
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as some

from relaas.web.languages import language_view
from relaas.web.presentation.badges import Badge
from relaas.web.presentation.story import PassageView, TextView
from relaas.web.stencils import drawn
from relaas.web.templatetags.passages import passage, passages

MARKUP = "<b>\"'&</b> 100% %(said)s %s {{ said }} hole-said-here"
ESCAPED = "&lt;b&gt;&quot;&#x27;&amp;&lt;/b&gt; 100% %(said)s %s {{ said }} hole-said-here"
KINDS = ("told", "correction", "addition")


def text(words: str, tag: str = "ti", found: str = "") -> TextView:
    parts = tuple((part, is_found) for part, is_found in ((words, False), (found, True)) if part)
    return TextView(language=language_view(tag, "nl"), parts=parts)


def view(**given: Any) -> PassageView:
    """A passage that who looks may read."""
    one = PassageView(
        id="01J00000000000000000000000",
        number=3,
        kind="told",
        about=None,
        written_by="Voogd",
        words=text("ሓደ ሰብኣይ"),
        translation=text("Een man.", "nl"),
        marks=(Badge(text="Werving", tone="sea"),),
    )
    return replace(one, **given)


class TestAPassage:
    @given(words=some.text(), meant=some.text(), found=some.text(), writer=some.text(), kind=some.sampled_from(KINDS))
    def test_reads_as_its_template_does(self, words: str, meant: str, found: str, writer: str, kind: str) -> None:
        one = view(words=text(words, found=found), translation=text(meant, "nl"), written_by=writer, kind=kind, about=2)
        with translation.override("nl"):
            assert passage(one, "7KQX-716Y-A") == from_template(one, "7KQX-716Y-A")

    @pytest.mark.parametrize(
        "one",
        [
            view(),
            view(kind="correction", about=2),
            view(kind="addition", about=2),
            view(words=None, translation=None, marks=()),
        ],
        ids=["told", "correction", "addition", "only known"],
    )
    def test_reads_as_its_template_does_whatever_is_known_of_it(self, one: PassageView) -> None:
        for language in ("nl", "en", "nl"):
            with translation.override(language):
                assert passage(one, "7KQX-716Y-A") == from_template(one, "7KQX-716Y-A")

    @pytest.mark.parametrize("field", ["id", "written_by", "words", "translation", "found"])
    def test_holds_words_and_never_markup(self, field: str) -> None:
        given = {
            "words": {"words": text(MARKUP)},
            "translation": {"translation": text(MARKUP, "nl")},
            "found": {"words": text("", found=MARKUP)},
        }.get(field, {field: MARKUP})
        drawn_one = passages([view(kind="correction", **given)], "7KQX-716Y-A")
        assert ESCAPED in drawn_one
        assert "<b>" not in drawn_one

    def test_holds_its_case_as_a_word_too(self) -> None:
        assert '"><script>' not in passages([view()], '"><script>')

    def test_marks_what_was_found_and_nothing_else(self) -> None:
        assert "Een &lt;man&gt;<mark>net &amp; jas</mark></p>" in passage(
            view(words=text("Een <man>", found="net & jas")), "7KQX-716Y-A"
        )

    def test_is_a_link_only_where_it_does_not_stand_alone(self) -> None:
        link = 'href="/zaken/7KQX-716Y-A/verhaal/passage/01J00000000000000000000000/"'
        assert link in passages([view()], "7KQX-716Y-A")
        assert link not in passage(view(), "7KQX-716Y-A")


class TestAStencil:
    def test_does_not_escape_twice(self) -> None:
        shape = {"kind": "told", "said_in": language_view("nl", "nl")}
        words = {"said": SafeString("<mark>kaal</mark>"), "number": "1", "id": "01J", "case": "7KQX-716Y-A"}
        assert "<mark>kaal</mark></p>" in drawn("nl", "web/parts/passage.html", words, shape)


def test_no_library_of_tags_stands_in_the_place_of_another() -> None:
    """One that is called as another application's hides it, and its pages then break."""
    ours = {name for name, module in get_installed_libraries().items() if module.startswith("relaas.")}
    from django.conf import settings
    from django.test import override_settings

    others = [app for app in settings.INSTALLED_APPS if not app.startswith("relaas.web")]
    with override_settings(INSTALLED_APPS=others):
        theirs = set(get_installed_libraries())
    assert not ours & theirs


def from_template(one: PassageView, case: str) -> str:
    """What the template itself makes of a passage."""
    said, meant = one.words, one.translation
    context = {
        "case": case,
        "id": one.id,
        "number": str(one.number),
        "about": one.about,
        "written_by": one.written_by,
        "said": found_in(said),
        "meant": found_in(meant),
        "kind": one.kind,
        "marks": one.marks,
        "said_in": said and said.language,
        "meant_in": meant and meant.language,
        "is_alone": True,
    }
    return render_to_string("web/parts/passage.html", context)


def found_in(text: TextView | None) -> SafeString:
    template = (
        "{% for part, found in parts %}{% if found %}<mark>{{ part }}</mark>{% else %}{{ part }}{% endif %}{% endfor %}"
    )
    from django.template import engines

    return engines["django"].from_string(template).render({"parts": text.parts if text else ()})
