"use strict";
// A click on a column's heading sorts the table by it; a second click turns the order round.
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const words = new Intl.Collator(undefined, { numeric: true });
  const compare = (one, other) =>
    one.dataset.value === undefined
      ? words.compare(one.textContent, other.textContent)
      : Number(one.dataset.value) - Number(other.dataset.value);
  headings.forEach((heading, column) =>
    heading.querySelector("button").addEventListener("click", () => {
      // Numbers are asked for from the top, names from A.
      const numeric = heading.classList.contains("num");
      const before = heading.getAttribute("aria-sort");
      const up = before ? before === "descending" : !numeric;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * compare(a.cells[column], b.cells[column]));
      body.append(...rows);
    }),
  );
}
