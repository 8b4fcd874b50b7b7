"""What the quality 20-99 means to each encoder; measured sizes stand in docs/formats.md."""

_DEFAULT = 80
_X264_CRF, _X264_STEPS_PER_CRF = 20.0, 3.0
_VP9_CRF, _VP9_STEPS_PER_CRF = 32.0, 2.2
_HIGHEST = 99
_PRORES_STEPS_PER_DOUBLING = 18.0


def x264_crf(quality: int) -> float:
    """Return the rate factor of x264: CRF 20 at quality 80, and 1 less for every 3 of quality.

    >>> x264_crf(20), x264_crf(80), x264_crf(95)
    (40.0, 20.0, 15.0)
    """
    return _X264_CRF + (_DEFAULT - quality) / _X264_STEPS_PER_CRF


def vp9_crf(quality: int) -> int:
    """Return the rate factor of libvpx, chosen to come near to x264 at the same quality.

    >>> vp9_crf(20), vp9_crf(80), vp9_crf(95)
    (59, 32, 25)
    """
    return round(_VP9_CRF + (_DEFAULT - quality) / _VP9_STEPS_PER_CRF)


def prores_scale(quality: int) -> int:
    """Return the quantizer of ProRes, 1 = finest.

    >>> prores_scale(20), prores_scale(80), prores_scale(99)
    (21, 2, 1)
    """
    return round(2 ** ((_HIGHEST - quality) / _PRORES_STEPS_PER_DOUBLING))
