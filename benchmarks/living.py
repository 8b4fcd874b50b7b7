"""Blinks and head movement over a minute and more, at the three levels, read from the curves of the
performance.

Films of a minute are slow to make; the curves are what the film shows. `--film` makes one film of a minute as
well and reads the same figures from its pixels. Also told: the processor time of speech and performance for a
minute.
"""

import resource
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.evaluation_films import write_sound
from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.films import FilmOrder, make_film
from benchmarks.material import Settings, own_portraits, settings_of, settings_parser
from likeness.core.direction import Direction, Expressiveness
from likeness.core.performance import Performance
from likeness.core.voice import VoiceSettings
from likeness.evaluation import evaluate
from likeness.evaluation.head_motion import HeadMotion, head_motion
from likeness.performance import perform
from likeness.speech import find_voice, listen, read_audio, synthesize
from likeness.typing import FloatArray

_FPS = Fraction(25)
_SEEDS = (0, 1, 2)
_BLINKS = frozenset({"blink", "partial_blink"})
_SHUT = 0.38
"""Coefficient of a lid above which less than 62 % of the eye is open: where the length of a blink is
measured."""

_TEXT = (
    "Good morning, and welcome to our little tour of the harbour. Before we begin, please look at the "
    "map in front of you. The big blue building on the left was a market once, and many people still "
    "call it that. Do you see the bridge behind it? It was built by women, because most of the men were "
    "at sea. Nobody believed that it would stand for more than ten years, but it has been there for "
    "over a hundred. Now, what do we find on the other side? Boats, of course, and the best bakery in "
    "town! If you are hungry, remember its name. We will come back to it, I promise, in about an hour "
    "and a half. Later today we are going to climb the tower. It has two hundred and twelve steps, so "
    "bring comfortable shoes, and perhaps something warm to wear. The view from the top is wonderful, "
    "even when the weather is not. Any questions so far? No? Then let us start, slowly, and mind the "
    "wet stones. My name is Maria, by the way, and I have lived here all my life. Over there, by the "
    "pump, my brother and I learned to swim. The water was so cold that we jumped up and down for half "
    "an hour afterwards. People from abroad never believe me, but we loved it! Maybe you will try it "
    "yourselves, once the sun comes out. Before we move on, does everybody have a map and a bottle of "
    "water? Perfect. Then follow me, please, and do not feed the gulls."
)
"""More than a minute of speech with questions, lists and asides."""

TARGETS: tuple[Target, ...] = (
    Target("living.blinks_least", "blinks per minute, lowest", 12, "", is_at_least=True),
    Target("living.blinks_most", "blinks per minute, highest", 35, ""),
    Target("living.blink_shortest", "length of a blink, shortest median", 100, "ms", is_at_least=True),
    Target("living.blink_longest", "length of a blink, longest median", 250, "ms"),
    Target("living.variation_least", "variation of the times between blinks", 0.5, "", is_at_least=True),
    Target("living.variation_most", "the same, not more than", 1.0, ""),
    Target("living.head_low_least", "head, low: sd of pitch and yaw", 1.0, "deg", is_at_least=True),
    Target("living.head_low_most", "the same, not more than", 2.0, "deg"),
    Target("living.head_medium_least", "head, medium: sd of pitch and yaw", 2.5, "deg", is_at_least=True),
    Target("living.head_medium_most", "the same, not more than", 4.5, "deg"),
    Target("living.head_high_least", "head, high: sd of pitch and yaw", 4.0, "deg", is_at_least=True),
    Target("living.head_high_most", "the same, not more than", 6.0, "deg"),
    Target("living.line", "strongest frequency of the head, share of power", 25, "%"),
    Target("living.slow", "power of head movement below 0.5 Hz (people 50-78)", None, "%"),
    Target("living.cpu_script", "speech and performance, 60 s of script, CPU", 3, "s"),
    Target("living.cpu_audio", "speech and performance, 60 s of sound without words, CPU", 8, "s"),
)


