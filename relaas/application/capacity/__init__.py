"""Capacity and expertise: an organisation keeps its own books and sees itself; totals go to who watches the whole."""
