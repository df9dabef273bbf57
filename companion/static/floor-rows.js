/* The rows of a queue, kept as a frame has them. A row keeps its element, so that the focus and what is opened stay with
   the person when the order changes; where the row with the focus goes, the one that takes its place has it. */

export function drawRows(list, rows, template, fill) {
  const focused = document.activeElement;
  const isHere = list.contains(focused) && focused !== list;
  const wasAt = isHere ? [...list.children].findIndex((element) => element.contains(focused)) : -1;
  const known = new Map([...list.children].map((element) => [element.dataset.id, element]));
  let place = list.firstElementChild;
  for (const row of rows) {
    const element = known.get(row.id) || template.content.firstElementChild.cloneNode(true);
    known.delete(row.id);
    element.dataset.id = row.id;
    fill(element, row);
    for (const input of element.querySelectorAll('input[name="request_id"]')) input.value = row.id;
    if (element === place) place = place.nextElementSibling;
    else list.insertBefore(element, place);
  }
  for (const gone of known.values()) gone.remove();
  if (!isHere || focused === document.activeElement) return;
  const next = list.contains(focused) ? focused : list.children[Math.min(wasAt, list.children.length - 1)];
  if (next) next.focus({ preventScroll: true });
}

/* How long each of them waits, some milliseconds after the frame. */
export function drawWaits(list, rows, nowMs, minutes) {
  const since = new Map(rows.map((row) => [row.id, row.since_ms]));
  for (const element of list.children) {
    const words = minutes(nowMs - since.get(element.dataset.id));
    const shown = element.querySelector("[data-wait]");
    if (since.has(element.dataset.id) && shown.textContent !== words) shown.textContent = words;
  }
}