@dataclass(frozen=True)
class Living:
    """One performance."""

    level: str
    seed: int
    duration_s: float
    blinks_per_minute: float
    blink_ms: float
    """Median time with lids below 62 %."""

    gap_variation: float
    head: HeadMotion


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the figures of all levels, and the cost of a minute."""
    found = measure_levels(_SEEDS[:1] if settings.is_quick else _SEEDS)
    write_json(settings.out / "living.json", found)
    return (*figures_of(found), *costs(settings))


def measure_levels(seeds: Sequence[int]) -> list[Living]:
    """Perform the text at each level with each seed."""
    speech = synthesize(_TEXT, find_voice(None, "en"), VoiceSettings())
    return [
        living(perform(speech, Direction(level), _FPS, seed), level.value, seed)
        for level in Expressiveness
        for seed in seeds
    ]


def living(performance: Performance, level: str, seed: int) -> Living:
    """Measure one performance."""
    duration_s = performance.n_frames / float(performance.fps)
    starts_s = np.array([event.start_s for event in performance.events if event.kind in _BLINKS])
    gaps_s = np.diff(starts_s)
    head = head_motion(performance.head_deg, float(performance.fps))
    if head is None or len(gaps_s) < 2:
        raise ValueError("the performance is too short")
    return Living(
        level=level,
        seed=seed,
        duration_s=duration_s,
        blinks_per_minute=60 * len(starts_s) / duration_s,
        blink_ms=_blink_ms(performance),
        gap_variation=float(np.std(gaps_s, ddof=1) / np.mean(gaps_s)),
        head=head,
    )


def figures_of(found: Sequence[Living]) -> Iterable[Figure]:
    """Return the figures for the table of targets."""
    what = f"{len(found)} performances of {found[0].duration_s:.0f} s"
    rates = [one.blinks_per_minute for one in found]
    yield Figure("living.blinks_least", what, min(rates), "per minute, the lowest")
    yield Figure("living.blinks_most", what, max(rates), "per minute, the highest")
    lengths = [one.blink_ms for one in found]
    yield Figure("living.blink_shortest", what, min(lengths), "median of a performance, below 62 %")
    yield Figure("living.blink_longest", what, max(lengths), "median of a performance, below 62 %")
    variations = [one.gap_variation for one in found]
    told = f"{min(variations):.2f} to {max(variations):.2f}"
    yield Figure("living.variation_least", what, float(np.median(variations)), told)
    yield Figure("living.variation_most", what, float(np.median(variations)), told)
    for level in Expressiveness:
        group = [one.head for one in found if one.level == level.value]
        axes = np.median([head.sd_deg for head in group], axis=0)
        told = f"pitch {axes[0]:.1f}, yaw {axes[1]:.1f}, roll {axes[2]:.1f}"
        sway = float(axes[:2].mean())
        yield Figure(f"living.head_{level.value}_least", f"{len(group)} seeds", sway, told)
        yield Figure(f"living.head_{level.value}_most", f"{len(group)} seeds", sway, told)
    strongest = max((one.head.strongest_line_percent, one.head.strongest_line_hz, one.level) for one in found)
    note = f"worst: {strongest[2]}, at {strongest[1]:.2f} Hz"
    yield Figure("living.line", what, strongest[0], note)
    bands = np.median([one.head.band_percent for one in found], axis=0)
    yield Figure("living.slow", what, float(bands[0]), f"0.5-2 Hz {bands[1]:.0f} %, 2-5 Hz {bands[2]:.0f} %")


def costs(settings: Settings) -> Iterable[Figure]:
    """Return the processor time of speech and performance for a minute, from a script and from a
    recording."""
    voice = find_voice(None, "en")
    before_s = _cpu_s()
    speech = synthesize(_TEXT, voice, VoiceSettings())
    perform(speech, Direction(), _FPS, 0)
    minute = 60 / speech.duration_s
    yield Figure("living.cpu_script", "a minute of script", minute * (_cpu_s() - before_s), voice.id)
    sound = write_sound(speech, settings.out / "minute.wav")
    before_s = _cpu_s()
    perform(listen(read_audio(sound), None, "en"), Direction(), _FPS, 0)
    yield Figure("living.cpu_audio", "a minute of sound", minute * (_cpu_s() - before_s))


def _blink_ms(performance: Performance) -> float:
    """Return the median time of a blink with the lids below 62 %, from the curves of both lids."""
    names = performance.expression_names
    columns = [names.index(f"eye_blink_{side}") for side in ("left", "right")]
    shut = performance.expression[:, columns].mean(axis=1)
    fine = _refined(shut)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], fine > _SHUT, [False]]).astype(int)))
    lengths_s = (edges[1::2] - edges[::2]) / (10 * float(performance.fps))
    return 1000 * float(np.median(lengths_s)) if len(lengths_s) else 0.0


def _refined(curve: FloatArray) -> FloatArray:
    """Return a curve with ten samples for one."""
    places = np.arange(0, len(curve) - 1, 0.1)
    return np.asarray(np.interp(places, np.arange(len(curve)), curve), np.float32)


def _cpu_s() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def _show_film(settings: Settings, level: str) -> None:
    """Make a film of the text and print what is seen in it."""
    picture = own_portraits(settings.out)["astronaut"]
    film = make_film(FilmOrder(picture, _TEXT, find_voice(None, "en").id, "360p", level), settings.out)
    wanted = ("blinks.", "head.", "jitter.")
    found = evaluate(Path(film.path)).measures
    rows = [
        (one.kind.meaning, f"{one.reading.value:.2f} {one.kind.unit}" if one.reading.value else "-")
        for one in found
        if one.kind.key.startswith(wanted)
    ]
    show_table(f"film, {level}", ("measure", "value"), rows)


def main() -> int:
    """Measure and print."""
    parser = settings_parser("living", __doc__)
    parser.add_argument("--film", choices=[level.value for level in Expressiveness], help="make a film too")
    arguments = parser.parse_args()
    settings = settings_of(arguments)
    found = measure_levels(_SEEDS[:1] if settings.is_quick else _SEEDS)
    write_json(settings.out / "living.json", found)
    rows = (
        (
            f"{one.level} {one.seed}",
            f"{one.blinks_per_minute:.0f}",
            f"{one.blink_ms:.0f} ms",
            f"{one.gap_variation:.2f}",
            " / ".join(f"{value:.1f}" for value in one.head.sd_deg),
            " / ".join(f"{value:.0f}" for value in one.head.speed_95_deg_s),
            " / ".join(f"{value:.0f}" for value in one.head.band_percent),
            f"{one.head.strongest_line_percent:.0f} % at {one.head.strongest_line_hz:.2f} Hz",
        )
        for one in found
    )
    columns = (
        "take",
        "blinks/min",
        "length",
        "variation",
        "sd deg",
        "speed deg/s",
        "bands %",
        "strongest line",
    )
    show_table("", columns, rows)
    for figure in costs(settings):
        print(f"{figure.subject}: {figure.value:.2f} s CPU {figure.note}")
    if arguments.film:
        _show_film(settings, arguments.film)
    return 0


if __name__ == "__main__":
    sys.exit(main())
