"""Item models: immutable records arranged for views."""
