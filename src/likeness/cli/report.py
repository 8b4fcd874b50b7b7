"""What a command says at its end: lines for people, or one JSON object for machines."""

import json
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from likeness.errors import LikenessError, NoFaceFoundError, OutputNotWritableError
from likeness.typing import Json


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
        if not sys.stdout.isatty():
            _write_plain(columns, list(rows))
            return
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*row)
        Console(file=sys.stdout, highlight=False, markup=False).print(table)

    def warnings(self, lines: Iterable[str]) -> None:
        """Tell what is other than the user may think; for machines it is part of the result."""
        if not self._is_json:
            for line in lines:
                sys.stderr.write(f"warning: {line}\n")

    def error(self, error: LikenessError) -> None:
        """Tell a failure in one line."""
        if self._is_json:
            told: Json = {"code": error.code, "message": error.message, "is_retryable": error.is_retryable}
            if isinstance(error, NoFaceFoundError) and error.guessed_points:
                told["guessed_face_points"] = error.guessed_points
            try:
                self._write_json({"ok": False, "error": told})
                return
            except (OSError, OutputNotWritableError):
                pass  # nobody reads it there; say it where it may be seen
        sys.stderr.write(f"error [{error.code}]: {error.message}\n")

    @staticmethod
    def _write_json(content: Json) -> None:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False)
        try:
            text.encode(sys.stdout.encoding or "ascii")
        except UnicodeEncodeError:  # an old encoding, or a file name that is no text
            text = json.dumps(content, allow_nan=False)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _write_plain(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a table for a pipe: no line is folded, and thousands of rows take no time."""
    lines = [columns, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    sys.stdout.flush()
