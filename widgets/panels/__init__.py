"""The inspector's panels."""
