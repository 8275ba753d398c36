"""Procedures as data: the model of a regime, its loader and lint, the evaluator, the drawing. Knows no law."""
