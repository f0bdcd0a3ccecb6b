curl -fsS YOUR-URL/1/events/notes \
  -H 'X-Honeycomb-Team: YOUR-KEY' -H 'Content-Type: application/json' \
  -d '{"name": "transmitter check", "reading": 4.2, "ok": true}'
