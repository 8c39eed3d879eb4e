# syntax=docker/dockerfile:1
# Two images. `web` serves and works in the background; `training` has torch too.
#   docker build --target web --tag lofi-web .
#   docker build --target training --tag lofi-training --build-arg TORCH_INDEX=<an index with torch's CPU wheels> .
ARG PYTHON_IMAGE=python:3.11-slim-trixie
ARG NODE_IMAGE=node:20-trixie-slim

FROM ${NODE_IMAGE} AS frontend
WORKDIR /src
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend/ ./
RUN npm run build -- --logLevel warn

FROM ${PYTHON_IMAGE} AS python
WORKDIR /src
# without pip of its own, so that none comes along into the images
RUN python -m venv --without-pip /opt/lofi
COPY requirements.txt requirements-web.txt constraints.txt ./
RUN python -m pip --python /opt/lofi/bin/python install --no-cache-dir --disable-pip-version-check \
    -r requirements-web.txt -c constraints.txt

FROM python AS python-training
ARG TORCH_INDEX=
RUN python -m pip --python /opt/lofi/bin/python install --no-cache-dir --disable-pip-version-check \
    ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} -r requirements.txt -c constraints.txt

FROM python AS app
WORKDIR /app
COPY manage.py ./
COPY accounts/ accounts/
COPY generator/ generator/
COPY lofi_site/ lofi_site/
COPY playlists/ playlists/
COPY --from=frontend /src/dist/ frontend/dist/
RUN DATA_DIR=/tmp/build STATIC_ROOT=/app/static /opt/lofi/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /opt/lofi/bin/python -m compileall -q -j 0 /app /opt/lofi/lib

FROM ${PYTHON_IMAGE} AS web
# pg_dump and pg_restore, for backups; as old as the database's server or younger
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 lofi \
    && useradd --system --uid 10001 --gid lofi --home-dir /data --no-create-home lofi \
    && install --directory --owner lofi --group lofi /data
COPY --from=python /opt/lofi/ /opt/lofi/
COPY --from=app /app/ /app/
WORKDIR /app
ENV PATH=/opt/lofi/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENV LOFI_ENV=production DATA_DIR=/data STATIC_ROOT=/app/static HOST=0.0.0.0 PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "lofi_site.probe"]
CMD ["python", "-m", "lofi_site.unit", "web"]

FROM web AS training
COPY --from=python-training /opt/lofi/ /opt/lofi/
HEALTHCHECK NONE
CMD ["python", "-m", "lofi_site.unit", "trainer"]
