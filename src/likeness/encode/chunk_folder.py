"""Chunks that outlive a run, so that a film that was interrupted goes on where it stopped."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import av

from likeness.encode.chunk import EncodedChunk, encode_into
from likeness.encode.frame import FilmFrame
from likeness.encode.output_file import partial_path, translated
from likeness.encode.settings import VideoSettings

_KEY_DIGITS = 16


@dataclass(frozen=True)
class ChunkFolder:
    """Where the chunks of one film are kept; the folder's owner removes it when the film is done."""

    folder: Path
    """Is created when it does not exist."""

    film_key: str
    """Tells films apart: another script, picture or version of Likeness must give another key."""

    def path(self, frames: range, settings: VideoSettings) -> Path:
        """Return the file of a chunk; the same film has the same names in every run."""
        key = hashlib.sha256(f"{self.film_key} {settings!r}".encode()).hexdigest()[:_KEY_DIGITS]
        return self.folder / f"{frames.start:07d}-{frames.stop:07d}-{key}.{settings.chunk_format}"

    def found(self, frames: range, settings: VideoSettings) -> EncodedChunk | None:
        """Return the chunk if an earlier run has completed it."""
        path = self.path(frames, settings)
        if not path.is_file() or _n_packets(path, settings) != len(frames):
            return None
        return EncodedChunk(path.open("rb"), len(frames), is_reused=True)

    def encode(self, range_: range, frames: Iterable[FilmFrame], settings: VideoSettings) -> EncodedChunk:
        """Encode a chunk into its file, which gets its name when it is complete and on the disk."""
        path = self.path(range_, settings)
        with translated(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = partial_path(path)
            try:
                with partial.open("w+b") as file:
                    n_frames = encode_into(file, frames, settings)
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
            return EncodedChunk(path.open("rb"), n_frames)


def _n_packets(path: Path, settings: VideoSettings) -> int:
    """Count the frames of a file; 0 for one that cannot be read."""
    try:
        with av.open(str(path), "r", format=settings.chunk_format) as source:
            video = source.streams.video[0]
            return sum(packet.dts is not None for packet in source.demux(video))
    except (av.FFmpegError, OSError, IndexError):
        return 0
