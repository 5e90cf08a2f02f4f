"""Waters warn: alerts, simulations, measures."""
