"""What makes participation in a company's social network last, and what happens without the champion."""
