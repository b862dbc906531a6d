"""Puts the parts together: the only place that knows them all."""

from bot.bootstrap.core import Core, open_core, prepare, put_in_sample_directory
from bot.bootstrap.dialogue import load_engine, turn_runner
from bot.bootstrap.serving import serve

__all__ = ["Core", "load_engine", "open_core", "prepare", "put_in_sample_directory", "serve", "turn_runner"]
