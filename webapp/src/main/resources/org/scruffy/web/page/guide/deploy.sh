#!/bin/sh
# marks a deploy on every chart, after whatever deploys: ./deploy.sh "release 1.4" https://example.org/releases/1.4
# with Maven: mvn deploy && ./deploy.sh "release $(mvn -q help:evaluate -Dexpression=project.version -DforceStdout)"
curl -fsS YOUR-URL/1/markers/__all__ \
  -H 'X-Honeycomb-Team: YOUR-KEY' -H 'Content-Type: application/json' \
  -d '{"type": "deploy", "message": "'"${1:?what is deployed}"'", "url": "'"$2"'"}'
