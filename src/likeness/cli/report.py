"""What a command says at its end: lines for people, or one JSON object for machines."""

import json
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from likeness.errors import LikenessError
from likeness.typing import Json

_PIPE_WIDTH = 400


class Report:
    """Writes results to the standard output and errors to the standard error."""

    def __init__(self, *, is_json: bool) -> None:
        """With `is_json` everything, errors too, is one JSON object on the standard output."""
        self._is_json = is_json

    def result(self, content: Json, lines: Iterable[str]) -> None:
        """Tell a success."""
        if self._is_json:
            self._write_json({"ok": True} | content)
            return
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def table(self, content: Json, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """Show a table."""
        if self._is_json:
            self._write_json({"ok": True} | content)
            return
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*row)
        # A pipe has no width: do not fold lines that `grep` should see whole.
        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        Console(file=sys.stdout, highlight=False, markup=False, width=width).print(table)

    def error(self, error: LikenessError) -> None:
        """Tell a failure in one line."""
        if self._is_json:
            told = {"code": error.code, "message": error.message, "is_retryable": error.is_retryable}
            self._write_json({"ok": False, "error": told})
            return
        sys.stderr.write(f"error [{error.code}]: {error.message}\n")

    @staticmethod
    def _write_json(content: Json) -> None:
        sys.stdout.write(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")
        sys.stdout.flush()
