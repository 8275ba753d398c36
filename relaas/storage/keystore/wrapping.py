"""Keys of cases under a master key, each bound to its case: a wrapped key put at another case does not open."""

from collections.abc import Iterable, Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from relaas.storage.aes_gcm import SealBroken, opened, shut
from relaas.storage.master_keys import master_key


class KeyWrong(SealBroken):
    """The key of a case does not open with the master key of its version: another key stands in that one's place, or
    what is stored of the key was changed or moved."""

    def __init__(self, case_id: str, version: int) -> None:
        super().__init__(
            f"The key of case {case_id} does not open with master key {version}: what stands in the place of that "
            "master key is another key, or the row in the key store was changed. Nothing was changed; put back the "
            "right master key, or the key store, from its backup."
        )
        self.case_id = case_id
        self.version = version


def wrap(keys: Mapping[str, bytes], version: int) -> dict[str, bytes]:
    """The keys of cases, readable only with the master key of that version. Raises MasterKeyMissing."""
    master = AESGCM(master_key(version))
    return {case_id: shut(master, key, _bound(case_id)) for case_id, key in keys.items()}


def unwrap(rows: Iterable[tuple[str, int, bytes]]) -> dict[str, bytes]:
    """From rows of case, master version and wrapped key, the keys. Raises MasterKeyMissing, KeyWrong."""
    masters: dict[int, AESGCM] = {}
    found = {}
    for case_id, version, wrapped in rows:
        if version not in masters:
            masters[version] = AESGCM(master_key(version))
        try:
            found[case_id] = opened(masters[version], wrapped, _bound(case_id))
        except SealBroken:
            raise KeyWrong(case_id, version) from None
    return found


def _bound(case_id: str) -> bytes:
    return f"relaas case key|{case_id}".encode()
