"""Where the closure of a plosive begins, when the voice tells only the burst.

espeak-ng's event of [p t k ...] lies at the burst: measured on 43 plosives after vowels, the sound falls
silent about 47 ms earlier (standard deviation 28 ms) at 175 words per minute, and the gap scales with the
rate.
"""

from collections.abc import Sequence
from dataclasses import replace

from likeness.core.speech import Phone
from likeness.speech.phone_tables import PLOSIVES

CLOSURE_LEAD_S = 0.045
_MAX_SHARE_OF_PREVIOUS = 0.6


def with_closures(phones: Sequence[Phone], speed: float) -> tuple[Phone, ...]:
    """Move the start of every plosive from its burst to its closure.

    Parameters
    ----------
    phones
        In time order, without overlaps.
    speed
        Speaking rate against 175 words per minute; a fast speaker closes for a shorter time.

    Returns
    -------
    The phones, the previous one shortened by at most 60 % of its length.
    """
    moved: list[Phone] = []
    for phone in phones:
        if phone.arpabet not in PLOSIVES:
            moved.append(phone)
            continue
        earliest_s = 0.0
        if moved:
            previous = moved[-1]
            earliest_s = previous.end_s
            if previous.end_s >= phone.start_s - 1e-6:
                earliest_s = previous.end_s - _MAX_SHARE_OF_PREVIOUS * previous.duration_s
        start_s = max(phone.start_s - CLOSURE_LEAD_S / speed, earliest_s)
        if moved and moved[-1].end_s > start_s:
            moved[-1] = replace(moved[-1], end_s=start_s)
        moved.append(replace(phone, start_s=start_s))
    return tuple(moved)
