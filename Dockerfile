# The server in a container: two stages, a small base, not root. State is in the volume /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Ota.Server -c Release -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /out /opt/ota
# Owned before the volume is mounted over it, so that the volume is.
RUN mkdir -m 0700 /data && chown app:app /data
USER app
VOLUME /data
EXPOSE 8443 8883
# The image has no curl; bash opens the connection itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "/opt/ota/Ota.Server.dll", "--data", "/data", "--http-port", "8080"]
