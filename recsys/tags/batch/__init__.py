"""Tags of whole populations: the same rules as Ibis expressions, in DuckDB on one machine or in Spark."""
