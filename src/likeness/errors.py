"""The one tree of errors.

    LikenessError
    ├── InputError                 the user's input cannot be used; the message says what to do
    │   ├── PictureError
    │   │   ├── ImageUnreadableError      image_unreadable
    │   │   ├── ImageTooLargeError        image_too_large
    │   │   ├── ImageTooSmallError        image_too_small
    │   │   ├── NoFaceFoundError          no_face_found
    │   │   ├── FaceTooSmallError         face_too_small
    │   │   ├── FaceCutOffError           face_cut_off
    │   │   ├── FaceTurnedAwayError       face_turned_away
    │   │   └── FacePointsInvalidError    face_points_invalid
    │   ├── SoundError
    │   │   ├── AudioUnreadableError      audio_unreadable
    │   │   ├── AudioTooLongError         audio_too_long
    │   │   └── AudioTooShortError        audio_too_short
    │   ├── VideoError
    │   │   ├── VideoUnreadableError      video_unreadable
    │   │   └── VideoTooLongError         video_too_long
    │   ├── TimelineInvalidError          timeline_invalid
    │   ├── FileUnreadableError           file_unreadable
    │   ├── ScriptError
    │   │   ├── ScriptEmptyError          script_empty
    │   │   ├── ScriptTooLongError        script_too_long
    │   │   └── ScriptUnspeakableError    script_unspeakable
    │   ├── VoiceNotFoundError            voice_not_found
    │   ├── VoiceUnusableError            voice_unusable
    │   ├── LanguageNotSupportedError     language_not_supported
    │   ├── OptionInvalidError            option_invalid
    │   │   └── EngineNotFoundError           engine_not_found, in likeness.engines
    │   └── OutputNotWritableError        output_not_writable
    ├── EnvironmentFaultError      the installation is at fault
    │   ├── ModelMissingError             model_missing
    │   ├── ModelCorruptError             model_corrupt
    │   ├── VoiceEngineError              voice_engine_failed
    │   ├── CertificateInvalidError       certificate_invalid
    │   ├── FontMissingError              font_missing
    │   ├── DiskFullError                 disk_full
    │   └── EngineBrokenError             engine_broken, in likeness.engines
    ├── EncodeError                       encode_failed
    ├── SigningError                      signing_failed
    └── CancelledError                    cancelled

Every class has a stable `code`, an `exit_code` for the command line and `is_retryable`. The message is one
line: what happened, then what to do. Causes are chained with ``raise ... from``.
"""

from collections.abc import Mapping
from typing import ClassVar


class LikenessError(Exception):
    """Base of all errors raised on purpose."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1
    is_retryable: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    @property
    def message(self) -> str:
        """One line for a person: what happened and what to do."""
        return str(self.args[0])


class InputError(LikenessError):
    """The input cannot be used as it is."""

    exit_code = 3


class PictureError(InputError):
    """Something is wrong with the picture."""


class ImageUnreadableError(PictureError):
    """The file is not a picture that can be decoded."""

    code = "image_unreadable"


class ImageTooLargeError(PictureError):
    """The picture has more pixels than the limit."""

    code = "image_too_large"


class ImageTooSmallError(PictureError):
    """The picture has too few pixels to show a face."""

    code = "image_too_small"


class NoFaceFoundError(PictureError):
    """No face could be found with confidence."""

    code = "no_face_found"

    def __init__(self, message: str, guessed_points: Mapping[str, list[float]] | None = None) -> None:
        super().__init__(message)
        self.guessed_points = dict(guessed_points or {})
        """Where the face points of an animal or a drawing may lie, [x, y] in picture pixels; {} = no idea."""


class FaceTooSmallError(PictureError):
    """A face is there but it has too few pixels."""

    code = "face_too_small"


class FaceCutOffError(PictureError):
    """The face reaches over the edge of the picture."""

    code = "face_cut_off"


class FaceTurnedAwayError(PictureError):
    """The face is seen too much from the side."""

    code = "face_turned_away"


class FacePointsInvalidError(PictureError):
    """The file of face points cannot be used."""

    code = "face_points_invalid"


class SoundError(InputError):
    """Something is wrong with the recording."""


class AudioUnreadableError(SoundError):
    """The file holds no sound that can be decoded."""

    code = "audio_unreadable"


class AudioTooLongError(SoundError):
    """The recording is longer than the limit."""

    code = "audio_too_long"


class AudioTooShortError(SoundError):
    """The recording is too short to make a film of."""

    code = "audio_too_short"


class VideoError(InputError):
    """Something is wrong with a video that is looked at."""


class VideoUnreadableError(VideoError):
    """The file holds no moving picture that can be decoded."""

    code = "video_unreadable"


class VideoTooLongError(VideoError):
    """The video is longer than the limit."""

    code = "video_too_long"


class TimelineInvalidError(InputError):
    """The file is not a timeline that this version understands."""

    code = "timeline_invalid"


class FileUnreadableError(InputError):
    """A file that is verified does not exist or cannot be read."""

    code = "file_unreadable"


class ScriptError(InputError):
    """Something is wrong with the script."""


class ScriptEmptyError(ScriptError):
    """The script holds nothing to say."""

    code = "script_empty"


class ScriptTooLongError(ScriptError):
    """The script is longer than the limit."""

    code = "script_too_long"


class ScriptUnspeakableError(ScriptError):
    """The voice made no sound of the script."""

    code = "script_unspeakable"


class VoiceNotFoundError(InputError):
    """No installed voice has this id."""

    code = "voice_not_found"


class VoiceUnusableError(InputError):
    """The file is not a voice that Likeness can speak with."""

    code = "voice_unusable"


class LanguageNotSupportedError(InputError):
    """No installed voice speaks this language."""

    code = "language_not_supported"


class OptionInvalidError(InputError):
    """An option has a value outside its range, or options contradict each other."""

    code = "option_invalid"
    exit_code = 2


class OutputNotWritableError(InputError):
    """The output file cannot be written where it was asked for."""

    code = "output_not_writable"


class EnvironmentFaultError(LikenessError):
    """The installation, not the input, is at fault."""

    exit_code = 4


class ModelMissingError(EnvironmentFaultError):
    """A model file is not where it should be."""

    code = "model_missing"


class ModelCorruptError(EnvironmentFaultError):
    """A model file has another checksum than the one Likeness was made with."""

    code = "model_corrupt"


class VoiceEngineError(EnvironmentFaultError):
    """A speech engine stopped or answered with nonsense."""

    code = "voice_engine_failed"
    is_retryable = True


class CertificateInvalidError(EnvironmentFaultError):
    """The certificate or the key to sign with cannot be used."""

    code = "certificate_invalid"


class FontMissingError(EnvironmentFaultError):
    """No installed font can draw the words of the captions."""

    code = "font_missing"


class DiskFullError(EnvironmentFaultError):
    """No space is left for the output."""

    code = "disk_full"
    is_retryable = True


class EncodeError(LikenessError):
    """The encoder refused the frames or the sound."""

    code = "encode_failed"
    exit_code = 5


class SigningError(LikenessError):
    """The manifest could not be made or put into the file."""

    code = "signing_failed"
    exit_code = 5


class CancelledError(LikenessError):
    """The user stopped the run."""

    code = "cancelled"
    exit_code = 130
