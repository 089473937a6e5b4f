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
}
