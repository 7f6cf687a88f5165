query_modules := name value parse plan answer query column sort total promise coverage
# Chains: who stands where, what they can make, what is missing.
query_modules += standing formula rate capacity balance gap candidate facility site input delivery
