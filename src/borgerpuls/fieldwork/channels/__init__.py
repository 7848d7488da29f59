"""Channels, a module each: how people are reached by Digital Post, e-mail, SMS and letter; ``registry`` names them."""
