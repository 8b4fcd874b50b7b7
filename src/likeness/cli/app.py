"""The program `likeness`."""

import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from likeness.cli import (
    doctor_command,
    evaluate_command,
    film_command,
    inspect_command,
    render_command,
    verify_command,
    voices_command,
)
from likeness.cli.report import Report
from likeness.cli.streams import LostOutputError, discard_output
from likeness.errors import CancelledError, LikenessError, OptionInvalidError

DEBUG_VARIABLE = "LIKENESS_DEBUG"
"""Set it to any value to see the traceback of an error."""

app = typer.Typer(
    name="likeness",
    help="One picture of a face and a script or a recording in, a talking video out.",
    epilog="Exit codes: 0 done, 1 fault of Likeness, 2 wrong option, 3 unusable input, 4 fault of the "
    "installation, 5 encoder, 6 no manifest, 7 manifest not valid, 130 stopped.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("render")(render_command.render)
app.command("film")(film_command.film)
app.add_typer(voices_command.voices_app, name="voices")
app.command("inspect")(inspect_command.inspect)
app.command("evaluate")(evaluate_command.evaluate)
app.command("verify")(verify_command.verify)
app.command("doctor")(doctor_command.doctor)


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    if show_version:
        sys.stdout.write(f"likeness {version('likeness')}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


def run(arguments: Sequence[str]) -> int:
    """Run the program with arguments and return its exit code; errors become one line."""
    report = Report(is_json="--json" in arguments)
    try:
        code = app(args=list(arguments), prog_name="likeness", standalone_mode=False)
        if code == CancelledError.exit_code:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        # The reader of our output left, as `head` does. Keep Python from complaining when it flushes at exit.
        discard_output()
        return 1
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exception(error)
        known = _as_ours(error)
        (Report(is_json=False) if isinstance(error, LostOutputError) else report).error(known)
        return known.exit_code


def _as_ours(error: BaseException) -> LikenessError:
    """Return the error of our tree that tells the user about `error`."""
    if isinstance(error, LikenessError):
        return error
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return CancelledError("The run was stopped.")
    if isinstance(error, TyperException):
        return OptionInvalidError(_complaint(error))
    if isinstance(error, MemoryError):
        return LikenessError(
            "There is not enough memory. Choose a lower --resolution or close other programs."
        )
    return LikenessError(
        f"Something went wrong inside of Likeness ({type(error).__name__}: {error}). This is not your fault: "
        f"please report it with what {DEBUG_VARIABLE}=1 prints."
    )


def _complaint(error: TyperException) -> str:
    """Return what was wrong with the command line, with the nearest thing that is right."""
    context: typer.Context | None = getattr(error, "ctx", None)
    command = context.command_path if context else "likeness"
    wrong = getattr(error, "option_name", None)
    if wrong is None or context is None:
        message = error.format_message().replace("?.", "?").replace("Value error, ", "")
        return f"{message}{'' if message.endswith(('.', '?')) else '.'} See `{command} --help`."
    known = [option.strip("-") for parameter in context.command.params for option in parameter.opts]
    near = get_close_matches(wrong.strip("-"), known, n=2)
    hint = f"Did you mean {' or '.join(f'--{name}' for name in near)}? " if near else ""
    return f"There is no option {wrong}. {hint}See `{command} --help`."
