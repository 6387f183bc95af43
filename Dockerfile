# The bot, with its encoder and parser inside: it needs no network but Discord's.
#   docker build -t pullquote .
#   docker run -e PULLQUOTE_TOKEN=… -v ./my-articles:/articles:ro -v pullquote:/data pullquote

FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/pullquote
COPY constraints.txt ./
RUN /opt/pullquote/bin/pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu $(grep '^torch==' constraints.txt)
COPY pyproject.toml README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY bot bot
RUN /opt/pullquote/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home pullquote && install -d -o pullquote /data
COPY --from=build /opt/pullquote /opt/pullquote
COPY corpus/articles /articles
ENV PATH=/opt/pullquote/bin:$PATH \
    PULLQUOTE_ARTICLES=/articles \
    PULLQUOTE_DATA=/data \
    HF_HUB_OFFLINE=1 \
    PYTHONUNBUFFERED=1
USER pullquote
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=10s --start-period=180s CMD ["pullquote", "health"]
CMD ["python", "-m", "bot", "run"]
