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
