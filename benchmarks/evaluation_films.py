"""The fixed set of films that the evaluation judges: scripts, voices, languages, recordings, several
portraits.

Recordings with known truth are made by the project itself: a voice speaks a script, its sound goes in as a
recording, with the words (aligned) or without (audio only), and the times of the voice judge the film.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.child_run import LIKENESS, run_measured
from benchmarks.films import FilmFailedError
from benchmarks.material import Settings, own_portraits
from likeness.core.speech import Speech
from likeness.core.voice import VoiceSettings
from likeness.evaluation import SpokenTimeline
from likeness.portrait import FaceModels, find_faces, pick_face, read_picture
from likeness.speech import find_voice, list_voices, synthesize

EYES_SHARE = 0.18
"""Eye distance in units of the picture's side: the mean of the real clips, because lip dynamics depend on
it."""

_CROP_PX = 720
_CHOSEN = ("p03", "p26", "p28", "p29", "p25")
"""Portraits of the test data besides the project's own two: photos of women and men."""

_ENGLISH = (
    "Bob may be my mum's best friend. <break time='0.7s'/> But people remember the warm voice, don't they?",
    "Maybe the problem is simple. <break time='0.6s'/> We often move before we have understood a thing.",
    "Pam bought a big apple pie! <break time='0.8s'/> Above the lamp, five small boxes were waiting for us.",
    "What would you like to hear? <break time='0.6s'/> Please pick a number, I promise to speak about it.",
)
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("flite:slt", _ENGLISH[0]),
    ("festival:slt", _ENGLISH[1]),
    ("espeak:en-us", _ENGLISH[2]),
    ("flite:rms", _ENGLISH[3]),
    ("flite:awb", _ENGLISH[1]),
    (
        "espeak:de",
        "Morgen beginnt das Programm um acht. <break time='0.7s'/> Bitte bleiben Sie bei uns, Mama.",
    ),
    (
        "espeak:fr",
        "Bonjour, je m'appelle Paul. <break time='0.7s'/> Ma maison est un peu plus belle au printemps.",
    ),
    ("espeak:es", "Buenos días, me llamo Pablo. <break time='0.7s'/> Mi pueblo es muy pequeño, pero bonito."),
    (
        "espeak:it",
        "Buongiorno, sono la mamma di Pietro. <break time='0.7s'/> Abbiamo comprato il pane e le pere.",
    ),
    (
        "espeak:pt-br",
        "Bom dia, meu nome é Pedro. <break time='0.7s'/> Amanhã vamos passear pela praia bonita.",
    ),
    ("espeak:pl", "Dzień dobry, mam na imię Piotr. <break time='0.7s'/> Bardzo proszę o pomoc przy budowie."),
    ("espeak:ru", "Добрый день, меня зовут Павел. <break time='0.7s'/> Мама купила большой белый пирог."),
    ("espeak:tr", "Merhaba, benim adım Pembe. <break time='0.7s'/> Bu sabah pazara birlikte gidelim mi?"),
    ("espeak:cmn", "你好，我的名字是小明。<break time='0.7s'/>妈妈买了八本很漂亮的书。"),
)
_TOLD = (("flite:slt", _ENGLISH[3]), ("flite:rms", _ENGLISH[0]), ("festival:slt", _ENGLISH[2]))
"""Voices and scripts that go in as recordings."""

_RECORDINGS: tuple[tuple[str, str | None], ...] = (
    (
        "a01_jfk_en.flac",
        "And so my fellow Americans, ask not what your country can do for you, "
        "ask what you can do for your country.",
    ),
    (
        "a02_lj_en.flac",
        "Printing, in the only sense with which we are at present concerned, differs from most if not "
        "from all the arts and crafts represented in the Exhibition",
    ),
    ("a03_libri_en.ogg", None),
    ("a04_zh_news_48k_stereo.wav", None),
    ("a05_de_48k_24bit.m4a", None),
    ("a06_ja_24bit.wav", None),
)
"""Speech of real people in the test data, with the words where they are known."""


@dataclass(frozen=True)
class SetFilm:
    """One film of the set before it is made."""

    name: str
    """For people, and the name of the file."""

    kind: str
    """script, aligned, audio, or recording: sound of a real person, whose phones nobody knows for certain."""

    portrait: Path
    """Picture."""

    options: tuple[str, ...]
    """What to say, as options of the command."""

    truth: SpokenTimeline | None = None
    """What is said, from the voice itself; None = the film's own timeline tells."""


