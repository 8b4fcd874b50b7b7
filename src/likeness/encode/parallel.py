"""Render and encode the chunks of a film in threads.

Threads suffice because numba, OpenCV and the encoder release the interpreter lock (docs/decisions/0001).
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from likeness.core.progress import CancelToken
from likeness.encode.chunk import MOST_IN_MEMORY, EncodedChunk, encode_chunk, split_into_chunks
from likeness.encode.chunk_folder import ChunkFolder
from likeness.encode.frame import FilmFrame
from likeness.encode.settings import VideoSettings
from likeness.errors import CancelledError

FramesOf = Callable[[range], Iterable[FilmFrame]]
"""Renders the frames of a range, in order; called from several threads."""

_CHUNKS_AHEAD = 2
"""Chunks per worker that are in the making or wait for those before them: bounds memory."""

_ALL_IN_MEMORY = 512 * 2**20
"""Bytes of all chunks that are ahead, whatever the number of workers."""

_Chunks = deque[Future[EncodedChunk]]


@dataclass(frozen=True)
class ChunkPlan:
    """What is to be encoded."""

    settings: VideoSettings
    """The same for all chunks."""

    n_frames: int
    """Length of the film."""

    keep_in: ChunkFolder | None = None
    """Where chunks are kept for a later run, and looked for; None = nowhere."""

    @property
    def ranges(self) -> tuple[range, ...]:
        """The frames of each chunk."""
        return split_into_chunks(self.n_frames, self.settings.fps)


def encode_in_parallel(
    frames_of: FramesOf, plan: ChunkPlan, cancel: CancelToken, n_workers: int
) -> Generator[EncodedChunk, None, None]:
    """Render and encode all frames of a film, several chunks at a time; give the chunks in order.

    Whoever takes a chunk closes its file. Only a few chunks are made ahead, so that a long film needs no more
    memory than a short one. The result does not depend on the number of workers. When a worker fails, or
    `cancel` is set, the others stop at their next frame and the first failure is raised.
    """
    stop = CancelToken()

    def work(frames: range) -> EncodedChunk:
        if plan.keep_in is not None and (found := plan.keep_in.found(frames, plan.settings)) is not None:
            return found
        drawn = _until_stopped(frames_of(frames), (cancel, stop))
        if plan.keep_in is not None:
            return plan.keep_in.encode(frames, drawn, plan.settings)
        return encode_chunk(drawn, plan.settings, in_memory_bytes)

    waiting = deque(plan.ranges)
    n_workers = min(n_workers, len(waiting))
    in_memory_bytes = min(MOST_IN_MEMORY, _ALL_IN_MEMORY // (_CHUNKS_AHEAD * n_workers))
    making: _Chunks = deque()
    with ThreadPoolExecutor(n_workers, thread_name_prefix="film") as pool:
        try:
            while waiting or making:
                while waiting and len(making) < _CHUNKS_AHEAD * n_workers:
                    making.append(pool.submit(work, waiting.popleft()))
                yield _first_finished(making)
        except BaseException:
            stop.cancel()
            pool.shutdown(wait=True, cancel_futures=True)
            _close_finished(making)
            raise


def _first_finished(making: _Chunks) -> EncodedChunk:
    """Wait for the first chunk and take it; raise as soon as any fails."""
    while True:
        _raise_first_failure(making)
        if making[0].done():
            return making.popleft().result()
        wait([future for future in making if not future.done()], return_when=FIRST_COMPLETED)


def _until_stopped(frames: Iterable[FilmFrame], tokens: tuple[CancelToken, ...]) -> Iterator[FilmFrame]:
    for frame in frames:
        for token in tokens:
            token.raise_if_cancelled()
        yield frame


def _raise_first_failure(futures: Iterable[Future[EncodedChunk]]) -> None:
    failures = [error for future in futures if future.done() and (error := future.exception()) is not None]
    # A cancelled neighbour is a consequence, never the cause.
    failures.sort(key=lambda error: isinstance(error, CancelledError))
    if failures:
        raise failures[0]


def _close_finished(futures: Iterable[Future[EncodedChunk]]) -> None:
    for future in futures:
        if future.done() and not future.cancelled() and future.exception() is None:
            future.result().file.close()
