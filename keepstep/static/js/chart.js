// A chart is drawn from the table behind it; without this file the table is all there is. Colours are the page's own, by
// their meaning, and are drawn anew when the page turns dark.
const drawn = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
  willReadFrequently: true,
});
const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 2 });

// The engine knows no light-dark() and no oklch(): the browser says what they are here.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = getComputedStyle(probe).color;
  brush.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
  return `rgb(${red},${green},${blue})`;
}

const value = (cell) => ("value" in cell.dataset ? Number(cell.dataset.value) : null);
const axis = (unit) => (number) => (unit === "%" ? `${short.format(number)} %` : short.format(number));

function look(paints) {
  const text = { color: paints.soft, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    text,
    lines: { axisLine: { lineStyle: { color: paints.line } }, axisTick: { show: false }, axisLabel: text },
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: paints.paper,
      borderColor: paints.line,
      textStyle: { ...text, color: paints.ink },
    },
    legend: { top: 0, left: 0, type: "scroll", textStyle: text, itemWidth: 22, itemHeight: 9 },
  };
}

function guides(figure, paints) {
  const marks = [...figure.querySelectorAll(".chart-guide")];
  if (!marks.length) return undefined;
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: paints.soft, type: "dotted", width: 1 },
    label: { color: paints.soft, position: "insideEndTop", fontSize: 11 },
    data: marks.map((mark) => ({ yAxis: Number(mark.value), label: { formatter: mark.textContent } })),
  };
}

function upwards(figure, parts, paints) {
  const { least, most, unit } = figure.dataset;
  const counts = [...figure.querySelectorAll("td[data-value]")].every((cell) => Number.isInteger(value(cell)));
  return {
    type: "value",
    minInterval: counts ? 1 : undefined, // there is no half of an invoice
    scale: least === undefined,
    min: least === undefined ? undefined : Number(least),
    max: most === undefined ? undefined : Number(most),
    ...parts.lines,
    axisLabel: { ...parts.text, formatter: axis(unit) },
    splitLine: { lineStyle: { color: paints.line } },
  };
}

// A direct label at the end of each line, where a legend would make one look twice.
function ending(name, paint) {
  return { endLabel: { show: true, formatter: name, color: paint, fontSize: 12, offset: [2, 0] } };
}

function overTime(figure, paints) {
  const parts = look(paints);
  const table = figure.querySelector("table");
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const names = heads.map((head) => head.textContent);
  const places = rows.map((row) => row.cells[0].textContent);
  const narrow = figure.clientWidth < 480;
  const opens = rows.length <= 40 && rows.some((row) => row.querySelector("a")); // what can be opened shows where
  const direct = heads.length > 1 && !narrow && !heads.some((head) => head.dataset.look === "bar");
  const series = heads.map((head, at) => {
    const { look: shape, tone } = head.dataset;
    const paint = colour(tone);
    const isBar = shape === "bar";
    return {
      name: names[at],
      type: isBar ? "bar" : "line",
      step: shape.startsWith("step") ? "end" : false,
      data: rows.map((row) => value(row.cells[at + 1])),
      connectNulls: false,
      showSymbol: rows.length < 2 || opens,
      symbol: "circle",
      symbolSize: 6,
      barMaxWidth: 28,
      itemStyle: { color: paint, borderRadius: isBar ? [3, 3, 0, 0] : 0 },
      lineStyle: { color: paint, width: shape.endsWith("dashed") ? 1.25 : 2, type: shape.endsWith("dashed") ? "dashed" : "solid" },
      ...(direct ? ending(names[at], paint) : {}),
      markLine: at ? undefined : guides(figure, paints),
    };
  });
  return {
    animation: false,
    grid: { ...parts.grid, top: heads.length > 1 && !direct ? 36 : 16, right: direct ? 112 : 20 },
    legend: heads.length > 1 && !direct ? parts.legend : undefined,
    tooltip: {
      ...parts.tooltip,
      trigger: "axis",
      formatter: (marks) =>
        [places[marks[0].dataIndex], ...marks.map((mark) => `${mark.seriesName}: ${rows[mark.dataIndex].cells[mark.seriesIndex + 1].textContent}`)].join("\n"),
    },
    xAxis: { type: "category", data: places, boundaryGap: series.some((one) => one.type === "bar"), ...parts.lines },
    yAxis: upwards(figure, parts, paints),
    series,
  };
}

