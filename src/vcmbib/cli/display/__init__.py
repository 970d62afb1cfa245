"""How a terminal shows lists, tables, cards and changes. Loaded only for a terminal."""
