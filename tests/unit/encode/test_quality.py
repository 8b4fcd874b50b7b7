from itertools import pairwise

import pytest

from likeness.core.film_format import DEFAULT_QUALITY, HIGHEST_QUALITY, LOWEST_QUALITY
from likeness.encode.quality import prores_scale, vp9_crf, x264_crf

RANGES = {x264_crf: (1, 51), vp9_crf: (0, 63), prores_scale: (1, 224)}


@pytest.mark.parametrize("factor_of", RANGES)
def test_higher_quality_is_never_coarser_and_always_allowed(factor_of):
    factors = [factor_of(quality) for quality in range(LOWEST_QUALITY, HIGHEST_QUALITY + 1)]
    assert all(better <= worse for worse, better in pairwise(factors))
    assert factors[-1] < factors[0] / 2
    least, most = RANGES[factor_of]
    assert least <= factors[-1] < factors[0] <= most


def test_default_is_the_rate_factor_that_it_always_was():
    assert x264_crf(DEFAULT_QUALITY) == 20
