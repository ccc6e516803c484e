"""The written shape of a definition: marshmallow schemas, from which the JSON Schema is drawn."""
