"""Trials of ranking in the simulated world, where the truth is known: does it pay, are estimates right?"""
