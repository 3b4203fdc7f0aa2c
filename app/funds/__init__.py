"""Funds: what money there is, from whom, under what terms, and where it has gone. One file for each part of that."""
