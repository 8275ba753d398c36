"""Regimes and courses of cases drawn: SVG without style sheets, and Mermaid. Knows no particular law."""
