"""Where vectors and terms are kept and found."""
