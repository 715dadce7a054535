"""Many runs: replicates and sweeps on all cores, what they add up to, comparison, result folders.

Import from the modules: each brings what it needs and no more, so that workers start at once.
"""
