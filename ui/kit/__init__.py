"""The parts every page is made of. They know lists, fields and figures, and no feature."""
