import datetime as dt
from hashlib import sha256
from pathlib import Path

from likeness.provenance.manifest import (
    SHA256_PARAMETER,
    ingredient_definition,
    manifest_definition,
    placed_action,
)
from likeness.provenance.origin import Origin

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def created(origin):
    (assertion,) = manifest_definition(origin)["assertions"]
    (action,) = assertion["data"]["actions"]
    return action


def test_times_are_told_in_utc():
    assert created(Origin(NOON))["when"] == "2026-05-04T10:00:00Z"


def test_voices_are_told_apart():
    assert "so is the voice" in created(Origin(NOON))["description"]
    assert "recording" in created(Origin(NOON, has_synthetic_voice=False))["description"]


def test_the_action_refers_to_its_ingredient_and_carries_the_checksum(tmp_path):
    picture = Path(tmp_path / "p.jpg")
    picture.write_bytes(b"a picture")
    parameters = placed_action(Origin(NOON), 3, picture)["parameters"]
    assert parameters["ingredientIds"] == [ingredient_definition(3)["label"]]
    assert parameters[SHA256_PARAMETER] == sha256(b"a picture").hexdigest()
