"""Who they are, said by an identity provider: HelseID for health personnel, ID-porten for women.

Our side of the protocols, and nothing of the card. It reads the network and no database; the clock is an argument.
"""
