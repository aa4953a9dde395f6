"""How fast events come in, and whether any is lost or doubled while worker and Redis are killed."""
