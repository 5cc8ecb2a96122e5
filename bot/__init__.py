"""Petri: knowledge, understanding, conversation and the public edge."""
