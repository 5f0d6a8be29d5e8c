"""How they came: sources, leads, and what becomes of them."""
