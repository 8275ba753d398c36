"""A child's account: passages, categories, who sees what, questions, findings. Knows no procedure, no framework."""
