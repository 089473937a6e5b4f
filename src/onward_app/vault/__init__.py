"""Sealing and opening what a person wrote, their keys, and erasing them."""
