"""Proactive messages: from a campaign into the channel where the customer is."""
