"""Do the lips follow the sound? Films made from the sound of real clips, beside the speakers themselves.

Two measures. The ridge probe of the test data (``tools/lipsync_measure.py``, loaded from there, not copied):
a linear model from sound to mouth, fitted on real speakers, says what a mouth should do; the film's mouth is
compared with that. Films made from a clip are judged by a model without that speaker. And the plain
comparison: the opening of the film's lips with that of the real speaker at the same sound, slow drift
removed, beside two simple ways to move a mouth.
"""

import importlib.util
import sys
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.evaluation_films import SetFilm, cropped_portraits, make_set_film
from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.films import FilmFailedError
from benchmarks.material import Settings, settings_of, settings_parser
from likeness.core.audio import AudioClip
from likeness.errors import LikenessError
from likeness.evaluation.face_curves import face_curves
from likeness.evaluation.film_reading import frames_of, read_film
from likeness.evaluation.film_sound import film_sound, loudness
from likeness.evaluation.head_pose import in_face_frame
from likeness.evaluation.tracking import FaceTrack, track_face
from likeness.portrait import FaceModels, load_face_models
from likeness.speech import read_audio
from likeness.speech.analysis import analysis_copy, find_speech
from likeness.speech.sphinx import recognize_phones
from likeness.typing import FloatArray

_RIDGE = 3000.0
"""As in the tool."""

_RATE_HZ = 100.0
_DRIFT_SIGMA_S, _SMOOTH_SIGMA_S = 0.6, 0.02
"""As in the tool: what is slower is posture, what is faster is noise."""

_NEAR_MS = 40.0
"""Lag that is accepted; short clips have chance peaks far away."""

_SAME_PERSON = (frozenset({"sad_AOC", "vx_AOC"}),)
_SPEECH = ("a01", "a02", "a03", "a04", "a05", "a06", "a07", "a10b")
_OPENINGS = {
    "P": 0.0, "B": 0.0, "M": 0.0, "F": 0.02, "V": 0.02, "W": 0.05, "UW": 0.05, "OW": 0.11, "OY": 0.11,
    "AO": 0.16, "UH": 0.07, "ER": 0.07, "R": 0.07, "SH": 0.06, "CH": 0.06, "JH": 0.06, "ZH": 0.06, "S": 0.045,
    "Z": 0.045, "TH": 0.06, "DH": 0.06, "T": 0.06, "D": 0.06, "N": 0.06, "L": 0.09, "K": 0.08, "G": 0.08,
    "NG": 0.08, "HH": 0.08, "Y": 0.055, "IY": 0.055, "IH": 0.08, "EH": 0.12, "EY": 0.12, "AH": 0.11,
    "AE": 0.19, "AY": 0.19, "AW": 0.19, "AA": 0.24,
}  # fmt: skip
"""Customary opening of each class in eye distances, for the baseline that only knows recognized phones."""

_ALLPHONE_SIGMA_S = 0.04

TARGETS: tuple[Target, ...] = (
    Target("probe.films", "ridge probe, films of recordings, lag within 40 ms", 0.45, "", is_at_least=True),
    Target("probe.films_at_zero", "the same without any lag", None, ""),
    Target("probe.lag", "lag at which films follow their sound best, median, either way", 40, "ms"),
    Target("probe.real", "control: ridge probe, real people", None, ""),
    Target("probe.opening", "opening of our lips and of the real speaker, correlation", None, ""),
    Target("probe.opening_by_loudness", "the same for an opening by loudness only", None, ""),
    Target("probe.opening_by_phones", "the same for customary openings of recognized phones", None, ""),
    Target("probe.opening_gain", "ours minus the better of both", 0.0, "", is_at_least=True),
)


