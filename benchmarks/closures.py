"""Do the lips close for p, b and m, and only then? Finished films tracked again; real clips as a control."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.face_states import rest, speaking
from benchmarks.figures import Figure, show_table, write_json
from benchmarks.films import FilmFailedError, FilmOrder, make_film
from benchmarks.lip_contact import PhoneGap, closures, open_vowels
from benchmarks.material import Settings, own_portraits, pictures_in, settings_of, settings_parser
from benchmarks.real_clips import clips_with_words, first_landmarks, phones_of_clip
from benchmarks.studio import open_studio
from benchmarks.tracking import fixed_region, lip_gap, track_film
from likeness.core.spec import Output, Resolution
from likeness.errors import LikenessError
from likeness.portrait import FaceModels, load_face_models
from likeness.speech import list_voices

_SCRIPTS = (
    "Bob may be my mum. Papa puts a bumpy map behind the pump, and my baby brother bumps it.",
    "Maybe the problem is simple: people remember a member of the public, but nobody number seven.",
    "Pam bought a big apple pie. A small lamb jumped up from beneath the lamp, above my empty cup.",
)
_VOICES = ("espeak:en-us", "flite:slt", "festival:slt")
_FILMED = ("p13", "p26", "p28", "p29")
"""Portraits of the test data: a painting, slightly open lips, closed lips, a face that fills the picture."""

_READABLE_GAP = 0.12
"""Half of the 0.25 that an aa opens: where the tracker reads less, it cannot tell open from shut."""

_RESOLUTION: Resolution = "720p"


@dataclass(frozen=True)
class ClosureFigures:
    """What one film or clip shows."""

    name: str
    bilabials: tuple[PhoneGap, ...]
    vowels: tuple[PhoneGap, ...]
    rest_gap: float | None = None
    """What the tracker reads on the picture itself."""

    closed_gap: float | None = None
    """What it reads on the portrait with pressed lips: its floor."""

    open_gap: float | None = None
    """What it reads on the portrait that says aa, about 0.25."""

    failure: str = ""
    """Why there are no figures."""

    @property
    def is_readable(self) -> bool:
        """The tracker can tell an open mouth from a shut one on this face; real clips count as readable."""
        return self.open_gap is None or self.open_gap >= _READABLE_GAP

    @property
    def missed(self) -> tuple[PhoneGap, ...]:
        """Return p, b, m that did not close."""
        return tuple(phone for phone in self.bilabials if not phone.is_closed)


@dataclass(frozen=True)
class _Sum:
    """Figures over several films."""

    n_bilabials: int
    closed_percent: float | None
    n_vowels: int
    false_percent: float | None
    offset_ms: float | None


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return share of closures, false closures and offset, for films and for real clips."""
    models = load_face_models()
    films, real = measure_films(settings, models), measure_clips(settings, models)
    write_json(settings.out / "closures.json", [*films, *real])
    control = _figures("closures.real", real, "real clips") if real else ()
    return (*_figures("closures", films, "films"), *control)


def measure_films(settings: Settings, models: FaceModels) -> list[ClosureFigures]:
    """Make the films and measure them."""
    orders = film_orders(settings)
    return [_measure_film(order, settings.out / "closures", models) for order in orders]


def measure_clips(settings: Settings, models: FaceModels) -> list[ClosureFigures]:
    """Measure the real clips whose words are known."""
    found = []
    for clip, words in clips_with_words(settings):
        landmarks = first_landmarks(clip, models)
        if landmarks is None:
            continue
        track = track_film(clip, fixed_region(landmarks), models)
        phones = phones_of_clip(clip, words)
        found.append(ClosureFigures(clip.stem, closures(track, phones, None), open_vowels(track, phones)))
    return found


def film_orders(settings: Settings) -> list[FilmOrder]:
    """Return what to film: the astronaut with each voice, the other portraits with one of them each."""
    installed = {voice.id for voice in list_voices()}
    voices = [voice for voice in _VOICES if voice in installed]
    portraits = list(own_portraits(settings.out).values())
    folder = settings.folder("portraits")
    if folder is not None and not settings.is_quick:
        portraits += [path for path in pictures_in(folder) if path.name.startswith(_FILMED)]
    first, *others = portraits
    orders = [FilmOrder(first, _SCRIPTS[i % 3], voice, _RESOLUTION) for i, voice in enumerate(voices)]
    if settings.is_quick:
        orders = orders[-1:]
    for index, picture in enumerate(others):
        voice = voices[(index + 1) % len(voices)]
        orders.append(FilmOrder(picture, _SCRIPTS[index % len(_SCRIPTS)], voice, _RESOLUTION))
    return orders


