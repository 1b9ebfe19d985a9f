"""How do all tests of commands call them?"""

from __future__ import annotations

import pytest

from huiyin.cli.main import main
from tests.doors.calling import Call, Said


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls `huiyin` with words, under the locale of `language`."""

    def call_in(*words: object, language: str = "en") -> Said:
        monkeypatch.setenv("LANGUAGE", "")  # the command sets it; this puts it back
        monkeypatch.setenv("LC_ALL", {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8", "": ""}[language])
        monkeypatch.setenv("COLUMNS", "80")
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return call_in
