"""The Scoring tab."""
