"""Papers as JSON objects, for `--json` (schema: docs/output.schema.json). `reader` reads them."""

from vcmbib.formats.json_items import Json, JsonObject
from vcmbib.formats.paper_json.writer import envelope, name_object, paper_object

__all__ = ["Json", "JsonObject", "envelope", "name_object", "paper_object"]
