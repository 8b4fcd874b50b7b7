"""What the quality 20-99 means to each encoder; measured sizes and errors stand in docs/formats.md."""

_DEFAULT, _HIGHEST = 80, 99
_X264_CRF, _VP9_CRF = 20.0, 29.0
_PRORES_STEPS_PER_SCALE = 4.0


def x264_crf(quality: int) -> float:
    """Return the rate factor of x264: CRF 20 at quality 80, in steps that grow above it.

    >>> x264_crf(20), x264_crf(80), x264_crf(95)
    (40.0, 20.0, 12.0)
    """
    return _X264_CRF + (_DEFAULT - quality) * (8 / 15 if quality > _DEFAULT else 1 / 3)


def vp9_crf(quality: int, *, has_alpha: bool = False) -> int:
    """Return the rate factor of libvpx, whole numbers; chosen to come near to x264 at the same quality.

    Coverage is encoded with the same factor as the pictures: where it is coarser than about 52, a veil of
    several grey levels lies over what should be transparent.

    >>> vp9_crf(20), vp9_crf(80), vp9_crf(95)
    (63, 29, 11)
    >>> vp9_crf(20, has_alpha=True)
    52
    """
    below = 23 / 60 if has_alpha else 34 / 60
    return round(_VP9_CRF + (_DEFAULT - quality) * (18 / 15 if quality > _DEFAULT else below))


def prores_scale(quality: int) -> int:
    """Return the quantizer of ProRes, 1 = finest.

    >>> prores_scale(20), prores_scale(80), prores_scale(95), prores_scale(99)
    (21, 6, 2, 1)
    """
    return 1 + round((_HIGHEST - quality) / _PRORES_STEPS_PER_SCALE)
