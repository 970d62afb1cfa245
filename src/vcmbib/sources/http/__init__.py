"""HTTP requests. No module outside this package uses HTTP."""
