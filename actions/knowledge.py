"""The knowledge base, loaded once for the whole action server."""

from bot.knowledge.store import load

KNOWLEDGE = load()
