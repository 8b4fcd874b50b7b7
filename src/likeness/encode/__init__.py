"""Write films: H.264 and AAC in MP4, encoded in independent chunks."""

from likeness.encode.chunk import EncodedChunk, FilmFrame, VideoSettings, encode_chunk, split_into_chunks
from likeness.encode.film import Film, write_film
from likeness.encode.output_file import atomic_output, check_output, partial_path
from likeness.encode.parallel import FramesOf, encode_in_parallel

__all__ = [
    "EncodedChunk",
    "Film",
    "FilmFrame",
    "FramesOf",
    "VideoSettings",
    "atomic_output",
    "check_output",
    "encode_chunk",
    "encode_in_parallel",
    "partial_path",
    "split_into_chunks",
    "write_film",
]
