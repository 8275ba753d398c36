"""Whether two cases are about one child: one role looks, a person decides, and the decision can be undone."""
