"""Write films, sound and stills: closed chunks encoded side by side and joined as they come."""

from likeness.encode.chunk import EncodedChunk, encode_chunk, split_into_chunks
from likeness.encode.chunk_folder import ChunkFolder
from likeness.encode.film import GENERATED_NOTE, Film, FilmWriter, write_film
from likeness.encode.frame import FilmFrame
from likeness.encode.output_file import atomic_output, check_output, partial_path
from likeness.encode.parallel import ChunkPlan, FramesOf, encode_in_parallel
from likeness.encode.settings import VideoSettings
from likeness.encode.sound import SAMPLE_RATE_HZ, Sound, film_sound, source_of
from likeness.encode.space import check_space

__all__ = [
    "GENERATED_NOTE",
    "SAMPLE_RATE_HZ",
    "ChunkFolder",
    "ChunkPlan",
    "EncodedChunk",
    "Film",
    "FilmFrame",
    "FilmWriter",
    "FramesOf",
    "Sound",
    "VideoSettings",
    "atomic_output",
    "check_output",
    "check_space",
    "encode_chunk",
    "encode_in_parallel",
    "film_sound",
    "partial_path",
    "source_of",
    "split_into_chunks",
    "write_film",
]
