// Draw the charts that the server describes in data-chart.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw(place) {
    const data = JSON.parse(place.dataset.chart);
    const chart = echarts.init(place);
    const every = { interval: 0, overflow: "break", width: Math.max(14, place.clientWidth / data.x.length - 14) };
    const labels = data.axis === "time" ? { hideOverlap: true, interval: "auto" } : every; // one month tells the next
    chart.setOption({
      animation: false,
      color: [colour("--accent"), colour("--warm"), colour("--faint")],
      grid: { left: 8, right: 8, top: data.series.length > 1 ? 32 : 20, bottom: 4, containLabel: true },
      legend: data.series.length > 1 ? { top: 0, textStyle: { color: colour("--ink") } } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${value}${data.unit}` },
      xAxis: { type: "category", data: data.x, axisLabel: { color: colour("--soft"), ...labels }, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: ["次", "位"].includes(data.unit) ? 1 : 0, axisLabel: { color: colour("--soft") }, splitLine: { lineStyle: { color: colour("--line") } } },
      series: data.series.map((series) => ({
        name: series.name, type: data.kind, data: series.values, barMaxWidth: 28,
        label: { show: data.series.length === 1, position: "top", color: colour("--ink"), fontSize: 11 },
      })),
    });
    if (data.links) chart.on("click", (at) => { location.href = data.links[at.dataIndex]; });
    new ResizeObserver(() => chart.resize()).observe(place);
  }

  function drawAll(root) {
    root.querySelectorAll("[data-chart]:not([data-drawn])").forEach((place) => {
      place.dataset.drawn = "yes";
      draw(place);
    });
  }

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
})();
