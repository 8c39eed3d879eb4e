import { afterEach, describe, expect, it } from "vitest";
import { focusFirstFault } from "./faults";
import { connectMenus } from "./menus";
import { offerKeys, withChoice } from "./webauthn";

afterEach(() => {
  document.body.innerHTML = "";
});

describe("menus", () => {
  function opened(): HTMLDetailsElement {
    document.body.innerHTML =
      '<details class="menu" open><summary>alice</summary><a href="#x">Profile</a></details><p>else</p>';
    connectMenus(document);
    return document.querySelector("details")!;
  }

  it("closes by a click elsewhere, not by one in it", () => {
    const menu = opened();
    menu.querySelector("a")!.dispatchEvent(new Event("click", { bubbles: true }));
    expect(menu.open).toBe(true);
    document.querySelector("p")!.dispatchEvent(new Event("click", { bubbles: true }));
    expect(menu.open).toBe(false);
  });

  it("leaves one open at a time", () => {
    const menu = opened();
    menu.insertAdjacentHTML("afterend", '<details class="menu"><summary>Take it along</summary></details>');
    document.querySelectorAll("summary")[1]!.click();
    expect([...document.querySelectorAll("details")].map(({ open }) => open)).toEqual([false, true]);
  });

  it("closes by Escape and gives the focus back", () => {
    const menu = opened();
    menu.querySelector("summary")!.focus();
    menu.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(menu.open).toBe(false);
    expect(document.activeElement).toBe(menu.querySelector("summary"));
  });
});

describe("faults", () => {
  it("have the focus, the first of them", () => {
    document.body.innerHTML =
      '<form><input id="a"><input id="b" aria-invalid="true"><input aria-invalid="true"></form>';
    focusFirstFault(document);
    expect(document.activeElement?.id).toBe("b");
  });
});

describe("keys", () => {
  it("are not offered where the browser knows none", () => {
    document.body.innerHTML = '<form data-webauthn="get" hidden></form><p data-webauthn-missing hidden></p>';
    offerKeys(document);
    expect(document.querySelector("form")!.hidden).toBe(true);
    expect(document.querySelector("p")!.hidden).toBe(false);
  });

  it("must know and verify their owner as passkeys, and neither as a second factor", () => {
    const options = {
      authenticatorSelection: { userVerification: "preferred" },
    } as PublicKeyCredentialCreationOptionsJSON;
    expect(withChoice(options, true).authenticatorSelection).toEqual({
      userVerification: "required",
      residentKey: "required",
      requireResidentKey: true,
    });
    expect(withChoice(options, false).authenticatorSelection).toEqual({
      userVerification: "preferred",
      residentKey: "discouraged",
      requireResidentKey: false,
    });
  });
});
