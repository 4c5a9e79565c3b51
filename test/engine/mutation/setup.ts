import fc from 'fast-check';

/** The same random cases for every mutant: a mutant lives or dies, whichever day it is. */
fc.configureGlobal({ seed: 20_261_122 });
