"""What is measured, against what. Not run by the tests."""
