import struct

import cv2
import numpy as np
import pytest
from benchmarks.niqe import Niqe, _patch_features, parse_niqe


def scene(seed, side=480):
    """Noise of all sizes, as in photographs."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.GaussianBlur(rng.standard_normal((side, side)).astype(np.float32), None, s)
        for s in (1, 2, 4, 8, 16)
    ]
    return np.asarray(128 + 15 * sum(layer / layer.std() for layer in layers), np.float32)


def model_of(*pictures):
    rows = np.concatenate([_patch_features(picture) for picture in pictures])
    return Niqe(rows.mean(axis=0), np.cov(rows.T))


def element(kind, body):
    return struct.pack("<II", kind, len(body)) + body + bytes(-len(body) % 8)


def mat_file(matrices):
    file = bytes(128)
    for name, values in matrices.items():
        parts = element(6, bytes(8)) + element(5, struct.pack("<ii", *np.atleast_2d(values).shape))
        parts += element(1, name.encode()) + element(9, values.astype("<f8").tobytes())
        file += element(14, parts)
    return file


def test_damage_raises_the_score():
    model, other = model_of(scene(1), scene(2)), scene(3)
    noise = np.random.default_rng(5).normal(0, 12, other.shape).astype(np.float32)
    clean, blurred, noisy = (
        model.score(picture) for picture in (other, cv2.GaussianBlur(other, None, 1.2), other + noise)
    )
    assert clean < 0.7 * blurred
    assert clean < 0.7 * noisy


def test_pictures_too_small_for_two_patches_have_no_score():
    model = model_of(scene(1))
    assert model.score(scene(2, 100)) is None
    assert model.score(np.zeros((40, 200), np.float32)) is None


def test_there_are_36_features_per_whole_patch():
    assert _patch_features(scene(1, 300)).shape == (9, 36)


def test_the_model_is_read_from_a_mat_file():
    mean = np.arange(36.0)
    covariance = np.random.default_rng(0).normal(size=(36, 36))
    model = parse_niqe(mat_file({"pop_cov": covariance + covariance.T, "pop_mu": mean}))
    np.testing.assert_array_equal(model.mean, mean)
    np.testing.assert_array_equal(model.covariance, covariance + covariance.T)


def test_short_elements_are_read_too():
    short_name = struct.pack("<HH4s", 1, 2, b"ab")
    body = element(6, bytes(8)) + element(5, bytes(8)) + short_name + element(9, np.zeros(1).tobytes())
    with pytest.raises(KeyError):
        parse_niqe(bytes(128) + element(14, body))


def test_other_kinds_of_files_are_refused():
    with pytest.raises(ValueError, match="kind 15"):
        parse_niqe(bytes(128) + element(15, b"compressed"))
