"""The six languages of the United Nations: names, direction, fallback, catalogues, formats."""
