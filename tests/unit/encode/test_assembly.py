import os
import subprocess
import sys

import pytest

from likeness.encode.assembly import chosen, x264_assembly

ENCODES = """
import hashlib
from fractions import Fraction
import numpy as np
from likeness.encode import FilmFrame, VideoSettings, encode_chunk

def frames(width, height):
    for index in range(6):
        blocks = np.random.default_rng(0).integers(0, 255, (height // 16, width // 16, 3))
        rgb = np.kron(blocks, np.ones((16, 16, 1))).astype(np.uint8)
        rgb[10:20, index : index + 10] = 200
        yield FilmFrame(rgb)

for size in ((64, 48), (320, 240), (1088, 64)):
    with encode_chunk(frames(*size), VideoSettings(*size, Fraction(25))).file as file:
        print(hashlib.sha256(file.read()).hexdigest())
"""


def test_avx_512_is_left_out_and_nothing_else():
    features = {"avx512f": True, "avx512bw": True, "avx2": True, "avx": True, "fma": True, "sse4.2": True}
    assert set(chosen(features).split(",")) == {"avx2", "avx", "fma3", "sse4.2"}


def test_without_avx_512_the_encoder_chooses_itself():
    assert chosen({"avx2": True}) == ""
    assert chosen({}) == ""


def test_this_machine_has_a_choice():
    assert "512" not in x264_assembly()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc fills fresh memory on request")
def test_bytes_do_not_depend_on_what_lay_in_memory():
    found = {
        subprocess.run(
            [sys.executable, "-c", ENCODES],
            env={**os.environ, "MALLOC_PERTURB_": fill},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for fill in ("1", "85", "255")
    }
    assert len(found) == 1
    assert len(found.pop().split()) == 3
