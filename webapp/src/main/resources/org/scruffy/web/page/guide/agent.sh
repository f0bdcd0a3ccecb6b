# any Java program, unchanged: https://github.com/open-telemetry/opentelemetry-java-instrumentation
export OTEL_SERVICE_NAME=my-service OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT=YOUR-URL OTEL_EXPORTER_OTLP_HEADERS=x-scruffy-key=YOUR-KEY
java -javaagent:opentelemetry-javaagent.jar -jar my-service.jar
