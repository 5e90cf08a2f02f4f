"""Pages and commands about everything: home, demo, the supervisor."""
