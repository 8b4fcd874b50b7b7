"""Which phones belong to which written word, when the voice tells only the phones."""

from collections.abc import Sequence

import numpy as np

from likeness.core.speech import Phone, Word
from likeness.speech.english.chunks import Chunk
from likeness.speech.phone_tables import VOWELS

_BAND = 40


def words_from_pronunciations(
    chunks: Sequence[Chunk], pronunciations: Sequence[Sequence[str]], phones: Sequence[Phone]
) -> tuple[Word, ...]:
    """Lay the pronunciation of each word, spoken alone, over the phones of the whole text.

    Parameters
    ----------
    chunks
        The words.
    pronunciations
        ARPABET classes of each word.
    phones
        What was spoken, in time order.

    Returns
    -------
    The words that got at least one phone.
    """
    expected = [arpabet for word in pronunciations for arpabet in word]
    owner = [i for i, word in enumerate(pronunciations) for _ in word]
    spans: dict[int, tuple[float, float]] = {}
    for i, j in _aligned(expected, [phone.arpabet for phone in phones]):
        start_s, end_s = phones[j].start_s, phones[j].end_s
        first_s, _ = spans.get(owner[i], (start_s, end_s))
        spans[owner[i]] = (first_s, end_s)
    return tuple(
        Word(chunk.token.text, *spans[i], chunk.token.start) for i, chunk in enumerate(chunks) if i in spans
    )


def _aligned(expected: Sequence[str], spoken: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs (i, j) of the cheapest edit path, inside a band around the diagonal."""
    n_rows, n_columns = len(expected), len(spoken)
    if not n_rows or not n_columns:
        return []
    cost = np.full((n_rows + 1, n_columns + 1), np.inf, dtype=np.float32)
    step = np.zeros((n_rows + 1, n_columns + 1), dtype=np.int8)
    cost[0, 0] = 0
    for i in range(n_rows + 1):
        middle = i * n_columns // n_rows
        for j in range(max(0, middle - _BAND), min(n_columns, middle + _BAND) + 1):
            if i == j == 0:
                continue
            ways = (
                cost[i - 1, j - 1] + _difference(expected[i - 1], spoken[j - 1]) if i and j else np.inf,
                cost[i - 1, j] + 1 if i else np.inf,
                cost[i, j - 1] + 1 if j else np.inf,
            )
            step[i, j] = int(np.argmin(ways))
            cost[i, j] = ways[step[i, j]]
    return _path(step)


def _difference(first: str, second: str) -> float:
    if first == second:
        return 0.0
    return 0.6 if (first in VOWELS) == (second in VOWELS) else 1.5


def _path(step: np.ndarray[tuple[int, int], np.dtype[np.int8]]) -> list[tuple[int, int]]:
    pairs = []
    i, j = step.shape[0] - 1, step.shape[1] - 1
    while i > 0 or j > 0:
        way = int(step[i, j])
        if way == 0:
            pairs.append((i - 1, j - 1))
        i, j = i - (way != 2), j - (way != 1)
    return pairs[::-1]
