"use strict";
// Tables that are sorted by a click on a heading, and show only the rows that hold what is asked for.
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const compare = (one, other) =>
    one.dataset.value === undefined
      ? words.compare(one.textContent, other.textContent)
      : Number(one.dataset.value) - Number(other.dataset.value);
  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      // Numbers are asked for from the top, names from A.
      const numeric = heading.classList.contains("num");
      const before = heading.getAttribute("aria-sort");
      const up = before ? before === "descending" : !numeric;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * compare(a.cells[column], b.cells[column]));
      body.append(...rows);
    });
  });
}
for (const filter of document.querySelectorAll(".filter")) {
  const rows = [...document.getElementById(filter.dataset.table).tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const asked = filter.querySelector("input");
  const kind = filter.querySelector("select");
  const said = filter.querySelector("output");
  const show = () => {
    const wanted = asked.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits =
        wanted.every((word) => texts[place].includes(word)) &&
        (!kind || !kind.value || (row.dataset.kinds || "").split(" ").includes(kind.value));
      row.hidden = !fits;
      shown += fits;
    });
    said.textContent = said.dataset.text.replace("#", shown).replace("#", rows.length);
  };
  asked.addEventListener("input", show);
  if (kind) kind.addEventListener("change", show);
  filter.hidden = false;
}
