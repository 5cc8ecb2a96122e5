"""What each part of the NLU pipeline is worth."""
