index_modules := builder index back name figure search word lookup reference verdict validate
