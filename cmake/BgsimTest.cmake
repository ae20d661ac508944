# bgsim_add_test(<file> MODULES <modules> [USES <targets>] [RANKS <n> ...] [LABELS <labels>])
# One executable of one test file: a/b_test.cpp is the test a_b_test. With RANKS it starts MPI itself
# and runs once for each number of ranks (a_b_test.ranks_2); without, it is serial. Expects GTest.
#
# bgsim_add_tests(<folder> SOURCES <files> MODULES ...)
# The same for many files of a folder in one executable, compiled like a module (BgsimModule.cmake):
# the test a_b_test, with RANKS a_b_mpi_test.
set(BGSIM_MPI_TEST_ENVIRONMENT
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
    OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_pml=ob1 OMPI_MCA_btl=self,vader
    OMPI_MCA_btl_vader_single_copy_mechanism=none
    OMP_WAIT_POLICY=passive)  # more threads than cores: do not spin

function(bgsim_add_test file)
    string(REGEX REPLACE "[/.]" "_" name ${file})
    string(REGEX REPLACE "_cpp$" "" name ${name})
    bgsim_add_test_program(${name} SOURCES ${file} ${ARGN})
endfunction()

function(bgsim_add_tests folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;MODULES;USES;RANKS;LABELS")
    string(REPLACE "/" "_" name ${folder})
    if(arg_RANKS)
        string(APPEND name "_mpi")
    endif()
    list(TRANSFORM arg_SOURCES PREPEND "${folder}/")
    bgsim_add_test_program(${name}_test SOURCES ${arg_SOURCES} MODULES ${arg_MODULES}
        USES ${arg_USES} RANKS ${arg_RANKS} LABELS ${arg_LABELS})
endfunction()

function(bgsim_add_test_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;MODULES;USES;RANKS;LABELS")
    list(TRANSFORM arg_MODULES PREPEND "bgsim::")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE bgsim_build_options ${arg_MODULES} ${arg_USES} fmt::fmt GTest::gmock)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${name} PRIVATE
        BGSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" BGSIM_BINARY_DIR="${PROJECT_BINARY_DIR}")
    bgsim_compile_together(${name})
    if(CMAKE_BUILD_TYPE STREQUAL "Release")
        target_compile_options(${name} PRIVATE -O1)  # most of its time is compiling
    endif()
    set(environment ${BGSIM_MPI_TEST_ENVIRONMENT} GTEST_BRIEF=1)  # only what fails is shown
    if(arg_RANKS)
        target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/mpi_main.cpp)
        target_link_libraries(${name} PRIVATE bgsim::comm)
        foreach(n IN LISTS arg_RANKS)
            add_test(NAME ${name}.ranks_${n}
                COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${n} $<TARGET_FILE:${name}>)
            set_tests_properties(${name}.ranks_${n} PROPERTIES
                ENVIRONMENT "${environment}" TIMEOUT 300 PROCESSORS ${n} LABELS "${arg_LABELS}")
        endforeach()
    else()
        target_link_libraries(${name} PRIVATE GTest::gmock_main)
        add_test(NAME ${name} COMMAND ${name})
        set_tests_properties(${name} PROPERTIES
            ENVIRONMENT "${environment}" TIMEOUT 300 LABELS "${arg_LABELS}")
    endif()
endfunction()
