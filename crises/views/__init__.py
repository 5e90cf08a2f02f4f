"""Pages of alerts, runs, plans and crises: guard, load, one call, answer."""
