"""What makes participation in a company's social network last, and what a champion is worth."""
