"""Import records: match them with the library and plan the change."""
