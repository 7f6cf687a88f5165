index_modules := builder index back name figure search word lookup reference verdict validate suspicion suspicion_figure suspicion_record verdict_reason
