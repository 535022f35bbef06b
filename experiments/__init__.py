"""What is done with the model: comparing, and saying in words and pictures what was found."""
