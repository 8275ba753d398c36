"""Settings and wiring: facts of one deployment, never a legal number."""
