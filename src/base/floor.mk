base_modules := alloc arena array clock err file map parallel str strbuf trace radix
