# Third-party libraries (Debian package in the comment). Each is used by one module, see src/CMakeLists.txt.
set(MPI_CXX_SKIP_MPICXX ON)
find_package(MPI REQUIRED COMPONENTS C CXX)              # libopenmpi-dev
find_package(OpenMP REQUIRED COMPONENTS CXX)             # the compiler's own; libomp-dev for clang
set(HDF5_PREFER_PARALLEL ON)
# The compiler wrapper that CMake asks cannot handle a space in the path of the build folder. Then it
# searches by itself, and has to know where Debian keeps the parallel library.
list(APPEND CMAKE_INCLUDE_PATH /usr/include/hdf5/openmpi /usr/include/hdf5/mpich)
list(APPEND CMAKE_LIBRARY_PATH /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/hdf5/openmpi
    /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/hdf5/mpich)
find_package(HDF5 REQUIRED COMPONENTS C)                 # libhdf5-openmpi-dev
if(NOT HDF5_IS_PARALLEL)
    message(FATAL_ERROR "bgsim needs parallel HDF5 (Debian: libhdf5-openmpi-dev)")
endif()
find_package(Boost REQUIRED COMPONENTS serialization)    # libboost-serialization-dev
find_package(yaml-cpp REQUIRED)                          # libyaml-cpp-dev
find_package(CLI11 REQUIRED)                             # libcli11-dev
find_package(fmt REQUIRED)                               # libfmt-dev
find_package(nlohmann_json REQUIRED)                     # nlohmann-json3-dev
find_path(RANDOM123_INCLUDE Random123/philox.h REQUIRED) # librandom123-dev
find_path(FFTW3_INCLUDE fftw3.h REQUIRED)                # libfftw3-dev
find_library(FFTW3_LIBRARY fftw3 REQUIRED)

# Headers of others are not ours to warn about.
add_library(bgsim_random123 INTERFACE)
target_include_directories(bgsim_random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE})
add_library(bgsim_hdf5 INTERFACE)
target_include_directories(bgsim_hdf5 SYSTEM INTERFACE ${HDF5_INCLUDE_DIRS})
target_link_libraries(bgsim_hdf5 INTERFACE hdf5::hdf5 MPI::MPI_C)
add_library(bgsim_fftw3 INTERFACE)
target_include_directories(bgsim_fftw3 SYSTEM INTERFACE ${FFTW3_INCLUDE})
target_link_libraries(bgsim_fftw3 INTERFACE ${FFTW3_LIBRARY})
