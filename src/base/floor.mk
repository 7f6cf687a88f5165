base_modules := alloc arena array bits clock err file halt map parallel parallel_sort str strbuf thread trace radix
