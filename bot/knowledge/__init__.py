"""What Petri knows: the typed model of data/knowledge, its loader, checks and look-up. Imports nothing of Rasa."""
