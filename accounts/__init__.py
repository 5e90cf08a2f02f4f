"""Who acts: people and organisations, their roles and second factors."""
