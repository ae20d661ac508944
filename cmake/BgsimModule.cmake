# bgsim_add_module(<name> SOURCES ... [DEPENDS <modules>] [USES <third-party targets>])
# One static library per folder of src/; DEPENDS is checked against the #include lines by
# tests/architecture.
function(bgsim_add_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;USES")
    list(TRANSFORM arg_SOURCES PREPEND "${name}/")
    list(TRANSFORM arg_DEPENDS PREPEND "bgsim::")
    add_library(bgsim_${name} STATIC ${arg_SOURCES})
    add_library(bgsim::${name} ALIAS bgsim_${name})
    target_link_libraries(bgsim_${name}
        PUBLIC bgsim_build_options ${arg_DEPENDS}
        PRIVATE fmt::fmt ${arg_USES})
    bgsim_compile_together(bgsim_${name})
endfunction()

# bgsim_compile_together(<target>)
# Compile several files as one, if BGSIM_UNITY_BUILD is on: most of the time goes into headers of
# libraries. A name in an unnamed namespace is therefore used by one file of a target only.
function(bgsim_compile_together target)
    if(BGSIM_UNITY_BUILD)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
    endif()
endfunction()

# bgsim_add_level_objects(<target> <level> <files>)
# Object files for one x86-64 level, whose code lies in the name space of that level (model/isa.hpp).
function(bgsim_add_level_objects target level)
    add_library(${target} OBJECT ${ARGN})
    target_link_libraries(${target} PRIVATE bgsim_build_options)
    target_compile_definitions(${target} PRIVATE BGSIM_ISA=${level})
    # -O3 in debug builds, too: a library function that is not inlined here is a weak symbol made of
    # this level's instructions, and the linker may give it to the whole program. With sanitizers it
    # would take a quarter of an hour, and there is no other level.
    if(NOT BGSIM_SANITIZE)
        target_compile_options(${target} PRIVATE -O3)
    endif()
    target_compile_options(${target} PRIVATE -march=x86-64-${level})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND level STREQUAL "v4")
        # GCC 12 warns of its own header; the other levels are compiled with the warning.
        target_compile_options(${target} PRIVATE
            -mprefer-vector-width=512 -Wno-uninitialized -Wno-maybe-uninitialized)
    endif()
endfunction()
