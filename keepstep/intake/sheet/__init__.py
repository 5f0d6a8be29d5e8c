"""Files that hold a table: what other systems export, and what people keep by hand."""
