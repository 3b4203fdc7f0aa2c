"""Scoring: who scores a round, what keeps them from a bid, their sheets, and the ranking that follows from them."""
