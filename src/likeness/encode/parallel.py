"""Render and encode the chunks of a film in threads.

Threads suffice because numba, OpenCV and the encoder release the interpreter lock (docs/decisions/0001).
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

from likeness.core.progress import CancelToken
from likeness.encode.chunk import EncodedChunk, FilmFrame, VideoSettings, encode_chunk, split_into_chunks
from likeness.errors import CancelledError

FramesOf = Callable[[range], Iterable[FilmFrame]]
"""Renders the frames of a range, in order; called from several threads."""


def encode_in_parallel(
    frames_of: FramesOf, n_frames: int, settings: VideoSettings, cancel: CancelToken, n_workers: int
) -> tuple[EncodedChunk, ...]:
    """Render and encode all frames of a film, several chunks at a time.

    The result does not depend on the number of workers. When a worker fails, or `cancel` is set, the others
    stop at their next frame and the first failure is raised.
    """
    ranges = split_into_chunks(n_frames, settings.fps)
    stop = CancelToken()

    def work(frames: range) -> EncodedChunk:
        return encode_chunk(_until_stopped(frames_of(frames), (cancel, stop)), settings)

    with ThreadPoolExecutor(min(n_workers, len(ranges)), thread_name_prefix="film") as pool:
        futures = [pool.submit(work, frames) for frames in ranges]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
            _raise_first_failure(futures)
        except BaseException:
            stop.cancel()
            pool.shutdown(wait=True, cancel_futures=True)
            _close_finished(futures)
            raise
    return tuple(future.result() for future in futures)


def _until_stopped(frames: Iterable[FilmFrame], tokens: tuple[CancelToken, ...]) -> Iterator[FilmFrame]:
    for frame in frames:
        for token in tokens:
            token.raise_if_cancelled()
        yield frame


def _raise_first_failure(futures: list[Future[EncodedChunk]]) -> None:
    failures = [error for future in futures if future.done() and (error := future.exception()) is not None]
    # A cancelled neighbour is a consequence, never the cause.
    failures.sort(key=lambda error: isinstance(error, CancelledError))
    if failures:
        raise failures[0]


def _close_finished(futures: list[Future[EncodedChunk]]) -> None:
    for future in futures:
        if future.done() and not future.cancelled() and future.exception() is None:
            future.result().file.close()
