"""The program `likeness`: nothing heavy is imported before Ctrl-C can be answered."""

import sys


def main() -> None:
    """Run the command line; a stop at any moment ends with one line and exit code 130."""
    try:
        from likeness.cli.app import main as run

        run()
    except KeyboardInterrupt:
        print("error [cancelled]: The run was stopped.", file=sys.stderr)
        sys.exit(130)
