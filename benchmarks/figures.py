"""Figures, targets, and how both are shown."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

_PIPE_WIDTH = 230


@dataclass(frozen=True)
class Figure:
    """One measured value."""

    measure: str
    """Key of what was measured, e.g. "identity.median"."""

    subject: str
    """What it was measured on."""

    value: float | None
    """None = it could not be measured; `note` says why."""

    note: str = ""
    """What a reader should know: the worst case, the number of samples."""


@dataclass(frozen=True)
class Target:
    """What a figure should reach."""

    measure: str
    """Key of the figures it holds for."""

    meaning: str
    """In words."""

    limit: float | None
    """Bound; None = only told, not judged."""

    unit: str
    """Unit of bound and figures, empty for ratios."""

    is_at_least: bool = False
    """True = figures must reach the bound, False = they must not exceed it."""

    def is_met(self, figure: Figure) -> bool | None:
        """Tell whether a figure is good enough; None = not judged.

        >>> Target("x", "an error", 0.3, "").is_met(Figure("x", "here", 0.31))
        False
        """
        if self.limit is None or figure.value is None:
            return None
        return figure.value >= self.limit if self.is_at_least else figure.value <= self.limit

    @property
    def bound(self) -> str:
        """The target in signs.

        >>> Target("x", "share", 90, "%", is_at_least=True).bound
        '≥ 90 %'
        """
        if self.limit is None:
            return "-"
        return f"{'≥' if self.is_at_least else '≤'} {_number(self.limit)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Row:
    """A figure beside its target."""

    target: Target
    figure: Figure
    command: str
    """What to run to measure it alone."""

    @property
    def verdict(self) -> str:
        """Return yes, no, or - for what is not judged."""
        is_met = self.target.is_met(self.figure)
        return "-" if is_met is None else "yes" if is_met else "no"

    def as_json(self) -> dict[str, object]:
        """Return the row for machines."""
        return {
            "measure": self.target.measure,
            "meaning": self.target.meaning,
            "input": self.figure.subject,
            "target": self.target.bound,
            "figure": self.figure.value,
            "unit": self.target.unit,
            "is_met": self.target.is_met(self.figure),
            "note": self.figure.note,
            "command": self.command,
        }


def show_rows(rows: Sequence[Row]) -> None:
    """Print the table of targets."""
    cells = (
        (
            row.target.meaning,
            row.figure.subject,
            row.target.bound,
            with_unit(row.figure.value, row.target.unit),
            row.verdict,
            row.figure.note,
            row.command,
        )
        for row in rows
    )
    show_table("", ("measure", "input", "target", "figure", "met?", "note", "command"), cells)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table, wide enough when nobody knows the width."""
    table = Table(
        *columns, title=title or None, box=None, pad_edge=False, header_style="bold", title_justify="left"
    )
    for row in rows:
        table.add_row(*row)
    console = Console(highlight=False, markup=False)
    width = None if console.is_terminal else _PIPE_WIDTH
    Console(highlight=False, markup=False, width=width).print(table)


def write_json(path: Path, values: Iterable[object]) -> None:
    """Write dataclasses or plain objects as a JSON list."""
    content = [value if isinstance(value, dict) else asdict(value) for value in values]  # type: ignore[call-overload]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def with_unit(value: float | None, unit: str) -> str:
    """Return a value for people.

    >>> with_unit(0.12345, ""), with_unit(24.04, "s"), with_unit(None, "s")
    ('0.123', '24 s', '?')
    """
    return "?" if value is None else f"{_number(value)} {unit}".rstrip()


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
