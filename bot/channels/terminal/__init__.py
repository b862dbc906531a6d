"""The bot in the terminal: for people, and as a line protocol for scripts."""
