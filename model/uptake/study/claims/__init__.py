"""Claims: statements about effects, bound to runs, and what holds of them."""
