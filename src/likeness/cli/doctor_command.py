"""`likeness doctor`: is everything there that a film needs?"""

from likeness.cli.options import JsonOption
from likeness.cli.report import Report
from likeness.errors import EnvironmentFaultError


def doctor(is_json: JsonOption = False) -> None:
    """Check versions, models, voices, codecs and free space; say the remedy for what is wrong."""
    import typer

    from likeness.cli.checks import all_checks

    checks = all_checks()
    n_wrong = sum(not check.is_ok for check in checks)
    Report(is_json=is_json).table(
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
