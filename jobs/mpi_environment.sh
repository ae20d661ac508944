# shellcheck shell=bash
# Settings of Open MPI for runs and tests on one machine; to be sourced. What the caller has set
# already is kept. Not for jobs over several nodes: they need the network that is left out here.

# Containers and continuous integration often run as root, which mpirun refuses otherwise.
export OMPI_ALLOW_RUN_AS_ROOT="${OMPI_ALLOW_RUN_AS_ROOT:-1}"
export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-1}"
# More ranks than cores are allowed, and then give way to each other instead of spinning: without
# this a collective takes milliseconds instead of microseconds.
export OMPI_MCA_rmaps_base_oversubscribe="${OMPI_MCA_rmaps_base_oversubscribe:-1}"
export OMPI_MCA_mpi_yield_when_idle="${OMPI_MCA_mpi_yield_when_idle:-1}"
# Up to two ranks would be bound to one core each: all threads of a rank would share it, and all
# runs that go on at the same time would share the first cores of the machine.
export OMPI_MCA_hwloc_base_binding_policy="${OMPI_MCA_hwloc_base_binding_policy:-none}"
# Shared memory only: starts faster, opens no ports; single copy needs ptrace, which containers deny.
export OMPI_MCA_pml="${OMPI_MCA_pml:-ob1}"
export OMPI_MCA_btl="${OMPI_MCA_btl:-self,vader}"
export OMPI_MCA_btl_vader_single_copy_mechanism="${OMPI_MCA_btl_vader_single_copy_mechanism:-none}"
