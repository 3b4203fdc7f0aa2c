"""From a ranked list to what is recommended: the panel day, the cut line, what if, fairness, and each bid's outcome."""
