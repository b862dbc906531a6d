"""Tunes the packaged encoder's layers on the training messages: `make finetune`. See docs/decisions."""
