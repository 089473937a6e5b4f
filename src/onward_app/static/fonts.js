// On the first page that a browser opens, the letters come after the page itself. From then on they are
// in its own copy, and the cookie lets each page ask for them at once.
const { css } = document.currentScript.dataset;
const A_YEAR = 31536000;

addEventListener("load", () => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = css;
  link.addEventListener("load", async () => {
    try {
      await document.fonts.load("1em 'Atkinson Hyperlegible Next'");
    } catch { return; }  // the net went meanwhile; the next page tries again
    const safe = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `face=1; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${safe}`;
  });
  document.head.append(link);
}, { once: true });
