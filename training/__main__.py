"""Make the viseme network: ``python -m training all``, or one stage at a time.

synthesize   speak the corpus with the voices that are installed
train        train the network, within a bound of time
export       write src/likeness/assets/viseme-network.onnx
evaluate     measure it; the same as ``python -m benchmarks.visemes``
"""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSET = ROOT / "src" / "likeness" / "assets" / "viseme-network.onnx"
STAGES = ("synthesize", "train", "export", "evaluate")


def main() -> None:
    """Run the stages that the command line names."""
    arguments = _arguments()
    stages = STAGES if arguments.stage == "all" else (arguments.stage,)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for stage in stages:
        _run(stage, arguments)


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=("all", *STAGES))
    parser.add_argument(
        "--out", type=Path, default=ROOT / "out" / "training", help="folder for corpus and weights"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="size of the corpus; 1 = about 19 hours")
    parser.add_argument("--minutes", type=float, default=33.0, help="time of training")
    parser.add_argument("--width", type=int, default=192, help="channels of the network")
    parser.add_argument("--threads", type=int, default=1, help="threads of arithmetic while training")
    parser.add_argument(
        "--target",
        type=Path,
        default=ASSET,
        help="where the network is written; evaluate measures the one in the package",
    )
    return parser.parse_args()


def _run(stage: str, arguments: Namespace) -> None:
    # Each stage needs other packages; only its own are loaded.
    corpus, weights = arguments.out / "corpus", arguments.out / "weights.pt"
    if stage == "synthesize":
        from training.corpus import synthesize

        synthesize(corpus, arguments.seed, arguments.share)
    elif stage == "train":
        from training.learning import Schedule, learn

        schedule = Schedule(60 * arguments.minutes, arguments.seed, arguments.width, arguments.threads)
        learn(corpus, weights, schedule)
    elif stage == "export":
        from training.exporting import export

        export(weights, arguments.target, arguments.width)
    else:
        from benchmarks.visemes import report

        report()


if __name__ == "__main__":
    main()
