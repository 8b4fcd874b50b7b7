"""`likeness doctor`: is everything there that a film needs?"""

from typing import TYPE_CHECKING

from likeness.cli.interruptible import stoppable
from likeness.cli.options import JsonOption
from likeness.cli.report import Report
from likeness.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from likeness.cli.checks import Check


def doctor(is_json: JsonOption = False) -> None:
    """Check versions, models, voices, codecs and free space; say the remedy for what is wrong."""
    import typer

    report = Report(is_json=is_json)
    checks = stoppable(_all_checks, report)
    n_wrong = sum(not check.is_ok for check in checks)
    report.table(
        {
            "is_healthy": n_wrong == 0,
            "checks": [
                {"name": check.name, "is_ok": check.is_ok, "found": check.found, "remedy": check.remedy}
                for check in checks
            ],
        },
        ("", "what", "found"),
        (
            (
                "ok" if check.is_ok else "WRONG",
                check.name,
                check.found if check.is_ok else f"{check.found} {check.remedy}",
            )
            for check in checks
        ),
    )
    if n_wrong:
        raise typer.Exit(EnvironmentFaultError.exit_code)


def _all_checks() -> "tuple[Check, ...]":
    from likeness.cli.checks import all_checks

    return all_checks()
