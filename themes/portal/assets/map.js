// Maps: closer and farther, by keyboard, buttons, fingers, and the wheel together with Ctrl. Without it every map is whole.

const MOST = 16;
const STEP = 1.5;

for (const figure of document.querySelectorAll("figure.map")) {
  const frame = figure.querySelector(".map-frame");
  const svg = frame?.querySelector(".map-svg");
  const tools = figure.querySelector(".map-tools");
  if (svg && tools) zoomable(frame, svg, tools);
}

function zoomable(frame, svg, tools) {
  const whole = svg.viewBox.baseVal;
  const [width, height] = [whole.width, whole.height];
  let zoom = 1, x = 0, y = 0;

  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

  function show() {
    x = clamp(x, 0, width - width / zoom);
    y = clamp(y, 0, height - height / zoom);
    svg.setAttribute("viewBox", `${x} ${y} ${width / zoom} ${height / zoom}`);
    svg.style.setProperty("--zoom", zoom);
    // Names that fit at twice and four times the size.
    const near = ["1", "2", "3", "4"].slice(0, Math.round(Math.log2(zoom) * 1.34));
    if (near.length) svg.dataset.near = near.join(" ");
    else delete svg.dataset.near;
    tools.querySelector("[data-zoom=in]").disabled = zoom >= MOST;
    for (const name of ["out", "all"]) tools.querySelector(`[data-zoom=${name}]`).disabled = zoom <= 1;
  }

  /** To a zoom, so that the point at these shares of the frame stays where it is. */
  function to(next, across = 0.5, down = 0.5) {
    next = clamp(next, 1, MOST);
    x += (width / zoom - width / next) * across;
    y += (height / zoom - height / next) * down;
    zoom = next;
    show();
  }

  function move(across, down) {
    x += (width / zoom) * across;
    y += (height / zoom) * down;
    show();
  }

  const shares = (event) => {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  const WAYS = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, -0.2], ArrowDown: [0, 0.2] };
  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "+" || event.key === "=") to(zoom * STEP);
    else if (event.key === "-" || event.key === "−") to(zoom / STEP);
    else if (event.key === "0") to(1);
    // While the whole is seen, arrows scroll the page.
    else if (WAYS[event.key] && zoom > 1) move(...WAYS[event.key]);
    else return;
    event.preventDefault();
  });

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    const near = { in: zoom * STEP, out: zoom / STEP, all: 1 }[button.dataset.zoom];
    to(near);
    // A button that can do no more gives the keyboard back to the map.
    if (button.disabled) frame.focus({ preventScroll: true });
  });

  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    to(zoom * Math.exp(-event.deltaY / 300), ...shares(event));
  }, { passive: false });

  // One finger or the mouse moves what is closer than the whole; two fingers zoom.
  const fingers = new Map();
  let dragged = 0;
  const gap = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  };
  frame.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) dragged = 0;
  });
  frame.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    if (fingers.size === 2) {
      const before = gap();
      fingers.set(event.pointerId, event);
      if (before > 0) to(zoom * gap() / before, ...shares(event));
      dragged += 9;
      return;
    }
    fingers.set(event.pointerId, event);
    if (zoom <= 1) return;
    const box = svg.getBoundingClientRect();
    const [across, down] = [event.clientX - last.clientX, event.clientY - last.clientY];
    dragged += Math.abs(across) + Math.abs(down);
    move(-across / box.width, -down / box.height);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    frame.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  // Who has moved the map did not mean the place under the finger.
  frame.addEventListener("click", (event) => {
    if (dragged > 8) event.preventDefault();
    dragged = 0;
  }, true);
  frame.addEventListener("dragstart", (event) => event.preventDefault());

  // A place that is reached by Tab is brought into sight. The drawing itself must not listen: browsers would then stop at it too.
  frame.addEventListener("focusin", (event) => {
    const box = event.target.getBBox?.();
    if (!box || zoom <= 1) return;
    const [across, down] = [box.x + box.width / 2, box.y + box.height / 2];
    const isSeen = across > x && across < x + width / zoom && down > y && down < y + height / zoom;
    if (!isSeen) {
      x = across - width / zoom / 2;
      y = down - height / zoom / 2;
      show();
    }
  });

  const keys = document.getElementById(frame.dataset.keys);
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", svg.getAttribute("aria-label"));
  if (keys) {
    keys.hidden = false;
    frame.setAttribute("aria-describedby", keys.id);
  }
  frame.dataset.zoomable = "";
  tools.hidden = false;
  show();
}
