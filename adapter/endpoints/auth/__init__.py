"""Saying who we are to a FHIR server: nobody, by a password or a token, or by tokens of an issuer.

credentials    what goes with a request, and what is done when the server wants another
keys, proofs   signing: who we are (private_key_jwt), and that a token is ours (DPoP)
scopes         what a route needs, and whether it was granted
issuer         where tokens come from: discovery, one request, what is believed of the answer
tokens         one token for all threads, renewed before it ends
"""
