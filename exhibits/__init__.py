"""They show: scenes made from what was measured and simulated."""
