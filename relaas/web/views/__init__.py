"""A view asks the application one thing and renders the answer."""
