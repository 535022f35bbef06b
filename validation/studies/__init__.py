"""Studies that answer a real question: an experiment file each, run by ``make studies``."""
