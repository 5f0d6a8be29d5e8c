"""REST: what other systems do, by the same verbs as people; the door is `door.py`, a file for each resource."""
