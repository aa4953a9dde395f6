"""Table definitions by subject; import them from ``recsys.sql.schema``."""
