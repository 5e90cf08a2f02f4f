# Fonts and scripts for the pages, checked against package-lock.json
FROM node:22-slim AS pages
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings.base
# Faces for names and languages that our own have no letters for, on documents set on paper.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
COPY --from=pages /src/node_modules node_modules
# collectstatic needs settings, not secrets: these stand in and stay in this layer's shell.
RUN python scripts/vendor.py && rm -rf node_modules && python scripts/messages.py compile \
    && SECRET_KEY=x LEDGER_SIGNING_KEY=x DATABASE_URL=postgres://x/x REDIS_URL=redis://x/0 \
       python manage.py collectstatic --noinput \
    && useradd --system --home /srv biolattice && mkdir -p /srv/media /srv/outside \
    && chown biolattice /srv/media /srv/outside
USER biolattice
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--no-ws", "config.wsgi:application"]
