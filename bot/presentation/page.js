"use strict";
// The page reads well without this: a quote's link leads to its card, and a card opens by itself.
const all = (selector) => document.querySelectorAll(selector);
const byId = (id) => document.getElementById(id);
let pinned = false;

function note(quote) {
  return byId(`note${quote.dataset.number}`);
}

function light(card, on) {
  for (const each of all(`[data-mentions~="${card.dataset.mention}"], [data-number="${card.id.slice(4)}"]`)) {
    each.classList.toggle("lit", on);
  }
}

function open(card) {
  for (const other of all(".note[open]")) if (other !== card) other.open = false;
  card.open = true;
}

function close() {
  pinned = false;
  for (const other of all(".note[open]")) other.open = false;
}

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches(".note")) return;
  light(target, target.open);
  target.classList.remove("afloat");
  if (!target.open) return;
  const { top, bottom, left } = target.querySelector(".card").getBoundingClientRect();
  target.classList.toggle("afloat", top < 0 || bottom > innerHeight);
  const quote = byId(`quote${target.id.slice(4)}`);
  const covered = left === 0 && quote.getBoundingClientRect().bottom > top; // by the sheet that a card is on a phone
  if (covered) quote.scrollIntoView();
}, true);

for (const event of ["mouseover", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    const quote = target.closest("a.quote");
    if (quote && !pinned) open(note(quote));
  });
}

document.addEventListener("click", (event) => {
  const quote = event.target.closest("a.quote");
  const listed = event.target.closest("a[href^='#quote']");
  const inside = event.target.closest(".note");
  if (quote || listed) {
    if (quote) event.preventDefault();
    open(note(quote ?? document.querySelector(listed.hash)));
    pinned = true;
  } else if (inside && !event.target.closest(".close")) {
    pinned = true;
  } else {
    close();
  }
});

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});

for (const button of all(".close, .copy")) button.hidden = false;

for (const button of all(".copy")) {
  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(button.previousElementSibling);
    await navigator.clipboard.writeText(getSelection().toString()); // where that is refused, it stays selected
    button.textContent = "Copied";
  });
}

for (const button of all(".speakers button")) {
  button.disabled = false;
  button.addEventListener("click", () => {
    const only = button.getAttribute("aria-pressed") === "false";
    for (const each of all(".speakers button")) each.setAttribute("aria-pressed", only && each === button);
    for (const each of all("main [data-voice]")) {
      each.classList.toggle("dim", only && each.dataset.voice !== button.dataset.voice);
    }
    if (only) document.querySelector(`a.quote[data-voice="${button.dataset.voice}"]`).scrollIntoView({ block: "nearest" });
  });
}
