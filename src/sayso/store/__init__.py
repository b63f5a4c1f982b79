"""Readings kept with their versions, and questions to them: one contract, two engines."""
