# the OpenTelemetry Maven extension: every build a trace, every goal a span
mkdir -p .mvn
cat > .mvn/extensions.xml <<'EOF'
<extensions>
  <extension>
    <groupId>io.opentelemetry.contrib</groupId>
    <artifactId>opentelemetry-maven-extension</artifactId>
    <version>1.41.0-alpha</version>
  </extension>
</extensions>
EOF
export OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_ENDPOINT=YOUR-URL OTEL_EXPORTER_OTLP_HEADERS=x-scruffy-key=YOUR-KEY
mvn verify
