"""LaTeX markup in titles and names: to Unicode, and from Unicode to ASCII or LaTeX."""
