# Rasa with its model (Python 3.10). The first stage makes the dictionary that the model is trained with.
FROM python:3.11-slim-bookworm AS index

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/huake.txt requirements/huake.txt
RUN pip install -r requirements/huake.txt
COPY kb kb
RUN python -m kb build --out var/kb

FROM python:3.10-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    RASA_TELEMETRY_ENABLED=false \
    OMP_NUM_THREADS=1 \
    TF_NUM_INTRAOP_THREADS=1 \
    TF_NUM_INTEROP_THREADS=1
WORKDIR /app
COPY requirements/rasa.txt requirements/rasa.txt
RUN pip install -r requirements/rasa.txt

COPY --from=index /app/var/kb var/kb
COPY bot bot
COPY nlu_data nlu_data
COPY config.yml endpoints.yml credentials.yml ./
RUN python -m rasa train --domain bot/domain --config config.yml --data nlu_data bot/rules --out models --fixed-model-name huake

RUN useradd --system --create-home huake && chown -R huake /app
USER huake
CMD ["python", "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", "5005", "--model", "models/huake.tar.gz", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
