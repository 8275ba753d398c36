"""Signals of chain partners, from the first word that somebody types to the assessment of all together."""
