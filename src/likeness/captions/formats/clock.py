"""Times in caption files: whole units, so that captions that touch still touch after rounding."""


def clock(seconds: float, units_per_s: int) -> tuple[int, int, int, int]:
    """Return hours, minutes, seconds and units.

    >>> clock(3661.9996, 1000)
    (1, 1, 2, 0)
    """
    total = max(0, round(seconds * units_per_s))
    whole, units = divmod(total, units_per_s)
    return whole // 3600, whole // 60 % 60, whole % 60, units
