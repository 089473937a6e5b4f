// The picture to move along: Vega draws it from the server's own specification, and a slider, the
// arrow keys or a finger in the picture say which day is read. Where anything of it fails, the
// picture that stands still stays, and the table beside it.
const card = document.querySelector("[data-moving]");
const part = (name) => card.querySelector(`[data-${name}]`);

async function draw() {
  const width = matchMedia("(min-width: 720px)").matches ? "desk" : "phone";
  const answer = await fetch(`${card.dataset.moving}&width=${width}`, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { vega: made, left, right, days } = await answer.json();
  const moves = part("moves");
  const view = new vega.View(vega.parse(made, null, { ast: true }), {
    expr: vega.expressionInterpreter,
    renderer: "svg",
    logLevel: vega.Error,
  });
  moves.hidden = false;
  await view.initialize(moves).runAsync();
  follow(view, moves, { left, right, days });
  part("still").hidden = true;
}

function follow(view, moves, { left, right, days }) {
  const slider = document.getElementById("along");
  const read = (at) => {
    const [day, level, said] = days[at];
    slider.value = at;
    slider.setAttribute("aria-valuetext", said);
    part("reads").textContent = said;
    view.signal("day", day).signal("level", level).runAsync();
  };
  slider.max = days.length - 1;
  slider.addEventListener("input", () => read(Number(slider.value)));
  moves.addEventListener("pointerdown", (event) => read(nearest(event)));
  moves.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "mouse") read(nearest(event));
  });
  // what was drawn begins with the first day that says something, which may be later than the edge
  const nearest = (event) => {
    const box = moves.querySelector("svg").getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * view.width();
    const first = days.at(-1)[0] - span;
    const asked = first + ((at - left) / (right - left)) * span;
    const step = (asked - days[0][0]) / 86400000;
    return Math.min(days.length - 1, Math.max(0, Math.round(step)));
  };
  const span = Math.max(view.scale("x").domain().reduce((a, b) => b - a), 86400000);
  part("along").hidden = false;
  read(days.length - 1);
}

draw();
