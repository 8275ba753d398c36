"""The capacity file: whole, and every fault of a broken one at once."""

from pathlib import Path

import pytest

from relaas.capacity.capacity_law import FILE, load_capacity
from relaas.kernel.faults import LawFaults


class TestTheFile:
    def test_that_comes_with_the_program_is_without_fault(self) -> None:
        assert load_capacity().pools["certified_detectives"].certificate == "trafficking_detective"

    def test_with_several_faults_names_each_with_the_nearest_word(self, tmp_path: Path) -> None:
        broken = (
            FILE.read_text(encoding="utf-8")
            .replace("certificate: trafficking_detective", "certificate: traficking_detective")
            .replace("rests_on: [other-pools]", "rests_on: [other-pool]", 1)
        )
        folder = tmp_path / "law" / "capacity"
        folder.mkdir(parents=True)
        (folder / "nl.yaml").write_text(broken, encoding="utf-8")
        with pytest.raises(LawFaults) as caught:
            load_capacity(folder / "nl.yaml")
        said = str(caught.value)
        assert "traficking_detective" in said
        assert "other-pools" in said
