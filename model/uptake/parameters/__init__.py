"""Every number of the model, declared once: default, range, unit, meaning, source and status."""

from uptake.parameters.assumptions import Assumptions
from uptake.parameters.declaration import Parameter, declared, inconsistent, parameters_of

__all__ = ["Assumptions", "Parameter", "declared", "inconsistent", "parameters_of"]
