"""Community Safety Partnerships: who gets what and why, what they hold, spend and report, and how it is re-balanced."""
