"""What a large carrier needs: bills, tags and events in bulk, each beside a naive pandas version."""
