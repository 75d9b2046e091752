// Scanned plans: closer and farther, by keyboard, buttons, two fingers, and the wheel together with Ctrl. The closer, the wider the
// version of the picture that the browser loads. Without it the whole sheet is seen and can be opened in its full size.

const STEP = 1.5;

for (const figure of document.querySelectorAll("figure.sheet")) {
  const frame = figure.querySelector(".sheet-frame");
  const image = frame?.querySelector("img");
  const tools = figure.querySelector(".sheet-tools");
  if (image && tools) zoomable(frame, image, tools);
}

function zoomable(frame, image, tools) {
  const sized = [image, ...frame.querySelectorAll("source")];
  const sizes = sized.map((element) => element.sizes);
  const widths = sized.flatMap((element) => [...element.srcset.matchAll(/ (\d+)w/g)].map((found) => Number(found[1])));
  const widest = Math.max(...widths, widths.length ? 0 : image.width);
  const level = tools.querySelector(".sheet-level");
  // How wide the whole sheet is shown, known once one goes nearer.
  let zoom = 1, whole = 0;

  /** As near as its widest version shows all that it has, and twice in any case. */
  const most = () => Math.max(2, widest / (whole || image.clientWidth || 1));

  /** To a zoom, so that the point so far from the corner of the frame stays where it is. */
  function to(next, across = frame.clientWidth / 2, down = frame.clientHeight / 2) {
    if (zoom <= 1) {
      whole = image.clientWidth;
      frame.style.minHeight = `${frame.offsetHeight}px`;
    }
    next = Math.min(Math.max(next, 1), most());
    const gap = Math.max(0, (frame.clientWidth - image.clientWidth) / 2);
    const [left, top] = [(frame.scrollLeft + across - gap) / image.clientWidth, (frame.scrollTop + down) / image.clientHeight];
    zoom = next;
    if (zoom > 1) {
      frame.dataset.near = "";
      image.style.width = `${Math.round(whole * zoom)}px`;
      sized.forEach((element) => { element.sizes = image.style.width; });
      frame.scrollTo(left * image.clientWidth - across, top * image.clientHeight - down);
    } else {
      delete frame.dataset.near;
      image.style.width = frame.style.minHeight = "";
      // What is loaded serves the whole as well.
      sized.forEach((element, at) => { if (!image.complete) element.sizes = sizes[at]; });
    }
    show();
  }

  function show() {
    tools.querySelector("[data-zoom=in]").disabled = zoom >= most();
    for (const name of ["out", "all"]) tools.querySelector(`[data-zoom=${name}]`).disabled = zoom <= 1;
    level.textContent = zoom > 1 ? `${Math.round(zoom * 100)}%` : "";
  }

  const within = (x, y) => {
    const box = frame.getBoundingClientRect();
    return [x - box.left, y - box.top];
  };

  // Arrows scroll the frame by themselves.
  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "+" || event.key === "=") to(zoom * STEP);
    else if (event.key === "-" || event.key === "−") to(zoom / STEP);
    else if (event.key === "0") to(1);
    else return;
    event.preventDefault();
  });

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    to({ in: zoom * STEP, out: zoom / STEP, all: 1 }[button.dataset.zoom]);
    // A button that can do no more gives the keyboard back to the sheet.
    if (button.disabled) frame.focus({ preventScroll: true });
  });

  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    to(zoom * Math.exp(-event.deltaY / 300), ...within(event.clientX, event.clientY));
  }, { passive: false });

  // One finger scrolls; two fingers zoom.
  let gap = 0;
  const two = ([one, other]) => [Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY), (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2];
  frame.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) [gap] = two(event.touches);
  }, { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [next, x, y] = two(event.touches);
    if (gap > 0) to(zoom * next / gap, ...within(x, y));
    gap = next;
  }, { passive: false });

  // The mouse pulls the sheet.
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0 && zoom > 1) frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) frame.scrollBy({ left: -event.movementX, top: -event.movementY, behavior: "instant" });
  });
  frame.addEventListener("dragstart", (event) => event.preventDefault());

  // A telephone that is turned shows the whole again.
  let wide = frame.clientWidth;
  addEventListener("resize", () => {
    if (Math.abs(frame.clientWidth - wide) > 40) to(1);
    wide = frame.clientWidth;
  });

  const keys = document.getElementById(frame.dataset.keys);
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", frame.dataset.name);
  if (keys) {
    keys.hidden = false;
    frame.setAttribute("aria-describedby", keys.id);
  }
  tools.hidden = false;
  show();
}
