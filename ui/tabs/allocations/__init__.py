"""The Allocations tab."""
