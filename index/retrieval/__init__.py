"""From a query to ranked sentences."""
