"""Which of x264's assembly is used: the same frames must give the same bytes.

x264 (core 165) weighs macroblocks by their use in later frames (mbtree). Its AVX-512 code for that reads
beyond rows whose number of macroblocks is no multiple of eight, into memory that nobody has written: the
bytes of the film then depend on what lay there. Without AVX-512 they do not, at the same speed (14-19 against
15-16 ms of CPU per frame of 1080 x 1920).
"""

from functools import cache

from llvmlite.binding import get_host_cpu_features

_X264_NAMES = {
    "mmx": "mmxext", "sse2": "sse2fast", "ssse3": "ssse3", "sse4.2": "sse4.2", "lzcnt": "lzcnt",
    "avx": "avx", "avx2": "avx2", "fma": "fma3", "bmi": "bmi1", "bmi2": "bmi2",
}  # fmt: skip
"""Processor features as LLVM names them -> as x264 does."""


@cache
def x264_assembly() -> str:
    """Return the value of x264's parameter `asm` for this machine; empty where its own choice is right."""
    return chosen(dict(get_host_cpu_features()))


def chosen(features: dict[str, bool]) -> str:
    """Return the features to allow: all that there are but AVX-512.

    >>> chosen({"avx512f": True, "avx2": True, "fma": True, "bmi2": False})
    'avx2,fma3'
    >>> chosen({"avx2": True})
    ''
    """
    if not features.get("avx512f", False):
        return ""
    return ",".join(name for feature, name in _X264_NAMES.items() if features.get(feature, False))
