"""Edit one paper: parse values, set fields, fill in the form, change links."""
