import json

import pytest

from likeness.cli import checks
from likeness.cli.app import run
from likeness.cli.checks import Check, all_checks
from likeness.errors import ModelMissingError


def test_every_check_answers():
    found = all_checks()
    names = {check.name for check in found}
    assert {"likeness", "python", "av", "engines", "voices", "codecs", "space for films"} <= names
    assert all(check.remedy for check in found if not check.is_ok)


@pytest.mark.parametrize(("is_ok", "code"), [(True, 0), (False, 4)])
def test_exit_code_and_json(monkeypatch, capsys, is_ok, code):
    monkeypatch.setattr(checks, "all_checks", lambda: (Check("models", is_ok, "found", "Do this."),))
    assert run(["doctor", "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["is_healthy"] is is_ok
    assert told["checks"] == [{"name": "models", "is_ok": is_ok, "found": "found", "remedy": "Do this."}]
    assert run(["doctor"]) == code
    assert ("Do this." in capsys.readouterr().out) is not is_ok


@pytest.mark.parametrize("error", [ModelMissingError("Gone. Fetch it."), ZeroDivisionError("odd")])
def test_a_failing_check_is_a_finding(monkeypatch, error):
    def broken():
        raise error

    monkeypatch.setattr(checks, "_models", broken)
    assert next(check for check in all_checks() if check.name == "broken").is_ok is False


def test_full_disk_is_found(monkeypatch):
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    wrong = [check for check in all_checks() if not check.is_ok]
    assert {"space for films", "space for work"} <= {check.name for check in wrong}
