# Compiler options that every target of the project shares.
add_library(bgsim_build_options INTERFACE)
target_compile_features(bgsim_build_options INTERFACE cxx_std_20)
target_include_directories(bgsim_build_options INTERFACE
    ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
target_compile_options(bgsim_build_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual
    # These let the compiler vectorise and change no value; -ffast-math is forbidden.
    -fno-math-errno -fno-trapping-math)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False alarms of GCC 12 in optimised builds, from within the headers of fmt.
    target_compile_options(bgsim_build_options INTERFACE -Wno-stringop-overflow)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(bgsim_build_options INTERFACE -Wreserved-identifier)
endif()
if(BGSIM_WARNINGS_AS_ERRORS)
    target_compile_options(bgsim_build_options INTERFACE -Werror)
endif()
if(BGSIM_SANITIZE)
    target_compile_options(bgsim_build_options INTERFACE
        -fsanitize=${BGSIM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(bgsim_build_options INTERFACE -fsanitize=${BGSIM_SANITIZE})
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O3" CACHE STRING "" FORCE)
