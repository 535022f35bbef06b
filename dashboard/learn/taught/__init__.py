"""What chapters and questions teach, claim by claim, and who says so."""
