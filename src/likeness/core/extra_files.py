"""Files that are made beside a film."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from likeness.errors import OptionInvalidError

_SUFFIXES: dict[str, tuple[str, ...]] = {
    "thumbnail": (".jpg", ".jpeg"),
    "preview": (".gif", ".webp"),
    "sound": (".wav", ".m4a", ".mp3", ".opus"),
    "watch": (".mp4",),
}
_CAPTION_SUFFIXES = (".srt", ".vtt", ".ass")


@dataclass(frozen=True)
class ExtraFiles:
    """Files that are made beside a film; None = not wanted."""

    thumbnail: Path | None = None
    """One good frame of the film's size, .jpg."""

    preview: Path | None = None
    """The first seconds as a small silent picture that moves, .gif or .webp."""

    sound: Path | None = None
    """The film's sound alone, .wav, .m4a, .mp3 or .opus."""

    watch: Path | None = None
    """The film as MP4 that grows while it is made and can be watched meanwhile; with codec h264 only."""

    captions: tuple[Path, ...] = ()
    """The words as captions, at most one file of each kind: .srt, .vtt, .ass."""

    def __post_init__(self) -> None:
        """Raise `OptionInvalidError` for names whose ending tells no kind that there is."""
        kinds = [file.suffix.lower() for file in self.captions]
        if not set(kinds) <= set(_CAPTION_SUFFIXES) or len(set(kinds)) < len(kinds):
            raise OptionInvalidError(
                f"Captions are {', '.join(_CAPTION_SUFFIXES)} files: give such names, one of each kind."
            )
        for name, file in self.named():
            suffixes = _SUFFIXES.get(name, _CAPTION_SUFFIXES)
            if file.suffix.lower() not in suffixes:
                raise OptionInvalidError(
                    f"The {name} is a {' or '.join(suffixes)} file: give it such a name, not {file.name}."
                )

    def named(self) -> Iterator[tuple[str, Path]]:
        """Return the names and paths of the files that are wanted."""
        for field in fields(self):
            file = getattr(self, field.name)
            if field.name != "captions" and file is not None:
                yield field.name, file
        for file in self.captions:
            yield f"captions_{file.suffix[1:].lower()}", file
