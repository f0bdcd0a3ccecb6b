#!/bin/sh
# a CI build as a trace, with any CI that runs a shell: source it, then: build_begin NAME; step NAME COMMAND…; build_end
hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
now() { date +%s%3N; }
iso() { date -u -d "@$(($1 / 1000)).$(printf %03d $(($1 % 1000)))" +%FT%T.%3NZ; }

# tell NAME SPAN PARENT START CODE: one span, by what took place between its start and now
tell() {
  curl -fsS YOUR-URL/1/events/builds \
    -H 'X-Honeycomb-Team: YOUR-KEY' -H 'Content-Type: application/json' -H "X-Honeycomb-Event-Time: $(iso "$4")" \
    -d '{"name": "'"$1"'", "service.name": "builds", "trace.trace_id": "'"$build"'", "trace.span_id": "'"$2"'",
         "trace.parent_id": "'"$3"'", "duration_ms": '$(($(now) - $4))', "exit_code": '"$5"', "error": '"$([ "$5" = 0 ] && echo false || echo true)"',
         "build.branch": "'"${BRANCH:-$(git rev-parse --abbrev-ref HEAD 2>/dev/null)}"'"}' || true
}

build_begin() { build=$(hex 16); root=$(hex 8); build_name=$1; build_start=$(now); build_code=0; }

step() {
  step_name=$1; shift
  step_start=$(now); step_code=0
  "$@" || step_code=$?
  tell "$step_name" "$(hex 8)" "$root" "$step_start" "$step_code"
  [ "$step_code" = 0 ] || build_code=$step_code
  return "$step_code"
}

build_end() { tell "$build_name" "$root" "" "$build_start" "$build_code"; echo "YOUR-URL/trace.xhtml?id=$build"; }
