"""How a terminal shows lists, tables, cards, changes and questions. Loaded only for a terminal."""
