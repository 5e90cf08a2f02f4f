"""The words of the portal's pages."""
