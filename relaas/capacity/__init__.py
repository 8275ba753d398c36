"""People, hours and expertise of the organisations around a child, as a history from which every answer is computed."""
