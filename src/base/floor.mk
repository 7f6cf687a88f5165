base_modules := alloc arena array err file map parallel str strbuf trace radix
