# Everything but Rasa: gateway, worker, actions and the preparing commands (Python 3.11).
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    OMP_NUM_THREADS=1
WORKDIR /app

COPY requirements/huake.txt requirements/huake.txt
RUN pip install -r requirements/huake.txt

COPY kb kb
COPY recsys recsys
COPY actions actions
COPY channels channels
COPY scripts scripts

RUN useradd --system --create-home huake && mkdir -p /var/lib/huake && chown huake /var/lib/huake
USER huake
EXPOSE 8000
CMD ["python", "-m", "channels", "serve", "--host", "0.0.0.0"]
