"""Bytes to items, purely: releases in a text, dates, charsets."""
