"""The Funds tab: the commissioning budget, its income, its funds and its stated figures."""
