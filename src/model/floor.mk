model_modules := claim coefficient enums field kind ledger value
