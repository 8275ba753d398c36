"""A replay report as one self-contained page: no script, no outside asset, and a policy that allows no more."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from relaas.casework.replay import CaseReplay
from relaas.casework.replay_owed import Owed
from relaas.casework.replay_steps import Whole
from relaas.casework.replay_words import word
from relaas.cli.replay_style import STYLE
from relaas.procedure.drawing.timeline import timeline_svg
from relaas.procedure.drawing.timeline_text import timeline_text
from relaas.procedure.situation import Situation

_SIGNS = {
    "allowed": "✓", "against_rules": "✗", "not_as_told": "≠", "unclear": "?", "no_such_act": "–", "not_judged": "·",
    "agree": "✓", "disagree": "✗", "not_comparable": "·",
    "kept": "✓", "broken": "✗", "open": "…", "not_asked": "·", "unknown": "?",
}  # fmt: skip


# Two drawings side by side on a wide screen, each at its own size.
_DRAWING_WIDTH = 740


def page_of(*, report: dict[str, Any], replays: Sequence[CaseReplay]) -> str:
    """The whole page. ``replays`` are those of the report, in its order: the drawings are made from them."""
    return _Page(report["language"]).page(report, replays)


def _cell(*parts: str) -> str:
    return "".join(parts)


class _Page:
    def __init__(self, language: str) -> None:
        self.language = language

    def word(self, name: str, *parts: str) -> str:
        return escape(word(name, self.language).format(*parts))

    def page(self, report: dict[str, Any], replays: Sequence[CaseReplay]) -> str:
        digest = b64encode(sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        cases = [self.case(case, replay) for case, replay in zip(report["cases"], replays, strict=True)]
        links = [f'<li><a href="#{escape(case["id"])}">{escape(case["id"])}</a></li>' for case in report["cases"]]
        title = self.word("title")
        return "\n".join(
            [
                "<!doctype html>",
                f'<html lang="{escape(self.language)}">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="referrer" content="no-referrer">',
                f"<title>{title}</title>",
                f"<style>{STYLE}</style>",
                "</head>",
                "<body>",
                f'<header><h1>{title}</h1><p class="intro">{self.word("intro")}</p></header>',
                f'<nav aria-label="{self.word("contents")}"><ol>{"".join(links)}</ol></nav>',
                "<main>",
                *cases,
                "</main>",
                "</body>",
                "</html>",
                "",
            ]
        )

    def case(self, case: dict[str, Any], replay: CaseReplay) -> str:
        name = escape(case["id"])
        return "\n".join(
            [
                f'<article id="{name}" aria-labelledby="{name}-title">',
                f'<h2 id="{name}-title">{name}</h2>',
                self.source(case),
                f'<p class="facts" lang="en">{escape(case["facts"])}</p>',
                self.figures(case["whole"]),
                '<div class="columns">',
                f'<section class="before"><h3>{self.word("before")}</h3>',
                self.drawing(replay.whole.situation if isinstance(replay.whole, Whole) else None, f"{case['id']}-now"),
                self.steps(case["steps"]),
                self.breaches(case["whole"]),
                self.promises(case["promises"]),
                self.terms(case["whole"]),
                "</section>",
                f'<section class="after"><h3>{self.word("after")}</h3>',
                self.drawing(replay.owed.situation if isinstance(replay.owed, Owed) else None, f"{case['id']}-owed"),
                self.beside(case["beside"]),
                "</section>",
                "</div>",
                self.findings(case),
                self.limits(case["limits"]),
                "</article>",
            ]
        )

    def source(self, case: dict[str, Any]) -> str:
        number = escape(case["ecli"] or case["case_number"] or case["url"])
        linked = f'<a href="{escape(case["link"] or case["url"])}" rel="noreferrer">{number}</a>'
        parts = [linked, escape(case["court"] or ""), escape(case["minor_text"])]
        parts.append(f"{self.word('read')}: {escape(case['read_extent_text'])}")
        return f'<p class="source">{" · ".join(part for part in parts if part)}</p>'

    def figures(self, whole: dict[str, Any] | None) -> str:
        if whole is None:
            return ""
        procedures = [f"{one['title']}, {one['on']['text']}" for one in whole["procedures"]]
        rows = [
            (self.word("uncertain"), escape(whole["uncertain_days"]["text"]), ""),
            (self.word("procedures"), str(len(procedures)), escape("; ".join(procedures))),
            (self.word("tellings"), escape(whole["tellings"]["text"]), ""),
        ]
        cells = [f"<div><dt>{name}</dt><dd>{value}<small>{more}</small></dd></div>" for name, value, more in rows]
        judged = self.word("judged_by", whole["title"], whole["on"]["text"])
        return f'<dl class="figures">{"".join(cells)}</dl><p class="judged">{judged}</p>'

    def drawing(self, situation: Situation | None, name: str) -> str:
        if situation is None:
            return ""
        svg = timeline_svg(situation, language=self.language, width=_DRAWING_WIDTH, name=_identifier(name))
        lines = [f"<li>{escape(line)}</li>" for line in timeline_text(situation, language=self.language)]
        words = f"<details><summary>{self.word('in_words')}</summary><ul>{''.join(lines)}</ul></details>"
        return f"<figure>{svg}<figcaption>{words}</figcaption></figure>"

    def steps(self, steps: list[dict[str, Any]]) -> str:
        rows = []
        for step in steps:
            note = f'<small lang="en">{escape(step["note"])}</small>' if step["note"] else ""
            owes = [
                f"<li>{escape(duty['by_text'])}: {escape(duty['title'])}, <b>{escape(duty['due_text'])}</b></li>"
                for duty in step["owes"]
            ]
            owed = f'<p class="owes">{self.word("owed")}:</p><ul>{"".join(owes)}</ul>' if owes else ""
            rows.append(
                _cell(
                    f"<tr><td>{step['number']}</td>",
                    f"<td><b>{escape(step['title'])}</b><br>{escape(step['on']['text'])}{note}</td>",
                    f"<td>{escape(step['law_text'])}</td>",
                    f"<td>{self.says(step)}{owed}</td></tr>",
                )
            )
        return self.table("happened", ["#", "event", "law_of_the_day", "says"], rows)

    def says(self, step: dict[str, Any]) -> str:
        lines = [self.act(act) for act in step["acts"]]
        if step["no_act"]:
            lines.append(f'<li class="quiet">{self.word("no_act", step["no_act"])}</li>')
        lines += [
            f'<li class="late"><span class="sign" aria-hidden="true">!</span> {escape(duty["title"])}: '
            f"{escape(duty['text'])}</li>"
            for duty in step["overdue"]
        ]
        return f'<ul class="acts">{"".join(lines)}</ul>'

    def act(self, act: dict[str, Any]) -> str:
        if act["presupposed"]:
            return f'<li class="quiet"><span class="sign">◦</span> {escape(act["title"])}</li>'
        parts = [f"<b>{escape(act['title'])}</b>: {escape(act['verdict_text'])}"]
        parts += [escape(why) for why in act["why"]]
        if act["timing_text"]:
            parts.append(f'<span class="{"late" if act["late"] else "due"}">{escape(act["timing_text"])}</span>')
        sign = f'<span class="sign" aria-hidden="true">{_SIGNS[act["verdict"]]}</span>'
        return f'<li class="{act["verdict"]}">{sign} {"; ".join(parts)}</li>'

    def breaches(self, whole: dict[str, Any] | None) -> str:
        if whole is None or not whole["breaches"]:
            return ""
        rows = []
        for breach in whole["breaches"]:
            maybe = "" if breach["certain"] else f"{self.word('possibly')}: "
            late = escape(breach["days"]["text"]) if breach["due_on"] else ""
            due = escape(breach["due_on"]["text"]) if breach["due_on"] else ""
            rows.append(
                f"<tr><td>{escape(breach['by_text'])}</td><td>{escape(breach['title'])}</td><td>{due}</td>"
                f"<td>{maybe}{escape(breach['kind_text'])} <b>{late}</b></td></tr>"
            )
        return self.table("breaches", ["who", "what", "due_by", "how_late"], rows)

    def terms(self, whole: dict[str, Any] | None) -> str:
        if whole is None or not whole["terms"]:
            return ""
        rows = [
            f"<tr><td>{escape(term['title'])}</td><td>{escape(term['began_on']['text'])}</td>"
            f"<td>{escape(term['ends_on']['text'])}</td><td>{escape(term['phase_text'])}</td></tr>"
            for term in whole["terms"]
        ]
        return self.table("terms", ["term", "began", "ends", "phase"], rows)

    def beside(self, beside: dict[str, Any]) -> str:
        if beside["regime"] is None:
            return f'<p class="quiet">{escape(beside["text"])}</p>'
        rows = []
        for duty in beside["duties"]:
            shown = "quiet" if duty["happened"] is None else "shown"
            rows.append(
                f"<tr><td>{escape(duty['title'])}<small>{escape(duty['term_text'] or '')}</small></td>"
                f"<td>{escape(duty['by_text'])}</td><td><b>{escape(duty['due_on']['text'])}</b></td>"
                f'<td class="{shown}">{escape(duty["happened_text"])}</td></tr>'
            )
        begins = self.word("counted_from", beside["begins"]["title"], beside["begins"]["on"]["text"])
        certain = self.word("certain_by", beside["certain_on"]["text"])
        minor = f" {self.word('if_minor')}" if beside["if_minor"] else ""
        table = self.table("beside", ["duty", "who", "due_by", "case_shows"], rows)
        return f'<p>{begins} <b>{certain}</b>{minor}</p>{table}<p class="quiet">{escape(beside["note"])}</p>'

    def promises(self, promises: list[dict[str, Any]]) -> str:
        rows = []
        for promise in promises:
            if promise["keeping"] == "not_asked":
                continue
            on = f" ({promise['on']['text']})" if promise["on"] else ""
            sign = f'<span class="sign" aria-hidden="true">{_SIGNS[promise["keeping"]]}</span>'
            kept = escape(f"{promise['keeping_text']}{on}")
            rows.append(
                f'<tr><td>{escape(promise["title"])}</td><td class="{promise["keeping"]}">{sign} {kept}</td></tr>'
            )
        return self.table("promises", ["promise", "phase"], rows) if rows else ""

    def findings(self, case: dict[str, Any]) -> str:
        if not case["findings"]:
            return ""
        rows = []
        for found in case["findings"]:
            sign = f'<span class="sign" aria-hidden="true">{_SIGNS[found["agreement"]]}</span>'
            why = f"<small>{escape(found['why_not'])}</small>" if found["why_not"] else ""
            rows.append(
                f'<tr><td>{escape(found["found"])}</td><td class="{found["agreement"]}">{sign} '
                f"{escape(found['agreement_text'])}{why}</td></tr>"
            )
        held = f'<p class="facts" lang="en">{escape(case["held"])}</p>' if case["held"] else ""
        return f"<section>{held}{self.table('findings', ['finding', 'replay_says'], rows)}</section>"

    def limits(self, limits: list[dict[str, Any]]) -> str:
        lines = [f"<li>{escape(limit['text'])}</li>" for limit in limits]
        return f'<section class="limits"><h3>{self.word("limits")}</h3><ul>{"".join(lines)}</ul></section>'

    def table(self, caption: str, columns: Iterable[str], rows: Iterable[str]) -> str:
        heads = [f'<th scope="col">{"#" if name == "#" else self.word(name)}</th>' for name in columns]
        return _cell(
            f'<div class="scroll"><table><caption>{self.word(caption)}</caption>',
            f"<thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>",
        )


def _identifier(name: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in name).lower()