def _measure_film(order: FilmOrder, folder: Path, models: FaceModels) -> ClosureFigures:
    name = f"{order.picture.stem}, {order.voice}"
    try:
        studio = open_studio(order.picture, Output(resolution=_RESOLUTION))
        film = make_film(order, folder)
    except (LikenessError, FilmFailedError) as error:
        return ClosureFigures(name, (), (), failure=str(error))
    region = fixed_region(studio.landmarks_px())
    track = track_film(film.path, region, models)
    return ClosureFigures(
        name,
        closures(track, film.phones, film.closures_s),
        open_vowels(track, film.phones),
        rest_gap=lip_gap(studio.frame(rest()), region, models),
        closed_gap=lip_gap(studio.frame(speaking("closed")), region, models),
        open_gap=lip_gap(studio.frame(speaking("aa")), region, models),
    )


def _figures(key: str, films: list[ClosureFigures], what: str) -> tuple[Figure, ...]:
    total = summed(films)
    failures = "; ".join(f"{film.name}: {film.failure}" for film in films if film.failure)
    missed = "; ".join(f"{film.name}: {_list(film.missed)}" for film in films if film.missed)
    unread = "; ".join(f"not readable: {film.name}" for film in films if not film.is_readable)
    n_films = sum(film.is_readable for film in films)
    subject = f"{n_films} {what}, {total.n_bilabials} p b m"
    vowels = f"{n_films} {what}, {total.n_vowels} open vowels"
    notes = [note for note in (failures, unread, missed and f"open: {missed}") if note]
    return (
        Figure(f"{key}.visible", subject, total.closed_percent, "; ".join(notes)),
        Figure(f"{key}.false", vowels, total.false_percent),
        Figure(f"{key}.offset", subject, total.offset_ms, "middle of contact minus middle of phone"),
    )


def summed(films: list[ClosureFigures]) -> _Sum:
    """Return the figures over all phones of several films, without those that the tracker cannot read."""
    bilabials = [phone for film in films if film.is_readable for phone in film.bilabials]
    vowels = [phone for film in films if film.is_readable for phone in film.vowels]
    offsets = [phone.offset_s for phone in bilabials if phone.offset_s is not None]
    return _Sum(
        n_bilabials=len(bilabials),
        closed_percent=_share_closed(bilabials),
        n_vowels=len(vowels),
        false_percent=_share_closed(vowels),
        offset_ms=1000 * float(np.median(offsets)) if offsets else None,
    )


def _share_closed(phones: list[PhoneGap]) -> float | None:
    return 100 * sum(phone.is_closed for phone in phones) / len(phones) if phones else None


def _list(phones: tuple[PhoneGap, ...]) -> str:
    return " ".join(
        f"{phone.arpabet}@{phone.start_s:.2f}={phone.gap:.3f}{'' if phone.is_planned else '(unplanned)'}"
        for phone in phones
    )


def _cells(figures: ClosureFigures) -> tuple[str, ...]:
    if figures.failure:
        return (figures.name, "-", "-", "-", "-", figures.failure)
    total = summed([figures])
    gaps = (figures.rest_gap, figures.closed_gap, figures.open_gap)
    floor = " / ".join("-" if gap is None else f"{gap:.3f}" for gap in gaps)
    closed = sum(phone.is_closed for phone in figures.bilabials)
    false = [phone for phone in figures.vowels if phone.is_closed]
    return (
        figures.name + ("" if figures.is_readable else " (not readable, not counted)"),
        floor,
        f"{closed} of {len(figures.bilabials)}",
        f"{len(false)} of {len(figures.vowels)}",
        "-" if total.offset_ms is None else f"{total.offset_ms:+.0f} ms",
        f"open: {_list(figures.missed) or 'none'}; shut vowels: {_list(tuple(false)) or 'none'}",
    )


def main() -> int:
    """Measure and print."""
    settings = settings_of(settings_parser("closures", __doc__).parse_args())
    models = load_face_models()
    films, real = measure_films(settings, models), measure_clips(settings, models)
    write_json(settings.out / "closures.json", [*films, *real])
    columns = ("film", "gap at rest / pressed / aa", "p b m closed", "vowels shut", "offset", "phones")
    for title, group in (("films", films), ("real clips", real)):
        total = summed(group)
        if group:
            show_table(title, columns, [_cells(one) for one in group])
            print(
                f"{title}: {total.closed_percent:.0f} % of {total.n_bilabials} p b m closed, "
                f"{total.false_percent:.0f} % of {total.n_vowels} open vowels shut\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
