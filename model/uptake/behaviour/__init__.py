"""What people do in a week: one module a decision, each a rule and the loop that applies it."""
