#!/usr/bin/env bash
# A sweep of 400 cells on a real Slurm, on this machine alone: two nodes, of which one dies in the middle, one task killed
# outright, one preempted. What is merged must be what one process writes, byte for byte.
# Needs root; installs Debian's slurmctld, slurmd, slurm-client and munge where they are missing. Run after `npm ci`.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD

for tool in munged slurmctld slurmd sbatch; do
  command -v "$tool" >/dev/null && continue
  echo "installing Slurm"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null
  break
done

D=$(mktemp -d)
chmod 755 "$D"
mkdir -p "$D/state" "$D/spool-n1" "$D/spool-n2"
export SLURM_CONF=$D/slurm.conf
declare -A daemon

# outright, and without the shell's word on it
end() {
  kill -9 "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

stop() {
  for name in "${!daemon[@]}"; do end "${daemon[$name]}"; done
  pkill -9 -f "slurmstepd.*$D" 2>/dev/null || true
  [ "${1:-0}" -eq 0 ] && rm -rf "$D" || echo "logs are in $D"
}
trap 'stop $?' EXIT

dd if=/dev/urandom of="$D/munge.key" bs=1024 count=1 2>/dev/null
chmod 400 "$D/munge.key"
munged --foreground --force --key-file="$D/munge.key" --socket="$D/munge.socket" --pid-file="$D/munge.pid" \
  --log-file="$D/munge.log" --seed-file="$D/munge.seed" >/dev/null 2>&1 &
daemon[munge]=$!

host=$(hostname -s)
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$D/munge.socket
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool-%n
SlurmctldPidFile=$D/slurmctld.pid
SlurmdPidFile=$D/slurmd-%n.pid
SlurmctldLogFile=$D/slurmctld.log
SlurmdLogFile=$D/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
JobRequeue=1
SlurmdTimeout=10
KillWait=10
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=16821 CPUs=2 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=16822 CPUs=2 State=UNKNOWN
PartitionName=low Nodes=n1,n2 Default=YES PriorityTier=1 PreemptMode=REQUEUE GraceTime=10 State=UP
PartitionName=high Nodes=n1,n2 PriorityTier=10 PreemptMode=OFF State=UP
CONF

start_node() {
  slurmd -D -N "$1" >/dev/null 2>&1 &
  daemon[$1]=$!
}
sleep 1
slurmctld -D >/dev/null 2>&1 &
daemon[slurmctld]=$!
start_node n1
start_node n2

until_true() { # seconds, what is waited for, command...
  local left=$1 what=$2
  shift 2
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "waited in vain for $what"; exit 1; }
    sleep 1
  done
}
nodes_up() { [ "$(sinfo -h -N -p low -t idle -o %N 2>/dev/null | sort -u | wc -l)" -eq 2 ]; }
queue_empty() { [ -z "$(squeue -h 2>/dev/null)" ]; }
some_cells() { [ "$(cat "$D"/array/part-*.jsonl 2>/dev/null | wc -l)" -ge "$1" ]; }
tasks_on() { [ -n "$(squeue -h -w "$1" -t R -o %A 2>/dev/null)" ]; }
until_true 60 "two idle nodes" nodes_up

collapse() { node "$repository/dist/src/cli/main.js" "$@"; }
sweep=(M2 --vary eta=0.002:0.04:20 --vary zeta=6:16:20 --measure sde --quick --seed 3)

echo "one process"
collapse sweep "${sweep[@]}" --out "$D/whole" --quiet >/dev/null

echo "a job array of 8 parts"
collapse submit "${sweep[@]}" --out "$D/array" --slurm --array 8 --partition low >/dev/null
until_true 120 "a task on each node" tasks_on n1
until_true 120 "a task on each node" tasks_on n2
until_true 300 "40 cells" some_cells 40

processes_of() { # a job: those of our command
  for process in $(pgrep -f "main.js sweep M2.*$D/array"); do
    grep -qz "^SLURM_JOB_ID=$1\$" "/proc/$process/environ" 2>/dev/null && echo "$process"
  done
}

echo "one task is killed outright"
killed=$(squeue -h -w n1 -t R -o %A | head -1)
kill -9 $(processes_of "$killed")

echo "node n2 dies with what runs on it"
doomed=$(squeue -h -w n2 -t R -o %A)
end "${daemon[n2]}"
for job in $doomed; do
  pkill -9 -f "slurmstepd: \[$job" || true
  kill -9 $(processes_of "$job") 2>/dev/null || true
done

until_true 120 "a task on the node that is left" tasks_on n1
echo "a task is preempted"
preempted=$(squeue -h -w n1 -t R -o %A | head -1)
sbatch -p high -w n1 -c 2 --output=/dev/null --wrap 'sleep 3' >/dev/null
until_true 120 "a preempted task" sh -c "! squeue -h -t R -o %A | grep -qx $preempted"
start_node n2

for attempt in 1 2 3; do
  until_true 900 "the end of the queue" queue_empty
  collapse status "$D/array"
  [ "$(collapse status "$D/array" --json | grep -c '"state": "done"')" -eq 8 ] && break
  echo "what is missing is submitted again"
  collapse submit "${sweep[@]}" --out "$D/array" --slurm --array 8 --partition low >/dev/null
done

collapse merge "$D/array" >/dev/null
cmp "$D/whole/sweep.jsonl" "$D/array/sweep.jsonl"
cmp "$D/whole/sweep.csv" "$D/array/sweep.csv"
restarts=$(grep -c "REQUEUED\|requeue" "$D/slurmctld.log" || true)
echo "merged: the same bytes as one process; Slurm wrote of $restarts requeues"
