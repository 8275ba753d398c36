"""Every page, as somebody to whom it shows the most, held against WCAG 2.2 AA by axe-core in a real browser."""
