// A second tap on a chosen number takes the answer back. Without this file the tap
// "not set" does the same.
for (const scale of document.querySelectorAll(".taps")) {
  const unset = scale.querySelector(".unset input");
  let before = scale.querySelector("input:checked");
  scale.addEventListener("click", (event) => {
    const tap = event.target;
    if (!(tap instanceof HTMLInputElement)) return;
    if (tap === before && tap !== unset && event.detail > 0) {
      unset.checked = true;
      before = unset;
    } else {
      before = tap;
    }
  });
  // what was typed before was put in again, or taken out
  scale.closest("form")?.addEventListener("filled", () => {
    before = scale.querySelector("input:checked");
  });
}

// On a scale the keys 0 to 9 choose, and Backspace takes the answer back; arrows are the browser's.
for (const scale of document.querySelectorAll(".taps")) {
  scale.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const wanted = event.key === "Backspace" || event.key === "Delete" ? "" : event.key;
    const tap = [...scale.querySelectorAll("input")].find((input) => input.value === wanted);
    if (!tap || event.key === "") return;
    event.preventDefault();
    tap.focus();
    tap.click();
  });
}

// After keeping, a screen reader begins where the page says so.
document.querySelector("[data-first]")?.focus({ preventScroll: true });

// The check-in keeps its form's id in its address, so that Back finds what the form made.
const once = document.querySelector("form.check-in input[name=once]");
if (once?.value && location.pathname.endsWith("/today")) {
  history.replaceState(history.state, "", `${location.pathname}?once=${encodeURIComponent(once.value)}`);
}
