"""Models that learn from what customers did: trained, measured, stored, explained and watched for drift."""
