index_modules := section parallel image column builder index back name figure search word lookup reference verdict verdict_reason suspicion suspicion_figure suspicion_record shape validate
