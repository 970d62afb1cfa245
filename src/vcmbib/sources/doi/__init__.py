"""The source doi.org: data of any DOI by content negotiation."""
