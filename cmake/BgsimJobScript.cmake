# The steps of a Slurm job, which `bgsim slurm` writes into its scripts, as a generated header.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/jobs/slurm_steps.sh)
file(READ ${PROJECT_SOURCE_DIR}/jobs/slurm_steps.sh BGSIM_SLURM_STEPS)
configure_file(${PROJECT_SOURCE_DIR}/cmake/slurm_steps.hpp.in
    ${PROJECT_BINARY_DIR}/generated/cli/slurm_steps.hpp @ONLY)
