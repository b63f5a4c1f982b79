"""Who said what, to whom, and on whose say-so."""
