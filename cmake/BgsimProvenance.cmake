# Version, commit and compiler, as a generated header. The commit is read at configure time and
# again whenever HEAD moves; `git archive` writes it into this file (.gitattributes).
set(BGSIM_COMMIT "$Format:%H$")
string(SUBSTRING "${BGSIM_COMMIT}" 0 12 BGSIM_COMMIT)
if(NOT BGSIM_COMMIT MATCHES "^[0-9a-f]+$")
    set(BGSIM_COMMIT "unknown")
endif()
find_package(Git QUIET)
if(GIT_FOUND AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
    execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=12
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        OUTPUT_VARIABLE BGSIM_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(EXISTS ${PROJECT_SOURCE_DIR}/.git/logs/HEAD)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
            ${PROJECT_SOURCE_DIR}/.git/logs/HEAD)
    endif()
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/build_info.hpp.in
    ${PROJECT_BINARY_DIR}/generated/core/build_info.hpp @ONLY)
