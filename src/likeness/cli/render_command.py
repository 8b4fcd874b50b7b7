"""`likeness render`: make a film."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.file_options import (
    CaptionsOption,
    CodecOption,
    OutputOption,
    PreviewOption,
    QualityOption,
    RenderFiles,
    SoundOption,
    ThumbnailOption,
    TimelineOption,
    WatchOption,
    WorkFolderOption,
    container_of,
)
from likeness.cli.film_run import make_film
from likeness.cli.look_options import (
    AroundOption,
    BackgroundBlurOption,
    BackgroundOption,
    BurnCaptionsOption,
    LabelOption,
    SizeOption,
    WatermarkLookOption,
    WatermarkOption,
    WatermarkPositionOption,
    background_of,
    size_of,
    watermark_of,
)
from likeness.cli.options import (
    ArticulationOption,
    AudioOption,
    C2paOption,
    EmotionOption,
    EnhanceOption,
    FaceOption,
    FacePointsOption,
    GuessWordsOption,
    JsonOption,
    LevelAudioOption,
    MotionPromptOption,
    PictureArgument,
    build,
    check_picture,
    parse_fps,
    read_script,
)
from likeness.core.captioning import Captions
from likeness.core.direction import Articulation, Expressiveness
from likeness.core.extra_files import ExtraFiles
from likeness.core.film_format import DEFAULT_QUALITY
from likeness.core.scene import Scene
from likeness.core.spec import Aspect, Fit, Output, Resolution, VideoSpec
from likeness.errors import OptionInvalidError


def render(
    picture: PictureArgument,
    output: OutputOption,
    script: Annotated[str | None, typer.Option(help="What to say; with --audio, its transcript.")] = None,
    script_file: Annotated[Path | None, typer.Option(help="UTF-8 text file with what to say.")] = None,
    audio: AudioOption = None,
    level_audio: LevelAudioOption = False,
    guess_words: GuessWordsOption = False,
    voice: Annotated[str | None, typer.Option(help="Voice id, see `likeness voices`.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the words, e.g. en-GB, de.")] = None,
    speed: Annotated[float, typer.Option(help="Rate of speech, 0.5 to 1.5.")] = 1.0,
    pitch: Annotated[float, typer.Option(help="Height of the voice in semitones, -50 to 50.")] = 0.0,
    resolution: Annotated[Resolution, typer.Option(help="Length of the short edge.")] = "1080p",
    aspect: Annotated[Aspect, typer.Option(help="Ratio of the film; auto = the picture's own.")] = "16:9",
    size: SizeOption = "",
    fit: Annotated[Fit | None, typer.Option(help="Crop the picture, or show all of it.")] = None,
    fps: Annotated[str, typer.Option(help="Frames per second, 10 to 60.")] = "25",
    background: BackgroundOption = "",
    background_blur: BackgroundBlurOption = 0.0,
    around: AroundOption = "",
    burn_captions: BurnCaptionsOption = None,
    watermark: WatermarkOption = None,
    watermark_position: WatermarkPositionOption = "bottom_right",
    watermark_look: WatermarkLookOption = "",
    label: LabelOption = None,
    codec: CodecOption = None,
    quality: QualityOption = DEFAULT_QUALITY,
    expressiveness: Annotated[Expressiveness, typer.Option(help="Liveliness.")] = Expressiveness.MEDIUM,
    articulation: ArticulationOption = Articulation.NATURAL,
    motion_prompt: MotionPromptOption = "",
    is_enhanced: EnhanceOption = False,
    emotion: EmotionOption = None,
    seed: Annotated[int, typer.Option(help="Another number gives another take.")] = 0,
    timeline: TimelineOption = None,
    thumbnail: ThumbnailOption = None,
    preview: PreviewOption = None,
    sound: SoundOption = None,
    captions: CaptionsOption = None,
    watch: WatchOption = None,
    work_folder: WorkFolderOption = None,
    face: FaceOption = 1,
    face_points: FacePointsOption = None,
    c2pa: C2paOption = True,
    is_json: JsonOption = False,
) -> None:
    """Turn a picture and a script, or a recording, into a talking video."""
    check_picture(picture)
    text = read_script(script, script_file)
    _check_words(text, audio, guess_words, bool(captions or burn_captions))
    spec = build(
        lambda: VideoSpec(
            scenes=(
                Scene(
                    picture=picture, script=text, audio=audio, guess_words=guess_words, voice=voice,
                    language=language, speed=speed, pitch=pitch, expressiveness=expressiveness,
                    articulation=articulation, motion_prompt=motion_prompt, enhance=is_enhanced,
                    emotion=emotion, face=face, face_points=face_points, level_audio=level_audio,
                    background=background_of(background, around, background_blur),
                ),
            ),
            output=Output(
                resolution=resolution, aspect=aspect, **size_of(size), fit=fit, fps=parse_fps(fps),
                captions=Captions(burned_in=burn_captions),
                watermark=watermark_of(watermark, watermark_position, watermark_look), label=label,
                container=container_of(output), codec=codec, quality=quality, c2pa=c2pa,
            ),
            seed=seed,
        )
    )  # fmt: skip
    extras = ExtraFiles(thumbnail, preview, sound, watch, tuple(captions or ()))
    make_film(spec, RenderFiles(output, timeline, extras, work_folder), is_json=is_json)


def _check_words(text: str | None, audio: Path | None, is_guessed: bool, is_captioned: bool) -> None:
    """Find out before anything is loaded that there is nothing to say or to show."""
    if text is None and audio is None:
        raise OptionInvalidError("There is nothing to say. Give --script, --script-file or --audio.")
    if is_captioned and text is None and not is_guessed:
        raise OptionInvalidError("Captions need words: give --script with the recording, or --guess-words.")
