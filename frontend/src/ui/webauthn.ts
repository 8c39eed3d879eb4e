/**
 * Security keys and passkeys. A form with `data-webauthn="create"` or `"get"` asks the browser for a credential when it
 * is sent, puts it into its field `credential` as JSON, and goes on its way. The server's options are in the JSON script
 * whose id is in `data-options`, or are fetched from the form's own address.
 *
 * Such forms come hidden, and are shown where the browser knows keys.
 */

interface Options {
  creation_options?: { publicKey: PublicKeyCredentialCreationOptionsJSON };
  request_options?: { publicKey: PublicKeyCredentialRequestOptionsJSON };
}

/** Forms whose credential has come: they may go now. */
const ready = new WeakSet<HTMLFormElement>();

/** Once for all pages: before anyone else hears of it, such a form is held back until its credential is there. */
export function connectWebAuthn(page: Document): void {
  const hold = (event: Event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[data-webauthn]") || ready.delete(form)) return;
    event.preventDefault();
    event.stopPropagation();
    void send(form);
  };
  page.addEventListener("submit", hold, { capture: true });
}

/** On every new page: shows the forms where the browser knows keys, and says so where it does not. */
export function offerKeys(page: ParentNode): void {
  const forms = page.querySelectorAll<HTMLFormElement>("form[data-webauthn]");
  const known = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  for (const note of page.querySelectorAll<HTMLElement>("[data-webauthn-missing]")) note.hidden = known;
  if (!known) return;
  for (const form of forms) form.hidden = false;
}

async function send(form: HTMLFormElement): Promise<void> {
  form.querySelector(".form-error")?.remove();
  try {
    const options = await optionsOf(form);
    const credential = form.dataset.webauthn === "create" ? await create(options, form) : await get(options);
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(credential);
    ready.add(form);
    form.requestSubmit();
  } catch {
    form.append(refusal());
  }
}

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const { options } = form.dataset;
  if (options) return JSON.parse(document.getElementById(options)?.textContent ?? "{}");
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options were refused: ${answer.status}`);
  return answer.json();
}

async function create({ creation_options }: Options, form: HTMLFormElement): Promise<unknown> {
  const passwordless = form.querySelector<HTMLInputElement>('[name="passwordless"]')?.checked ?? false;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    withChoice(creation_options!.publicKey, passwordless),
  );
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  return credential.toJSON();
}

/** A passkey must know its owner and verify them; a second factor needs neither. */
export function withChoice(
  options: PublicKeyCredentialCreationOptionsJSON,
  passwordless: boolean,
): PublicKeyCredentialCreationOptionsJSON {
  const selection: AuthenticatorSelectionCriteria = {
    ...options.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
  };
  if (passwordless) selection.userVerification = "required";
  return { ...options, authenticatorSelection: selection };
}

async function get({ request_options }: Options): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(request_options!.publicKey);
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  return credential.toJSON();
}

function refusal(): HTMLElement {
  const note = document.createElement("p");
  note.className = "form-error";
  note.setAttribute("role", "alert");
  note.textContent = "That did not work, or was called off. Try again, or come in another way.";
  return note;
}
