"""What a commissioning team can do, as plain functions: no Qt here, and nothing that lays out a page outside papers."""
