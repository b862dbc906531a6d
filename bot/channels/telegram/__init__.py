"""Telegram, for residents and for partners' groups; python-telegram-bot is only the client."""
