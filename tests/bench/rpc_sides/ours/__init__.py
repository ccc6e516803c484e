"""Our side: the real service process, passports checked, metrics on."""