function asMap(figure, paints) {
  const parts = look(paints);
  const table = figure.querySelector("table");
  const rows = [...table.tBodies[0].rows].filter((row) => value(row.cells[1]) !== null && value(row.cells[2]) !== null);
  const groups = new Map();
  for (const row of rows) groups.set(row.dataset.group, [...(groups.get(row.dataset.group) ?? []), row]);
  const series = [...groups].map(([name, members], at) => ({
    name,
    type: "scatter",
    symbol: members[0].dataset.shape,
    symbolSize: 11,
    itemStyle: { color: colour(members[0].dataset.tone), opacity: 0.85 },
    data: members.map((row) => ({ value: [value(row.cells[1]), value(row.cells[2])], row, name: row.cells[0].textContent })),
    label: { show: false, position: "right", formatter: "{b}", color: paints.soft, fontSize: 11 },
    markLine: at ? undefined : guides(figure, paints),
  }));
  return {
    animation: false,
    grid: { ...parts.grid, top: groups.size > 1 ? 56 : 24, right: figure.clientWidth < 480 ? 16 : 72, bottom: 24 },
    legend: groups.size > 1 ? { ...parts.legend, itemWidth: 10, itemHeight: 10 } : undefined,
    tooltip: {
      ...parts.tooltip,
      formatter: ({ data }) => [data.name, data.row.cells[1].textContent, data.row.cells[2].textContent].join("\n"),
    },
    xAxis: {
      type: "log" in figure.dataset ? "log" : "value",
      name: table.tHead.rows[0].cells[1].textContent,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: parts.text,
      scale: true,
      ...parts.lines,
      axisLabel: { ...parts.text, formatter: axis(figure.dataset.xUnit) },
      splitLine: { show: false },
    },
    yAxis: { ...upwards(figure, parts, paints), name: table.tHead.rows[0].cells[2].textContent, nameTextStyle: { ...parts.text, align: "left" } },
    series,
  };
}

// The small build of the engine lays no labels out: a name that would lie on another one, or on a point, is left to the
// pointer, to whom every point tells it.
function nameWhatIsFree(figure, chart) {
  const { series } = chart.getOption();
  const points = series.flatMap((one, at) => one.data.map((datum) => ({ datum, at, place: chart.convertToPixel({ seriesIndex: at }, datum.value) })));
  const taken = points.map(({ place: [x, y] }) => [x - 6, y - 6, x + 6, y + 6]);
  const free = (box) => taken.every(([left, top, right, bottom]) => box[2] < left || right < box[0] || box[3] < top || bottom < box[1]);
  brush.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  for (const { datum, place: [x, y] } of points) {
    const wide = brush.measureText(datum.name).width;
    const sides = { right: [x + 7, y - 6, x + 11 + wide, y + 6], left: [x - 11 - wide, y - 6, x - 7, y + 6] };
    const side = Object.keys(sides).find((name) => sides[name][0] > 0 && sides[name][2] < figure.clientWidth && free(sides[name]));
    datum.label = side ? { show: true, position: side } : { show: false };
    if (side) taken.push(sides[side]);
  }
  chart.setOption({ series: series.map(({ data }) => ({ data })) });
}

// The whole height above a place opens it: a point is small for a finger.
function opensByPlace(figure, chart) {
  const link = ({ offsetX, offsetY }) => {
    if (!chart.containPixel("grid", [offsetX, offsetY])) return null;
    const [place] = chart.convertFromPixel("grid", [offsetX, offsetY]);
    return figure.querySelector("table").tBodies[0].rows[place]?.querySelector("a");
  };
  chart.getZr().on("click", (event) => link(event)?.click());
  chart.getZr().on("mousemove", (event) => chart.getZr().setCursorStyle(link(event) ? "pointer" : "default"));
}

async function draw(figure) {
  await import(new URL(figure.dataset.engine, location.href).href);
  const picture = figure.querySelector(".chart-picture");
  if (!figure.isConnected || !figure.querySelector("tbody tr")) return;
  picture.style.display = "block";
  let chart = drawn.get(figure);
  if (!chart) {
    chart = globalThis.echarts.init(picture, null, { renderer: "svg" });
    drawn.set(figure, chart);
    chart.on("click", ({ data }) => data?.row?.querySelector("a")?.click());
    if (!figure.classList.contains("chart-map")) opensByPlace(figure, chart);
    new ResizeObserver(() => chart.resize({ animation: { duration: calm.matches ? 0 : 120 } })).observe(picture);
  }
  const paints = { ink: colour("ink"), soft: colour("ink-soft"), line: colour("line"), paper: colour("paper") };
  const isMap = figure.classList.contains("chart-map");
  chart.setOption((isMap ? asMap : overTime)(figure, paints), true);
  if (isMap && figure.clientWidth >= 480) nameWhatIsFree(figure, chart);
}

function drawAll() {
  for (const [figure, chart] of drawn) {
    if (figure.isConnected) continue;
    chart.dispose();
    drawn.delete(figure);
  }
  document.querySelectorAll("figure.chart").forEach(draw);
}

dark.addEventListener("change", drawAll);
document.addEventListener("htmx:after:swap", drawAll);
drawAll();
