# Python for tests: the first interpreter that has h5py, matplotlib and yaml. Debian's packages belong to
# /usr/bin/python3, and another python3 may come before it in PATH.
find_program(BGSIM_PYTHON_IN_PATH python3)
if(NOT Python3_EXECUTABLE)
    foreach(candidate IN ITEMS ${BGSIM_PYTHON_IN_PATH} /usr/bin/python3)
        execute_process(COMMAND ${candidate} -c "import h5py, matplotlib, yaml"
            RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
        if(failed EQUAL 0)
            set(Python3_EXECUTABLE ${candidate})
            break()
        endif()
    endforeach()
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)
