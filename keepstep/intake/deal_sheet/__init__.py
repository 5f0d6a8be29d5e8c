"""Files of deals from other systems: recognised by their headings, mapped to our stages, read row by row."""
