"""Numbers, dates, amounts and abbreviations as they are spoken; small functions without state."""
