"""How fast Relaas is, also beside comparable programs. ``python -m benchmarks`` runs every module with a ``main``."""
