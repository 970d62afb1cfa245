"""The parts of a bibliography: papers, names, venues, identifiers, keys, text. No I/O."""