@dataclass(frozen=True)
class ProbeFigures:
    """How one mouth follows its sound."""

    name: str
    at_zero: float = float("nan")
    """Mean correlation of opening, outer height and jaw with the probe, at lag 0."""

    near: float = float("nan")
    """The same at the best lag within 40 ms."""

    best: float = float("nan")
    """The same at the best lag of all."""

    lag_ms: float = float("nan")
    """That lag; + = the picture is late."""

    is_real: bool = False
    """A real speaker, for comparison."""

    film: float = float("nan")
    """Correlation of the film's opening with the real speaker's."""

    by_loudness: float = float("nan")
    """The same for an opening that follows loudness."""

    by_phones: float = float("nan")
    """The same for customary openings of recognized phones."""

    failure: str = ""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the figures; none without test data."""
    found = measure_all(settings)
    write_json(settings.out / "evaluation_probe.json", found)
    return figures_of(found)


def figures_of(found: Sequence[ProbeFigures]) -> tuple[Figure, ...]:
    """Return the figures for the table of targets."""
    films = [one for one in found if not one.is_real and not one.failure]
    real = [one for one in found if one.is_real]
    paired = [one for one in films if np.isfinite(one.film)]
    if not films or not real or not paired:
        return ()
    failures = "; ".join(f"{one.name}: {one.failure}" for one in found if one.failure)
    low, median, high = np.percentile([one.lag_ms for one in films], (5, 50, 95)).tolist()
    spread = f"5 % {low:+.0f}, 95 % {high:+.0f}"
    what = f"{len(films)} films"
    return (
        Figure("probe.films", what, _mean(films, "near"), failures),
        Figure("probe.films_at_zero", what, _mean(films, "at_zero")),
        Figure("probe.lag", what, abs(median), f"median {median:+.0f}, {spread} ms; + = picture late"),
        Figure("probe.real", f"{len(real)} clips", _mean(real, "near")),
        *_opening_figures(paired),
    )


def _opening_figures(paired: Sequence[ProbeFigures]) -> tuple[Figure, ...]:
    same = f"{len(paired)} speakers"
    ours, by_loudness, by_phones = (_mean(paired, name) for name in ("film", "by_loudness", "by_phones"))
    gain = ours - max(by_loudness, by_phones)
    return (
        Figure("probe.opening", same, ours),
        Figure("probe.opening_by_loudness", same, by_loudness),
        Figure("probe.opening_by_phones", same, by_phones),
        Figure("probe.opening_gain", same, gain, "ours minus the better of both"),
    )


def measure_all(settings: Settings) -> list[ProbeFigures]:
    """Make a film from every sound and measure it, and the real clips."""
    talk = settings.folder("talk")
    tool = None if settings.test_data is None else settings.test_data / "tools" / "lipsync_measure.py"
    if talk is None or tool is None or not tool.is_file():
        return []
    models, probe = load_face_models(), Probe(_load(tool), talk)
    clips = sorted(talk.glob("*.mp4"))[:: 6 if settings.is_quick else 1]
    portraits = cropped_portraits(settings, models)[::3]
    makers = _Makers(settings.out / "probe", portraits, models)
    found = [_real(clip, probe) for clip in clips]
    found += [_paired(clip, index, probe, makers) for index, clip in enumerate(clips)]
    audio = settings.folder("audio")
    sounds = (
        [] if audio is None else [path for path in sorted(audio.iterdir()) if path.name.startswith(_SPEECH)]
    )
    sounds = sounds[:: 4 if settings.is_quick else 1]
    return found + [_alone(sound, index, probe, makers) for index, sound in enumerate(sounds)]


class Probe:
    """The tool of the test data with what it learns from the real clips."""

    def __init__(self, tool: ModuleType, talk: Path) -> None:
        self._tool = tool
        self._sums: dict[str, tuple[FloatArray, FloatArray]] = {}
        self._n_keys = len(tool.KEYS)
        for file in sorted(talk.glob("*.landmarks.npz")):
            name = file.name.removesuffix(".landmarks.npz")
            sound = tool.design(tool.audio16k(str(talk / f"{name}.wav")))
            mouth = tool.target(np.load(file), len(sound))
            self._sums[name] = (sound.T @ sound, sound.T @ mouth)

    def scan(
        self, sound: Path, mouth: Mapping[str, FloatArray], without: str | None
    ) -> tuple[float, float, float, float]:
        """Return correlation at lag 0, at the best within 40 ms, at the best of all, and that lag in ms.

        Args:
            sound: File with the sound.
            mouth: The tool's fields of a track.
            without: A clip whose speaker must not be known; None = all may be.
        """
        hidden = {without} | next((group for group in _SAME_PERSON if without in group), frozenset())
        known = [sums for name, sums in self._sums.items() if name not in hidden]
        gram, cross = (sum(parts) for parts in zip(*known, strict=True))
        weights = np.linalg.solve(gram + _RIDGE * np.eye(len(gram)), cross)
        features = self._tool.design(self._tool.audio16k(str(sound)))
        lags = self._tool.scan(self._tool.target(mouth, len(features)), features @ weights)
        best, is_near = lags[:, 1].argmax(), np.abs(lags[:, 0]) <= _NEAR_MS
        near = lags[is_near, 1].max()
        return float(lags[len(lags) // 2, 1]), float(near), float(lags[best, 1]), float(lags[best, 0])


@dataclass(frozen=True)
class _Makers:
    """What is needed to make films from sound."""

    folder: Path
    portraits: list[Path]
    models: FaceModels

    def track(self, sound: Path, index: int) -> FaceTrack:
        """Make a film that speaks with a sound, and track it."""
        portrait = self.portraits[index % len(self.portraits)]
        film = SetFilm(sound.stem, "audio", portrait, ("--audio", str(sound)))
        return tracked(make_set_film(film, self.folder)[0], self.models)


def tracked(path: Path, models: FaceModels) -> FaceTrack:
    """Track a film or clip."""
    film = read_film(path)
    return track_face(frames_of(film), models, film.fps)


def mouth_of(track: FaceTrack) -> dict[str, FloatArray]:
    """Return the fields of a track that the tool compares."""
    face = in_face_frame(track.landmarks_px)
    return {
        "t": track.times_s,
        "inner_open_ff": face[:, 14, 1] - face[:, 13, 1],
        "mouth_width_ff": np.linalg.norm(face[:, 61] - face[:, 291], axis=1),
        "outer_height_ff": face[:, 17, 1] - face[:, 0, 1],
        "jaw_drop_ff": face[:, 152, 1] - face[:, 6, 1],
    }


def _real(clip: Path, probe: Probe) -> ProbeFigures:
    mouth = dict(np.load(clip.with_name(f"{clip.stem}.landmarks.npz")))
    return ProbeFigures(clip.stem, *probe.scan(clip.with_suffix(".wav"), mouth, clip.stem), is_real=True)


def _paired(clip: Path, index: int, probe: Probe, makers: _Makers) -> ProbeFigures:
    sound = clip.with_suffix(".wav")
    try:
        film = makers.track(sound, index)
    except (LikenessError, FilmFailedError) as error:
        return ProbeFigures(f"film of {clip.stem}", failure=str(error))
    real, ours = (face_curves(one) for one in (tracked(clip, makers.models), film))
    audio = read_audio(sound)
    times_s = np.arange(0.05, min(audio.duration_s, float(real.times_s[-1])) - 0.05, 1 / _RATE_HZ)
    speaker = steady(np.interp(times_s, real.times_s, real.inner_gap))
    guesses = (
        np.interp(times_s, ours.times_s, ours.inner_gap),
        loudness(film_sound(audio, 0.0), times_s.astype(np.float32)),
        opening_by_phones(audio, times_s),
    )
    film_r, loudness_r, phones_r = (float(np.corrcoef(speaker, steady(guess))[0, 1]) for guess in guesses)
    scanned = probe.scan(sound, mouth_of(film), clip.stem)
    found = ProbeFigures(f"film of {clip.stem}", *scanned)
    return replace(found, film=film_r, by_loudness=loudness_r, by_phones=phones_r)


def _alone(sound: Path, index: int, probe: Probe, makers: _Makers) -> ProbeFigures:
    try:
        film = makers.track(sound, index)
    except (LikenessError, FilmFailedError) as error:
        return ProbeFigures(f"film of {sound.stem}", failure=str(error))
    return ProbeFigures(f"film of {sound.stem}", *probe.scan(sound, mouth_of(film), None))


def steady(opening: FloatArray) -> FloatArray:
    """Return an opening (T,) at 100 Hz without noise and slow drift."""
    smooth = gaussian(opening, _SMOOTH_SIGMA_S * _RATE_HZ)
    return np.asarray(smooth - gaussian(smooth, _DRIFT_SIGMA_S * _RATE_HZ, mode="nearest"), np.float32)


def opening_by_phones(audio: AudioClip, times_s: FloatArray) -> FloatArray:
    """Return the (T,) opening of somebody who knows recognized phones and one opening for each."""
    samples = analysis_copy(audio)
    opening = np.zeros(len(times_s), np.float32)
    for label in recognize_phones(samples, find_speech(samples), True):
        opening[(times_s >= label.start_s) & (times_s < label.end_s)] = _OPENINGS.get(label.name, 0.08)
    return gaussian(opening, _ALLPHONE_SIGMA_S * _RATE_HZ)


def gaussian(values: FloatArray, sigma: float, axis: int = -1, mode: str = "reflect") -> FloatArray:
    """Filter with a Gaussian cut at four sigmas, as scipy.ndimage.gaussian_filter1d does.

    Args:
        values: Any array.
        sigma: Standard deviation in samples.
        axis: Along which to filter.
        mode: What lies beyond the ends: reflect = mirrored with the edge repeated, nearest = the edge.
    """
    reach = int(4 * sigma + 0.5)
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / sigma))
    kernel /= kernel.sum()
    moved = np.moveaxis(np.asarray(values, np.float64), axis, -1)
    widths = [(0, 0)] * (moved.ndim - 1) + [(reach, reach)]
    padded = np.pad(moved, widths, mode="symmetric" if mode == "reflect" else "edge")
    rows = padded.reshape(-1, padded.shape[-1])
    filtered = np.array([np.convolve(row, kernel, "valid") for row in rows]).reshape(moved.shape)
    return np.asarray(np.moveaxis(filtered, -1, axis))


def _load(tool: Path) -> ModuleType:
    """Import the tool from its file; where scipy is not installed, its one function is ours."""
    if importlib.util.find_spec("scipy") is None and "scipy" not in sys.modules:
        package, images = types.ModuleType("scipy"), types.ModuleType("scipy.ndimage")
        images.gaussian_filter1d = gaussian  # type: ignore[attr-defined]
        sys.modules |= {"scipy": package, "scipy.ndimage": images}
    spec = importlib.util.spec_from_file_location("lipsync_measure", tool)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(tool)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _mean(found: Sequence[ProbeFigures], name: str) -> float:
    return float(np.mean([getattr(one, name) for one in found]))


def main() -> int:
    """Measure and print."""
    settings = settings_of(settings_parser("evaluation_probe", __doc__).parse_args())
    found = measure_all(settings)
    write_json(settings.out / "evaluation_probe.json", found)
    if not found:
        print("This needs a folder of test data with talk/ and tools/lipsync_measure.py; see --test-data.")
        return 0
    columns = (
        "clip or film",
        "probe at 0",
        "within 40 ms",
        "best",
        "lag",
        "film",
        "loudness",
        "phones",
        "note",
    )
    rows = (
        (
            one.name,
            *(f"{value:.2f}" for value in (one.at_zero, one.near, one.best)),
            f"{one.lag_ms:+.0f} ms",
            *("" if np.isnan(v) else f"{v:.2f}" for v in (one.film, one.by_loudness, one.by_phones)),
            one.failure,
        )
        for one in found
    )
    show_table("", columns, rows)
    show_table("", ("figure", "of", "value", "note"), [
        (one.measure, one.subject, f"{one.value:.3f}", one.note) for one in figures_of(found)
    ])  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
