#!/bin/sh
# fails where a service's requests of the last hour repeat one statement more than 10 times: budget.sh SERVICE
found=$(curl -fsS YOUR-URL/api/v1/query \
  -H 'X-Scruffy-Key: YOUR-KEY' -H 'Content-Type: application/json' \
  -d '{"time_range": 3600, "filters": [
        {"column": "service.name", "op": "=", "value": "'"$1"'"},
        {"column": "trace.parent_id", "op": "does-not-exist"},
        {"column": "trace.max_repeat", "op": ">", "value": 10}]}' |
  sed -n 's/.*"matched":\([0-9]*\).*/\1/p')
echo "$found requests of $1 repeat a statement more than 10 times"
[ "$found" = 0 ]
