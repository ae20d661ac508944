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
endfunction()
