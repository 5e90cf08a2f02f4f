"""People ask: filing, signing, counting, answers owed."""
