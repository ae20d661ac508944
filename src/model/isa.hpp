/// The name space of code that is compiled once for each instruction set.
///
/// `kernel_table.cpp` is compiled several times with different BGSIM_ISA; without it (catalogue,
/// tests) the code is the portable one. The name space keeps the copies apart for the linker.
#pragma once

#ifndef BGSIM_ISA
#define BGSIM_ISA portable
#endif
