"""Tables in and out: customers, usage, holdings, consents and contacts as CSV or Parquet."""
