"""Which uncertainties and levers of a study drive an outcome, and how sure that is."""
