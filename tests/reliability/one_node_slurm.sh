#!/usr/bin/env bash
# one_node_slurm.sh -- a Slurm of one node for as long as a command runs.
#
# Owns      munged, slurmctld and slurmd of its own in a temporary folder, on ports of its own; 4 declared processors, whatever
#           the machine has. The command finds them through SLURM_CONF, and a folder for its files in SLURM_TEST_FOLDER.
# Promises  what it started is stopped, whatever the command does; the exit code is the command's. Where packages or root are
#           missing it says so and exits with 0, or with 77 if TXPATH_NEEDS_SLURM is set.
# Usage     one_node_slurm.sh COMMAND [ARGUMENT ...]
set -uo pipefail

skip() {
    echo "skipped Slurm: $1"
    [ -n "${TXPATH_NEEDS_SLURM:-}" ] && exit 77
    exit 0
}

[ $# -gt 0 ] || { echo "usage: one_node_slurm.sh COMMAND [ARGUMENT ...]" >&2; exit 64; }
for program in munged mungekey slurmctld slurmd sinfo; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || skip "$program is not installed (slurmctld slurmd slurm-client munge)"
done
[ "$(id -u)" -eq 0 ] || skip "slurmd needs root"
export PATH=$PATH:/usr/sbin

place=$(mktemp -d /tmp/txpath-slurm-XXXXXX)
started=()
is_up=
finish() {
    local process
    # Jobs that the command left behind would go on without their daemons.
    if [ -n "$is_up" ]; then
        scancel --quiet --full --signal=KILL --user="$(id -un)"
        for _ in $(seq 100); do
            [ -z "$(squeue --noheader 2>/dev/null)" ] && break
            sleep 0.1
        done
    fi
    # In the order opposite to that in which they were started.
    for ((at = ${#started[@]} - 1; at >= 0; at--)); do
        process=${started[at]}
        kill "$process" 2>/dev/null
        for _ in $(seq 50); do
            kill -0 "$process" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$process" 2>/dev/null
        wait "$process" 2>/dev/null
    done
    rm -rf --one-file-system "$place"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

host=$(hostname -s)
memory=$(awk '/^MemTotal/ { print int($2 / 1024) - 200 }' /proc/meminfo)
base=$((20000 + $$ % 20000))
# munged wants folders that nobody else can write.
chmod 755 "$place"
mkdir -m 700 "$place/munge"
mkdir -m 755 "$place/state" "$place/spool" "$place/work" "$place/socket"
mungekey --create --keyfile="$place/munge/key" || exit 1

cat >"$place/slurm.conf" <<CONF
ClusterName=txpath
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=$base
SlurmdPort=$((base + 1))
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket=$place/socket/munge
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
MaxArraySize=10001
MinJobAge=300
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 Boards=1 SocketsPerBoard=1 CoresPerSocket=4 ThreadsPerCore=1 RealMemory=$memory
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
CONF
export SLURM_CONF=$place/slurm.conf SLURM_TEST_FOLDER=$place/work

munged --foreground --force --key-file="$place/munge/key" --socket="$place/socket/munge" --pid-file="$place/munge/pid" \
    --seed-file="$place/munge/seed" --log-file="$place/munge/log" >"$place/munge/out" 2>&1 &
started+=($!)
for _ in $(seq 50); do
    [ -S "$place/socket/munge" ] && break
    sleep 0.1
done
slurmctld -D -c >"$place/slurmctld.out" 2>&1 &
started+=($!)
slurmd -D -N "$host" >"$place/slurmd.out" 2>&1 &
started+=($!)

for _ in $(seq 300); do
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && is_up=yes && break
    sleep 0.1
done
if [ -z "$is_up" ]; then
    echo "Slurm did not start:" >&2
    tail -n 20 "$place"/munge/out "$place"/munge/log "$place"/slurmctld.log "$place"/slurmd.log "$place"/slurmctld.out \
        "$place"/slurmd.out >&2
    exit 1
fi
"$@"
