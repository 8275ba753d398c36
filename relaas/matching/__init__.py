"""Whether two cases are about one child: how alike names are in any script, and what else speaks for or against."""
