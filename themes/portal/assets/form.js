// Says in the page's language what a form still needs: a list above it that leads to each field, and a line at the field itself. Without
// this file the browser says it in its own words.
"use strict";

for (const form of document.querySelectorAll("form.form")) {
  const labels = form.dataset;
  const summary = document.createElement("div");
  summary.className = "form-errors";
  summary.tabIndex = -1;
  summary.setAttribute("role", "alert");
  summary.hidden = true;
  form.prepend(summary);
  form.noValidate = true;

  const nameOf = (field) => (field.type === "radio" ? field.closest("fieldset").querySelector("legend") : field.labels[0]).firstChild.textContent.trim() || labels.consent;
  const fault = ({ type, validity }) => {
    if (validity.valid) return null;
    if (validity.valueMissing) return type === "radio" || type === "checkbox" ? labels.choose : labels.missing;
    return type === "email" ? labels.email : type === "url" ? labels.url : labels.wrong;
  };
  // A line of one field, read out with it.
  function tell(field, text) {
    const id = `e-${field.id || field.name}`;
    let line = document.getElementById(id);
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
    if (!text) {
      line?.remove();
      field.removeAttribute("aria-invalid");
    } else {
      if (!line) {
        line = document.createElement("span");
        line.id = id;
        line.className = "form-error";
        field.type === "radio" ? field.closest("fieldset").append(line) : field.type === "checkbox" ? field.closest("label").after(line) : field.before(line);
      }
      line.textContent = text;
      field.setAttribute("aria-invalid", "true");
      described.push(id);
    }
    described.length ? field.setAttribute("aria-describedby", described.join(" ")) : field.removeAttribute("aria-describedby");
  }
  // Of a group of radio buttons the first stands for all.
  const fields = () => [...form.elements].filter((field, at, all) => field.willValidate && field.name && all.findIndex((other) => other.name === field.name) === at);

  form.addEventListener("submit", (event) => {
    const wrong = fields().map((field) => [field, fault(field)]);
    for (const [field, text] of wrong) tell(field, text);
    const rows = wrong.filter(([, text]) => text);
    summary.hidden = rows.length === 0;
    if (!rows.length) return;
    event.preventDefault();
    const title = document.createElement("p");
    title.textContent = labels.title;
    const list = document.createElement("ul");
    for (const [field, text] of rows) {
      field.id ||= `f-${field.name}`;
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = `${nameOf(field)}: ${text}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.focus();
      });
      item.append(link);
      list.append(item);
    }
    summary.replaceChildren(title, list);
    summary.focus();
  });
  form.addEventListener("change", ({ target }) => {
    const first = fields().find((field) => field.name === target.name);
    if (first?.hasAttribute("aria-invalid")) tell(first, fault(first));
  });
}
