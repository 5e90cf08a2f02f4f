"""Pages of accounts: one's own, the admins', the demo's."""
