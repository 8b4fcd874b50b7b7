"""`likeness evaluate`: measure how a finished film speaks and moves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.interruptible import run_interruptible
from likeness.cli.kernel_cache import keep_kernels_somewhere
from likeness.cli.options import JsonOption
from likeness.cli.progress import progress_for
from likeness.cli.report import Report
from likeness.core.progress import CancelToken
from likeness.errors import OptionInvalidError

if TYPE_CHECKING:
    from likeness.evaluation import Evaluation


def evaluate(
    video: Annotated[
        Path, typer.Argument(help="Film to look at, also one of a real person.", show_default=False)
    ],
    timeline: Annotated[
        Path | None, typer.Option(help="What is said in it, as `render --timeline` writes it.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Also draw everything over time into this PNG.")] = None,
    is_json: JsonOption = False,
) -> None:
    """Measure lips, eyes, brows and head of a film, with the values of people beside."""
    _check_plot(plot, video, timeline)
    report = Report(is_json=is_json)
    found = _run(video, timeline, plot, report, is_json=is_json)
    _tell(found, plot, report, is_json=is_json)


def _check_plot(plot: Path | None, video: Path, timeline: Path | None) -> None:
    if plot is None:
        return
    if plot.suffix.lower() != ".png":
        raise OptionInvalidError(
            f"A plot is a PNG file: give --plot a name that ends in .png, not {plot.name}."
        )
    if plot.resolve() in {file.resolve() for file in (video, timeline) if file is not None}:
        raise OptionInvalidError(f"{plot} is an input. Give the plot another name.")


def _run(
    video: Path, timeline: Path | None, plot: Path | None, report: Report, *, is_json: bool
) -> "Evaluation":
    def work(cancel: CancelToken) -> "Evaluation":
        keep_kernels_somewhere()
        # Loading the networks and the decoder takes a second that `--help` should not cost.
        from likeness.encode.output_file import check_output
        from likeness.evaluation import evaluate as evaluate_film
        from likeness.evaluation import read_timeline, write_plot

        if plot is not None:
            check_output(plot)
        spoken = None if timeline is None else read_timeline(timeline)
        found = evaluate_film(video, spoken, listener=listener, cancel=cancel)
        if plot is not None:
            write_plot(found, plot)
        return found

    def clean_up() -> None:
        from likeness.encode.output_file import partial_path

        if plot is not None:
            partial_path(plot).unlink(missing_ok=True)

    with progress_for(is_json=is_json) as listener:
        return run_interruptible(work, clean_up, report.error)


def _tell(found: "Evaluation", plot: Path | None, report: Report, *, is_json: bool) -> None:
    from likeness.evaluation import COLUMNS, evaluation_json, rows

    content = evaluation_json(found) | {"plot": None if plot is None else str(plot)}
    report.table(content, COLUMNS, rows(found.measures))
    if is_json:
        return
    film, source = found.film, found.timeline and found.timeline.source.value
    lines = [
        f"{film.path}: {found.findings.duration_s:.1f} s, {film.width_px}x{film.height_px}, "
        f"{film.fps:g} frames per second, face seen in {100 * found.seen_share:.0f} % of them"
        + (f", phones {source}" if source else "")
    ]
    report.result({}, lines if plot is None else [*lines, str(plot)])
