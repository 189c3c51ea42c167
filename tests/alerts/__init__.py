"""Changes to deliveries, and deliveries sent."""
