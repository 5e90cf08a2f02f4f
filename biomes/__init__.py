"""Living systems: profiles, places, stations, readings and what is said for them."""
