"""What is asked: an experiment as a file, checked, with its factors, policies and cells."""
