model_modules := claim enums field kind value
