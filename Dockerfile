# The site; one image for web, worker, beat and migrations. Everything a host sets comes from the environment.
FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements/installer.txt requirements/run.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements/installer.txt \
    && /venv/bin/uv pip install --python /venv/bin/python --no-cache --require-hashes -r requirements/run.txt \
    && /venv/bin/pip uninstall --quiet --yes uv

FROM python:3.12-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings STATE_DIR=/data STATIC_ROOT=/app/static-collected
WORKDIR /app
RUN useradd --no-create-home --uid 10001 danbao && install -d -o danbao /data
COPY --from=build /venv /venv
COPY . .
RUN python -m marketplace.demo.messages \
    && SECRET_KEY=only-to-collect python manage.py collectstatic --noinput --verbosity=0
USER danbao
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "marketplace.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
