"""They decide: bodies, seats, mandates, motions, ballots, rules."""
