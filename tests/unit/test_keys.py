"""Keys come from the setting or from a file made at the first start, for its owner alone."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.adapters.keys import Keys, load_keys
from bot.config import Settings, SettingsError

A, B, C = "aa" * 32, "bb" * 32, "cc" * 32


def test_keys_of_the_setting_keep_their_order(tmp_path: Path) -> None:
    keys = load_keys(Settings(data_dir=tmp_path, encryption_keys=f"new:{A}, lookup:{C} ,old:{B}"))
    assert list(keys.content) == ["new", "old"]
    assert keys == Keys({"new": bytes.fromhex(A), "old": bytes.fromhex(B)}, bytes.fromhex(C))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text", [f"k1:{A}", f"lookup:{A}", f"k1:{A},lookup:aabb", f"k1:zz,lookup:{A}", f"k1:aa,lookup:{A}"]
)
def test_keys_that_can_not_be_used_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="DICHTBIJ_ENCRYPTION_KEYS") as raised:
        load_keys(Settings(data_dir=tmp_path, encryption_keys=text))
    assert A not in str(raised.value)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    old_mask = os.umask(0)
    try:
        made = load_keys(Settings(data_dir=tmp_path / "var"))
    finally:
        os.umask(old_mask)
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys"]
    assert (tmp_path / "var" / "keys").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert load_keys(Settings(data_dir=tmp_path / "var")) == made
    assert load_keys(Settings(data_dir=tmp_path / "other")) != made
    assert made.lookup not in made.content.values()


def test_several_first_starts_at_once_agree_on_one_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(load_keys, [settings] * 16))
    assert all(keys == made[0] for keys in made)
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys"]


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_keys(Settings(data_dir=tmp_path))
    (tmp_path / "keys").chmod(0o640)
    with pytest.raises(SettingsError, match="600"):
        load_keys(Settings(data_dir=tmp_path))


def test_a_data_folder_that_can_not_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="DICHTBIJ_DATA_DIR"):
        load_keys(Settings(data_dir=tmp_path / "file" / "var"))


def test_a_broken_key_file_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("k1:abc\n")
    file.chmod(0o600)
    with pytest.raises(SettingsError, match="key file"):
        load_keys(Settings(data_dir=tmp_path))
    assert file.read_text() == "k1:abc\n"


def test_keys_and_fingerprints_do_not_show_the_keys() -> None:
    keys = Keys({"k1": bytes.fromhex(A)}, bytes.fromhex(B))
    shown = f"{keys!r} {keys.fingerprints()}"
    assert A[:8] not in shown
    assert B[:8] not in shown
    assert set(keys.fingerprints()) == {"k1", "lookup"}
