query_modules := name value parse plan answer query column sort total promise coverage