def film_set(settings: Settings, models: FaceModels) -> list[SetFilm]:
    """Return the set; without test data it has 20 films of two portraits."""
    folder = settings.out / "evaluation"
    portraits = cropped_portraits(settings, models)
    installed = {voice.id for voice in list_voices()}
    films: list[SetFilm] = []

    def add(name: str, kind: str, options: tuple[str, ...], truth: SpokenTimeline | None = None) -> None:
        portrait = portraits[len(films) % len(portraits)]
        films.append(SetFilm(f"{len(films) + 1:02d} {name}, {portrait.stem}", kind, portrait, options, truth))

    for voice, script in _SCRIPTS:
        if voice in installed:
            add(voice, "script", ("--script", script, "--voice", voice))
    for index, (voice, script) in enumerate(_TOLD):
        if voice in installed:
            speech = synthesize(script, find_voice(voice, None), VoiceSettings())
            sound, truth = write_sound(speech, folder / f"told-{index}.wav"), truth_of(speech)
            add(f"{voice} with words", "aligned", ("--audio", str(sound), "--script", script), truth)
            add(f"{voice} without words", "audio", ("--audio", str(sound)), truth)
    audio = settings.folder("audio")
    for name, words in () if audio is None else _RECORDINGS:
        told = () if words is None else ("--script", words)
        add(name, "recording", ("--audio", f"{audio}/{name}", *told))
    return films[:: 5 if settings.is_quick else 1]


def truth_of(speech: Speech) -> SpokenTimeline:
    """Return what a voice says it has said."""
    phones = tuple(phone for phone in speech.phones if phone.arpabet != "SIL")
    return SpokenTimeline(phones, speech.words, speech.source)


def write_sound(speech: Speech, path: Path) -> Path:
    """Write the sound of a speech as a file that goes in as a recording."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.round(np.clip(speech.audio.mono(), -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(speech.audio.sample_rate_hz)
        sound.writeframes(samples.tobytes())
    return path


def cropped_portraits(settings: Settings, models: FaceModels) -> list[Path]:
    """Return portraits cut around the face as the real clips are."""
    pictures = list(own_portraits(settings.out).values())
    folder = settings.folder("portraits")
    if folder is not None:
        pictures += [path for path in sorted(folder.iterdir()) if path.name.startswith(_CHOSEN)]
    return [_cropped(path, settings.out / "evaluation" / f"{path.stem}.png", models) for path in pictures]


def make_set_film(film: SetFilm, folder: Path) -> tuple[Path, Path]:
    """Make a film with the command; returns film and timeline."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = film.name.split(",")[0].replace(" ", "-").replace(":", "-")
    output, timeline = folder / f"{stem}.mp4", folder / f"{stem}.json"
    command = [
        LIKENESS, "render", str(film.portrait), *film.options, "--resolution", "540p", "--aspect", "1:1",
        "--output", str(output), "--timeline", str(timeline),
    ]  # fmt: skip
    result = run_measured(command)
    if result.exit_code != 0:
        raise FilmFailedError(result.stderr.strip() or f"exit code {result.exit_code}")
    return output, timeline


def _cropped(picture: Path, output: Path, models: FaceModels) -> Path:
    """Cut a square around the face so that the eyes are as far apart as in the real clips."""
    rgb = read_picture(picture).rgb
    mesh = pick_face(find_faces(rgb, models)).landmarks_px
    right, left = mesh[[33, 133], :2].mean(axis=0), mesh[[362, 263], :2].mean(axis=0)
    height, width = rgb.shape[:2]
    side = int(min(np.linalg.norm(left - right) / EYES_SHARE, height, width))
    x, y = (right + left) / 2
    x_px = int(np.clip(x - side / 2, 0, width - side))
    y_px = int(np.clip(y - 0.42 * side, 0, height - side))
    output.parent.mkdir(parents=True, exist_ok=True)
    square = Image.fromarray(rgb[y_px : y_px + side, x_px : x_px + side])
    final = min(_CROP_PX, max(side, 400))
    square.resize((final, final), Image.Resampling.LANCZOS).save(output)
    return output
