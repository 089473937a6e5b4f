// Where the browser asks that markup be trusted before a script writes it (Trusted Types), this is
// the one policy. htmx may write the parts of pages that our own server sent. Nothing may turn
// text into a script or into the address of one: those two are left out, so the browser refuses.
if (globalThis.trustedTypes?.createPolicy) {
  trustedTypes.createPolicy("default", { createHTML: (markup) => markup });
}
