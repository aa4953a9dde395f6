"""Those who work with us: their log-ins and roles."""
