"""A replay report on the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relaas.casework.replay_words import word

# Wide enough for a reader of a file or a pipe, where no terminal says how wide it is.
_WIDTH_WITHOUT_TERMINAL = 140
_SIGNS = {
    "allowed": ("✓", "green"),
    "against_rules": ("✗", "red"),
    "not_as_told": ("≠", "yellow"),
    "unclear": ("?", "yellow"),
    "no_such_act": ("–", "dim"),
    "not_judged": ("·", "dim"),
    "agree": ("✓", "green"),
    "disagree": ("✗", "bold red"),
    "not_comparable": ("·", "dim"),
    "kept": ("✓", "green"),
    "broken": ("✗", "red"),
    "open": ("…", "yellow"),
    "not_asked": ("·", "dim"),
    "unknown": ("?", "yellow"),
}


def print_report(report: dict[str, Any]) -> None:
    """Print every case of the report, one after the other."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    for case in report["cases"]:
        _Printer(console, report["language"]).case(case)


def _sign(name: str) -> str:
    sign, style = _SIGNS[name]
    return f"[{style}]{sign}[/]"


class _Printer:
    def __init__(self, console: Console, language: str) -> None:
        self.console = console
        self.language = language

    def word(self, name: str) -> str:
        return word(name, self.language)

    def case(self, case: dict[str, Any]) -> None:
        self.console.rule(f"[bold]{escape(case['id'])}[/]", align="left")
        known = [case["ecli"], case["court"], case["minor_text"], f"{self.word('read')}: {case['read_extent_text']}"]
        self.console.print(escape(" · ".join(part for part in known if part)), style="dim")
        self.console.print(escape(case["facts"].strip()))
        self.steps(case["steps"])
        self.whole(case["whole"])
        self.beside(case["beside"])
        self.promises(case["promises"])
        self.findings(case["findings"])
        self.limits(case["limits"])
        self.console.print()

    def steps(self, steps: list[dict[str, Any]]) -> None:
        table = self.table("happened", "#", "event", "date", "law_of_the_day", "says", "owed")
        for step in steps:
            table.add_row(
                str(step["number"]),
                escape(step["title"]),
                escape(step["on"]["text"]),
                escape(step["law_text"]),
                "\n".join(self.says(step)),
                "\n".join(escape(f"{duty['by_text']}: {duty['title']}, {duty['due_text']}") for duty in step["owes"]),
            )
        self.console.print(table)

    def says(self, step: dict[str, Any]) -> list[str]:
        found = [escape(self.word("no_act").format(step["no_act"]))] if step["no_act"] else []
        for act in step["acts"]:
            sign = "◦" if act["presupposed"] else _sign(act["verdict"])
            parts = [act["title"]]
            if not act["presupposed"] and act["verdict"] not in ("allowed", "not_judged"):
                parts += [act["verdict_text"], *act["why"]]
            parts += [act["timing_text"]] if act["timing_text"] else []
            found.append(f"{sign} {escape('; '.join(parts))}")
        found += [f"[red]![/] {escape(duty['title'])}: {escape(duty['text'])}" for duty in step["overdue"]]
        return found

    def whole(self, whole: dict[str, Any] | None) -> None:
        if whole is None:
            return
        self.console.print(Text(self.word("judged_by").format(whole["title"], whole["on"]["text"]), style="italic"))
        procedures = [f"{one['title']} ({one['on']['text']})" for one in whole["procedures"]]
        figures = {
            "procedures": f"{len(procedures)}: {', '.join(procedures)}" if procedures else "0",
            "tellings": whole["tellings"]["text"],
            "uncertain": whole["uncertain_days"]["text"],
        }
        for name, value in figures.items():
            self.console.print(f"[bold]{self.word(name)}[/]: {escape(value)}")
        if whole["terms"]:
            table = self.table("terms", "term", "began", "ends", "phase")
            for term in whole["terms"]:
                cells = (term["title"], term["began_on"]["text"], term["ends_on"]["text"], term["phase_text"])
                table.add_row(*map(escape, cells))
            self.console.print(table)
        if whole["breaches"]:
            table = self.table("breaches", "who", "what", "due_by", "how_late")
            for breach in whole["breaches"]:
                due = breach["due_on"]["text"] if breach["due_on"] else ""
                late = breach["days"]["text"] if breach["due_on"] else ""
                maybe = "" if breach["certain"] else f"{self.word('possibly')}: "
                kind = f"{maybe}{breach['kind_text']}"
                table.add_row(escape(breach["by_text"]), escape(breach["title"]), escape(due), escape(f"{kind} {late}"))
            self.console.print(table)

    def beside(self, beside: dict[str, Any]) -> None:
        if beside["regime"] is None:
            self.console.print(f"[bold]{self.word('beside')}[/]: {escape(beside['text'])}")
            return
        table = self.table("beside", "duty", "who", "due_by", "case_shows")
        for duty in beside["duties"]:
            cells = (duty["title"], duty["by_text"], duty["due_on"]["text"], duty["happened_text"])
            table.add_row(*map(escape, cells))
        self.console.print(table)
        lines = [self.word("counted_from").format(beside["begins"]["title"], beside["begins"]["on"]["text"])]
        lines += [self.word("certain_by").format(beside["certain_on"]["text"])]
        lines += [self.word("if_minor")] if beside["if_minor"] else []
        self.console.print(Padding(escape(" ".join(lines)), (0, 1)))

    def promises(self, promises: list[dict[str, Any]]) -> None:
        asked = [promise for promise in promises if promise["keeping"] != "not_asked"]
        if not asked:
            return
        table = self.table("promises", "promise", "phase")
        for promise in asked:
            on = f" ({promise['on']['text']})" if promise["on"] else ""
            table.add_row(
                escape(promise["title"]), f"{_sign(promise['keeping'])} {escape(promise['keeping_text'] + on)}"
            )
        self.console.print(table)

    def findings(self, findings: list[dict[str, Any]]) -> None:
        if not findings:
            return
        table = self.table("findings", "finding", "replay_says")
        for finding in findings:
            why = f": {finding['why_not']}" if finding["why_not"] else ""
            table.add_row(
                escape(finding["found"]),
                f"{_sign(finding['agreement'])} {escape(finding['agreement_text'] + why)}",
            )
        self.console.print(table)

    def limits(self, limits: list[dict[str, Any]]) -> None:
        self.console.print(f"[bold]{self.word('limits')}[/]")
        for limit in limits:
            self.console.print(Padding(escape(f"– {limit['text']}"), (0, 1)))

    def table(self, title: str, *columns: str) -> Table:
        table = Table(title=self.word(title), title_justify="left", title_style="bold", show_lines=False, expand=False)
        for column in columns:
            table.add_column(column if column == "#" else self.word(column), overflow="fold")
        return table
