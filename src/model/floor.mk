model_modules := kind enums field
