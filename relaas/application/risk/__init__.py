"""The risk analysis of a case: who is in the team, what it found, how each risk is answered, and what is late."""
