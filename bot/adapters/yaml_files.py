"""YAML files of the project, which people edit by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import DichtbijError


def read_yaml(path: Path, wrong: type[DichtbijError]) -> Any:
    """What a file holds. Raises ``wrong``, which names the file, if it is no YAML in UTF-8."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise wrong(f"{path.name} is no YAML in UTF-8: {type(error).__name__}") from error
