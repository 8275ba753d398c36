"""What is made for the child itself: the leaflet, its own page and the code that opens it, and what it writes there."""
