// Passkeys. The server hands over what to ask the device for, and bytes travel as base64url. A
// form says what it does: data-passkey is "add", "use" (who it is, is known) or "enter" (sign in).
const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const toText = (bytes) => {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const withBytes = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));

const asked = async (form) => {
  if (form.dataset.passkey !== "enter") {
    return JSON.parse(document.getElementById("passkey_options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no answer");
  return answer.json();
};

const add = async ({ creation_options: { publicKey: ask } }) => {
  const key = await navigator.credentials.create({
    publicKey: {
      ...ask,
      challenge: toBytes(ask.challenge),
      user: { ...ask.user, id: toBytes(ask.user.id) },
      excludeCredentials: withBytes(ask.excludeCredentials) ?? [],
      // a passkey signs in by itself: it knows whose it is, and the device asks its owner
      authenticatorSelection: {
        ...ask.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return shown(key, {
    attestationObject: toText(key.response.attestationObject),
    transports: key.response.getTransports?.() ?? [],
  });
};

const use = async ({ request_options: { publicKey: ask } }) => {
  const key = await navigator.credentials.get({
    publicKey: {
      ...ask,
      challenge: toBytes(ask.challenge),
      allowCredentials: withBytes(ask.allowCredentials) ?? [],
    },
  });
  const { authenticatorData, signature, userHandle } = key.response;
  return shown(key, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
};

const shown = (key, response) => ({
  id: key.id,
  rawId: toText(key.rawId),
  type: key.type,
  response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
  clientExtensionResults: key.getClientExtensionResults(),
  authenticatorAttachment: key.authenticatorAttachment,
});

const go = async (form) => {
  const said = form.querySelector("[data-passkey-said]");
  said.hidden = true;
  try {
    const options = await asked(form);
    const key = form.dataset.passkey === "add" ? await add(options) : await use(options);
    form.elements.credential.value = JSON.stringify(key);
    // "stay signed in" stands once on the page, and holds for a passkey too
    const stay = document.querySelector("input[type=checkbox][name=remember]");
    if (form.elements.remember && stay?.checked) form.elements.remember.value = "on";
    form.submit();
  } catch {
    said.hidden = false;
  }
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-go]");
  if (globalThis.PublicKeyCredential) {
    button.hidden = false;
    form.querySelector("[data-passkey-without]").hidden = true;
  }
  button.addEventListener("click", () => go(form));
  // Enter in a field of such a form means its button, too
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(form);
  });
}
