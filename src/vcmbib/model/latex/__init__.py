"""LaTeX markup in titles and names: LaTeX to Unicode, and Unicode to ASCII or to LaTeX."""
