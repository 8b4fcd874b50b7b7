"""English voices of programs that are installed beside Likeness: flite and festival."""
