"""The card on paper, for health personnel: what each edition says."""
