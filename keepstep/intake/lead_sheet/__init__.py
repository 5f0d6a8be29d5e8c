"""Files of leads from other systems: recognised by their headings, mapped to what we keep."""
